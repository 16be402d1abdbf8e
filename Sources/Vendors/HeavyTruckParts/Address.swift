import Engine
import JSON

extension HeavyTruckParts {
    /// A billing or shipping address of a sale, its texts as they were sent.
    struct Address: Sendable, Equatable {
        /// By the place of their names; none at all where nothing is known.
        private var texts: [String] = []

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

    private func text(_ place: Int) -> String { texts.isEmpty ? "" : texts[place] }

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
        texts = Self.names.map { object["\($0)"]?.string ?? "" }
    }

    /// Takes what was sent; numbers are taken as their text. `nil` where a value is neither.
    init?(_ node: JSON.Node?) {
        guard let node, !node.isNull else { return }
        guard node.kind == .object else { return nil }
        texts = Array(repeating: "", count: Self.names.count)
        for member in node.members {
            guard let place = Self.names.firstIndex(where: member.isNamed) else { continue }
            let value = member.value
            guard let text = value.string ?? value.number?.text ?? (value.isNull ? "" : nil) else {
                return nil
            }
            if place != Self.mailing { texts[place] = text }
        }
    }

    /// Every field, as a record has it.
    func write(to json: inout JSON.Writer) {
        json.object { json in
            for place in Self.names.indices {
                json.key(Self.names[place])
                json.string(text(place))
            }
        }
    }

    /// As `/sale/lookup` shows it: with `mailing`, without `fax_number`.
    func writeShown(to json: inout JSON.Writer) {
        json.object { json in
            for place in Self.names.indices.dropLast() {
                json.key(Self.names[place])
                json.string(text(place))
            }
        }
    }
}
