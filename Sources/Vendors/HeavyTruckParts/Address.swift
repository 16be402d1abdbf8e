import Engine
import JSON

extension HeavyTruckParts {
    /// A billing or shipping address of a sale, its texts as they were sent.
    struct Address: Sendable, Equatable {
        var contact = ""
        var company = ""
        var email = ""
        var street = ""
        var city = ""
        var state = ""
        var postalCode = ""
        var country = ""
        var phoneNumber = ""
        /// Taken with billing addresses only, and shown by no operation.
        var faxNumber = ""
        /// Where mail goes if not to `street`. Only shown; nothing sends it.
        var mailing = ""

        init() {}
    }
}

extension HeavyTruckParts.Address {
    private static let names: [(name: String, field: any WritableKeyPath<Self, String> & Sendable)] = [
        ("contact", \.contact), ("company", \.company), ("email", \.email), ("street", \.street),
        ("mailing", \.mailing), ("city", \.city), ("state", \.state), ("postal_code", \.postalCode),
        ("country", \.country), ("phone_number", \.phoneNumber), ("fax_number", \.faxNumber),
    ]

    /// As `/sale/create` takes it.
    static func sent(isBilling: Bool) -> [Field] {
        let optional: Set<String> = isBilling ? ["company", "fax_number"] : ["company"]
        return names.filter { $0.name != "mailing" && (isBilling || $0.name != "fax_number") }.map {
            name,
            _ in
            Field(name, .string(), about: optional.contains(name) ? "optional" : "")
        }
    }

    /// As a record has it.
    static let model: [Field] = names.map { Field($0.name, .string()) }

    init(_ object: JSON.Object) {
        for (name, field) in Self.names { self[keyPath: field] = object[name]?.string ?? "" }
    }

    /// Takes what was sent; numbers are taken as their text. `nil` where a value is neither.
    init?(_ node: JSON.Node?) {
        guard let node, !node.isNull else { return }
        guard node.kind == .object else { return nil }
        for member in node.members {
            guard let field = Self.names.first(where: { $0.name == member.key })?.field else { continue }
            guard
                let text = member.value.string ?? member.value.number?.text
                    ?? (member.value.isNull ? "" : nil)
            else { return nil }
            self[keyPath: field] = text
        }
        mailing = ""
    }

    /// Every field, as a record has it.
    func write(to json: inout JSON.Writer) {
        json.object { json in
            for (name, field) in Self.names {
                json.key(name)
                json.string(self[keyPath: field])
            }
        }
    }

    /// As `/sale/lookup` shows it: with `mailing`, without `fax_number`.
    func writeShown(to json: inout JSON.Writer) {
        json.object { json in
            for (name, field) in Self.names.dropLast() {
                json.key(name)
                json.string(self[keyPath: field])
            }
        }
    }
}
