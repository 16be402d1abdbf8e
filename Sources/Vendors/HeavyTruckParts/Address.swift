import Engine
import JSON

extension HeavyTruckParts {
    /// A billing or shipping address of a sale, its texts as they were sent.
    struct Address: Sendable {
        /// The text of a JSON object, taken apart where somebody looks at it; empty where nothing is known.
        private var json: [UInt8] = []
        private var mayHaveMailing = false

        init() {}
    }
}

extension HeavyTruckParts.Address {
    /// `mailing` is where mail goes if not to the street: only shown, and nothing sends it. A fax number is taken with
    /// billing addresses only, and shown by no operation.
    private static let names: [StaticString] = [
        "contact", "company", "email", "street", "mailing", "city", "state", "postal_code", "country",
        "phone_number", "fax_number",
    ]

    private static let mailing = 4

    /// By the place of their names.
    private var texts: [String] {
        var texts = Array(repeating: "", count: Self.names.count)
        // What was parsed once can be parsed again.
        guard !json.isEmpty, let document = try? JSON.Document(json) else { return texts }
        for member in document.root.members {
            guard let place = Self.names.firstIndex(where: member.isNamed),
                place != Self.mailing || mayHaveMailing
            else { continue }
            texts[place] = member.value.string ?? member.value.number?.text ?? ""
        }
        return texts
    }

    /// As `/sale/create` takes it.
    static func sent(isBilling: Bool) -> [Field] {
        let optional: Set<String> = isBilling ? ["company", "fax_number"] : ["company"]
        return model.map(\.name).filter { $0 != "mailing" && (isBilling || $0 != "fax_number") }.map { name in
            Field(name, .string(), about: optional.contains(name) ? "optional" : "")
        }
    }

    /// As a record has it.
    static let model: [Field] = names.map { Field("\($0)", .string()) }

    init(_ object: JSON.Object) {
        guard !object.isEmpty else { return }
        var json = JSON.Writer()
        json.value(.object(object))
        self.json = json.bytes
        mayHaveMailing = true
    }

    /// Takes what was sent; numbers are taken as their text. `nil` where a value is neither.
    init?(_ node: JSON.Node?) {
        guard let node, !node.isNull else { return }
        guard node.kind == .object else { return nil }
        for member in node.members {
            switch member.value.kind {
            case .null, .string, .number: continue
            case .bool, .array, .object: if Self.names.contains(where: member.isNamed) { return nil }
            }
        }
        json = Array(node.rawBytes)
    }

    /// Every field, as a record has it.
    func write(to json: inout JSON.Writer) {
        json.object { json in
            for (name, text) in zip(Self.names, texts) { json.member(name, text) }
        }
    }

    /// As `/sale/lookup` shows it: with `mailing`, without `fax_number`.
    func writeShown(to json: inout JSON.Writer) {
        json.object { json in
            for (name, text) in zip(Self.names.dropLast(), texts) { json.member(name, text) }
        }
    }
}
