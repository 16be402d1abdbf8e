import JSON

extension HeavyTruckParts {
    /// The XML that stands for a JSON text: for API users who are set up for it.
    ///
    /// That there is XML is documented [seed], no word of it is. Ours [inferred]: the root is `response`, a key is an
    /// element, an array holds an `item` for each element, blanks in keys become `_`; answers have free labels, so that
    /// they are `<option label="HP">450</option>`.
    static func xml(of json: [UInt8]) -> [UInt8] {
        guard let document = try? JSON.Document(json) else { return json }  // replies are JSON
        var xml = XMLText()
        xml.bytes.reserveCapacity(json.count * 2)
        xml.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        xml.element("response", document.root)
        return xml.bytes
    }
}

private struct XMLText {
    var bytes: [UInt8] = []

    mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func element(_ name: String, _ node: JSON.Node) {
        add("<\(name)>")
        content(of: node, isAnswers: name == "qa")
        add("</\(name)>")
    }

    private mutating func content(of node: JSON.Node, isAnswers: Bool) {
        switch node.kind {
        case .null: break
        case .bool, .number: bytes.append(contentsOf: node.rawBytes)
        case .string: escape(node.string ?? "")
        case .array: for element in node.elements { self.element("item", element) }
        case .object:
            for member in node.members {
                if isAnswers {
                    add("<option label=\"")
                    escape(member.key)
                    add("\">")
                    content(of: member.value, isAnswers: false)
                    add("</option>")
                } else {
                    element(name(of: member.key), member.value)
                }
            }
        }
    }

    /// XML 1.0 §2.3: a name starts with a letter or `_`, and has no blanks. What may not stand in one becomes `_`.
    private func name(of key: String) -> String {
        var name = ""
        for scalar in key.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_": name.unicodeScalars.append(scalar)
            case "0"..."9", "-", ".":
                if name.isEmpty { name = "_" }
                name.unicodeScalars.append(scalar)
            default: name += "_"
            }
        }
        return name.isEmpty ? "_" : name
    }

    /// XML 1.0 §2.2 and §2.4: markup is escaped, and control characters that no document may hold are left out.
    private mutating func escape(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": add("&lt;")
            case ">": add("&gt;")
            case "&": add("&amp;")
            case "\"": add("&quot;")
            case "\r": add("&#13;")
            case "\n", "\t": bytes.append(UInt8(scalar.value))
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }
}
