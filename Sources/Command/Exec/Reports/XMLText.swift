/// XML 1.0, indented.
struct XMLText {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// An element with nothing in it.
    mutating func element(_ name: String, _ attributes: [(String, String)]) {
        text += "\(margin)<\(name)\(XMLText.line(attributes))/>\n"
    }

    mutating func element(_ name: String, _ attributes: [(String, String)], text content: String) {
        text +=
            "\(margin)<\(name)\(XMLText.line(attributes))>\(XMLText.escaped(content, isAttribute: false))</\(name)>\n"
    }

    mutating func element(
        _ name: String,
        _ attributes: [(String, String)],
        _ content: (inout XMLText) -> Void
    ) {
        text += "\(margin)<\(name)\(XMLText.line(attributes))>\n"
        depth += 1
        content(&self)
        depth -= 1
        text += "\(margin)</\(name)>\n"
    }

    private var margin: String { String(repeating: "  ", count: depth) }

    private static func line(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0)=\"\(escaped($1, isAttribute: true))\"" }.joined()
    }

    private static func escaped(_ text: String, isAttribute: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"" where isAttribute: result += "&quot;"
            // A reader makes blanks of them in attributes, and one line end of CR LF.
            case "\n" where isAttribute, "\t" where isAttribute, "\r": result += "&#\(scalar.value);"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            // XML 1.0 §2.2: these have no place in it, not even escaped.
            case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
