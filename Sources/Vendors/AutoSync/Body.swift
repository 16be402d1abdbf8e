import Engine
import JSON

extension AutoSync {
    /// The body of a call, checked against what its operation declares.
    struct Body {
        let node: JSON.Node

        /// - Throws: 400 for what is no JSON object; 422 for the first field, in the order of the operation's table, that
        ///   is missing or of another type [inferred].
        init(_ call: Call) throws(Failure) {
            node = try call.json()
            guard node.kind == .object else { throw .badRequest("The request body must be a JSON object.") }
            let fields = call.route.operation.body ?? []
            if let mismatch = Field.firstMismatch(in: node, as: fields) {
                switch mismatch.problem {
                case .missing: throw .missing(mismatch.path)
                case .wrongType(let type): throw .wrong(mismatch.path, type)
                case .noneOf(let values):
                    throw .wrong(mismatch.path, "one of \(values.joined(separator: ", "))")
                }
            }
        }

        /// An object in a body that was checked.
        init(_ node: JSON.Node) { self.node = node }

        /// A text that must not become empty.
        func name(_ name: StaticString, else old: String) throws(Failure) -> String {
            guard let text = text(name, else: old), !text.isEmpty else { throw .missing("\(name)") }
            return text
        }

        /// What an update that names only what changes leaves of a field: `old` where the body does not name it, `nil`
        /// where it is `null`.
        func text(_ name: StaticString, else old: String? = nil) -> String? {
            node[name].map(\.string) ?? old
        }

        func integer(_ name: StaticString, else old: Int? = nil) -> Int? {
            node[name].map(\.int) ?? old
        }

        func money(_ name: StaticString, else old: Money) throws(Failure) -> Money {
            guard let value = node[name], !value.isNull else { return old }
            guard let amount = value.number.flatMap({ Money($0) }) else {
                throw .wrong("\(name)", "a number from 0 to \(Money.highest)")
            }
            return amount
        }

        func time(_ name: StaticString, else old: Instant? = nil) throws(Failure) -> Instant? {
            guard let value = node[name] else { return old }
            guard !value.isNull else { return nil }
            guard let time = value.string.flatMap({ Instant(iso8601: $0) }) else {
                throw .wrong("\(name)", "a time in ISO 8601, such as 2024-03-14T09:15:00Z")
            }
            return time.wholeSecond
        }
    }

    /// The parameters of all paths.
    static let pathIDs = FieldType.integer()

    /// An id in a path.
    /// - Throws: 400 for what is no integer [inferred].
    static func id(_ text: String?, of name: String) throws(Failure) -> Int {
        let digits = (text ?? "").utf8.drop { $0 == UInt8(ascii: "-") }
        guard let text, !digits.isEmpty, text.utf8.count - digits.count <= 1,
            digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { throw .badRequest("The id '\(name)' in the path must be an integer.") }
        // An integer beyond all ids is one that nothing has.
        return Int(text) ?? 0
    }
}

extension VendorCall<AutoSync> {
    /// The shop of the path. The check before the handler has found it.
    func shop() throws(AutoSync.Failure) -> Int { try AutoSync.id(path("shop_id"), of: "shop_id") }

    /// An id in the path.
    func id(_ name: StaticString) throws(AutoSync.Failure) -> Int {
        try AutoSync.id(path(name), of: "\(name)")
    }
}
