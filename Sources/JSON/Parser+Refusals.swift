/// The words for what is wrong. None of this runs for a text that is fine.
extension Parser {
    @inline(never)
    func refusal(_ text: Span<UInt8>, at offset: Int, _ problem: @autoclosure () -> String) -> SyntaxError {
        SyntaxError(problem: problem(), position: Position(ofOffset: offset, in: text))
    }

    /// What stands at an offset, for the end of a sentence.
    func found(_ text: Span<UInt8>, _ at: Int) -> String {
        switch peek(text, at) {
        case _ where at >= text.count: "the end of the text"
        case .tab: "a tab"
        case .lineFeed, .carriageReturn: "the end of the line"
        case 0x20..<0x7F: "'\(Character(Unicode.Scalar(text[at])))'"
        case 0x00..<0x20, 0x7F: "the byte \(hex(text[at]))"
        default: "a character that is not ASCII"
        }
    }

    func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0x0\(digits)" : "0x\(digits)"
    }

    /// A text that should go on with `,` or the closing bracket.
    @inline(never) func unfinished(_ text: Span<UInt8>, _ at: Int, open: Entry) -> SyntaxError {
        let isObject = open.token == .object
        if at >= text.count {
            let start = Position(ofOffset: open.start, in: text)
            return refusal(
                text,
                at: at,
                "the text ends before the \(isObject ? "object" : "array") of \(start) is closed"
            )
        }
        return refusal(text, at: at, "expected ',' or '\(isObject ? "}" : "]")', found \(found(text, at))")
    }

    /// Something where a value should start; `wordEnd` is after the letters that stand there.
    @inline(never) func noValue(_ text: Span<UInt8>, _ start: Int, wordEnd: Int) -> SyntaxError {
        if wordEnd - start > 1 {
            var word = ""
            for at in start..<min(wordEnd, start + 20) { word.append(Character(Unicode.Scalar(text[at]))) }
            return refusal(text, at: start, "'\(word)' is no value; the only words are null, true and false")
        }
        switch peek(text, start) {
        case .plus: return refusal(text, at: start, "a number must not start with '+'")
        case .point: return refusal(text, at: start, "a number must start with a digit")
        case 0x27: return refusal(text, at: start, "strings stand in double quotes")
        case .slash: return refusal(text, at: start, "comments are not allowed here")
        default: return refusal(text, at: start, "expected a value, found \(found(text, start))")
        }
    }
}
