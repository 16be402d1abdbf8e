import JSON

/// Strict texts are those of RFC 8259, as a second reader of few lines sees it; lenient ones are at least those; what is
/// read is written, in three ways, so that it reads the same; places lie inside of the text.
func check(_ bytes: [UInt8]) {
    let strict = read(bytes, .strict)
    let lenient = read(bytes, .lenient)
    var reader = Reader(bytes)
    claim((strict != nil) == reader.isText(), "one reader takes what the other refuses")
    guard let document = strict ?? lenient else { return }
    if strict != nil { claim(lenient?.root.value == document.root.value, "the dialects differ") }

    let value = document.root.value
    checkPlaces(document.root, of: document)
    var fromNode = Writer()
    fromNode.node(document.root)
    var fromValue = Writer()
    fromValue.value(value)
    for text in [fromNode.bytes, fromValue.bytes, pretty(value), pretty(fromNode.bytes, indent: 1)] {
        claim((try? Value.parse(text)) == value, "written and read again it differs")
    }
    claim(value.contains(value), "a value does not contain itself")
    claim(value.merging(value).merging(value) == value.merging(value), "a patch laid twice is not laid once")
}

private func read(_ bytes: [UInt8], _ dialect: Dialect) -> Document? {
    do throws(SyntaxError) {
        let document = try Document(bytes, dialect: dialect, limits: Limits(duplicateKeys: .report))
        for problem in document.problems { checkPlace(problem.position, in: bytes) }
        return document
    } catch {
        checkPlace(error.position, in: bytes)
        claim(!error.problem.isEmpty, "a refusal without a word")
        return nil
    }
}

private func checkPlace(_ place: Position, in bytes: [UInt8]) {
    claim((0...bytes.count).contains(place.offset), "an offset outside of the text")
    claim(place.line >= 1 && place.line <= bytes.count + 1, "a line outside of the text")
    claim(place.column >= 1 && place.column <= place.offset + 1, "a column outside of the line")
}

private func checkPlaces(_ node: Node, of document: Document) {
    checkPlace(node.position, in: document.bytes)
    claim(document.position(ofOffset: node.offset) == node.position, "a place that is another one")
    let raw = try? Document(Array(node.rawBytes), dialect: .lenient)
    claim(raw?.root.value == node.value, "the text of a value is that of another one")
    if let number = node.number {
        claim(number.isNumericallyEqual(to: number), "a number differs from itself")
        if let int = number.int { claim(number.isNumericallyEqual(to: Number(int)), "another integer") }
        if let double = number.double, let cents = number.fixedPoint(places: 2) {
            claim(abs(double * 100 - Double(cents)) <= 0.51 + abs(double), "other hundredths")
        }
    }
    // Each level reads the text of those inside of it once more.
    guard document.bytes.count < 512 else { return }
    for element in node.elements { checkPlaces(element, of: document) }
    for member in node.members {
        checkPlace(member.keyPosition, in: document.bytes)
        claim(node[member.key] != nil, "a member that cannot be found")
        checkPlaces(member.value, of: document)
    }
}

/// RFC 8259's grammar without NUL and no deeper than the limit: says yes or no, and nothing else.
private struct Reader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func isText() -> Bool {
        // Outside of strings everything is ASCII, so that this is about strings.
        guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else { return false }
        blanks()
        guard value(0) else { return false }
        blanks()
        return at == bytes.count
    }

    private mutating func takes(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { text in
            guard bytes[at...].starts(with: text) else { return false }
            at += text.count
            return true
        }
    }

    private mutating func takes(_ range: ClosedRange<UInt8>) -> Bool {
        guard at < bytes.count, range.contains(bytes[at]) else { return false }
        at += 1
        return true
    }

    private mutating func blanks() { while takes(" ") || takes("\t") || takes("\n") || takes("\r") {} }

    private mutating func value(_ depth: Int) -> Bool {
        if takes("{") { return items(depth + 1, until: "}", areMembers: true) }
        if takes("[") { return items(depth + 1, until: "]", areMembers: false) }
        if takes("\"") { return restOfString() }
        return takes("null") || takes("true") || takes("false") || number()
    }

    private mutating func items(_ depth: Int, until end: StaticString, areMembers: Bool) -> Bool {
        guard depth <= Limits.default.maxDepth else { return false }
        blanks()
        if takes(end) { return true }
        repeat {
            blanks()
            if areMembers {
                guard takes("\""), restOfString() else { return false }
                blanks()
                guard takes(":") else { return false }
                blanks()
            }
            guard value(depth) else { return false }
            blanks()
        } while takes(",")
        return takes(end)
    }

    private mutating func number() -> Bool {
        _ = takes("-")
        if !takes("0") {
            guard takes(0x31...0x39) else { return false }
            while takes(0x30...0x39) {}
        }
        if takes(".") {
            guard takes(0x30...0x39) else { return false }
            while takes(0x30...0x39) {}
        }
        guard takes("e") || takes("E") else { return true }
        _ = takes("+") || takes("-")
        guard takes(0x30...0x39) else { return false }
        while takes(0x30...0x39) {}
        return true
    }

    private mutating func restOfString() -> Bool {
        while !takes("\"") {
            if takes("\\u") {
                guard let unit = codeUnit(), unit != 0, !(0xDC00...0xDFFF).contains(unit) else {
                    return false
                }
                guard (0xD800...0xDBFF).contains(unit) else { continue }
                guard takes("\\u"), let low = codeUnit(), (0xDC00...0xDFFF).contains(low) else {
                    return false
                }
            } else if takes("\\") {
                guard let byte = bytes[at...].first, "\"\\/bfnrt".utf8.contains(byte) else { return false }
                at += 1
            } else {
                guard takes(0x20...0xFF) else { return false }
            }
        }
        return true
    }

    private mutating func codeUnit() -> UInt16? {
        let digits = String(decoding: bytes[at...].prefix(4), as: UTF8.self)
        guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit) else { return nil }
        at += 4
        return UInt16(digits, radix: 16)
    }
}
