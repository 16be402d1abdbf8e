/// JSON for people to read: a line for each member and element, indented. Only blanks between values change; the text
/// has to be JSON without comments, which is not checked.
package func pretty(_ json: [UInt8], indent: Int = 2) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(json.count * 2)
    var depth = 0
    var isInString = false
    var isEscaped = false
    func newLine() {
        result.append(.lineFeed)
        result.append(contentsOf: repeatElement(.space, count: depth * indent))
    }
    for byte in json {
        if isInString {
            result.append(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == .backslash {
                isEscaped = true
            } else if byte == .quote {
                isInString = false
            }
            continue
        }
        if byte <= .space { continue }
        let isClosing = byte == .closeBrace || byte == .closeBracket
        // An array or object without anything in it stays on its line.
        let isFirst = result.last == .openBrace || result.last == .openBracket
        if isClosing { depth = max(0, depth - 1) }
        if isFirst != isClosing { newLine() }
        result.append(byte)
        switch byte {
        case .quote: isInString = true
        case .openBrace, .openBracket: depth += 1
        case .colon: result.append(.space)
        case .comma: newLine()
        default: break
        }
    }
    return result
}

/// A tree as JSON for people to read.
package func pretty(_ value: Value, indent: Int = 2) -> [UInt8] {
    var writer = Writer()
    writer.value(value)
    return pretty(writer.bytes, indent: indent)
}
