package import HTTP
package import JSON

/// The fields of an `application/x-www-form-urlencoded` body, decoded, in their order.
package struct Form: Sendable {
    /// How many fields there may be: more than any call has, few enough to be looked through.
    package static let most = 1_000

    package let fields: [(name: String, value: String)]

    /// `nil` where the request says that its body is something else, or where it is no form.
    package init?(of request: borrowing Request) {
        guard Form.isDeclared(by: request) else { return nil }
        self.init(request.body)
    }

    /// `nil` where an escape is broken, what is escaped is not UTF-8, or there are too many fields.
    package init?(_ body: [UInt8]) {
        var fields: [(name: String, value: String)] = []
        for item in body.split(separator: UInt8(ascii: "&")) {
            let equals = item.firstIndex(of: UInt8(ascii: "=")) ?? item.endIndex
            guard let name = Percent.decode(item[..<equals], isForm: true),
                let value = Percent.decode(item[equals...].dropFirst(), isForm: true)
            else { return nil }
            guard fields.count < Form.most else { return nil }
            fields.append((name, value))
        }
        self.fields = fields
    }

    /// Whether `Content-Type` says that the body is a form.
    package static func isDeclared(by request: borrowing Request) -> Bool {
        guard let type = request.fields.first("Content-Type", in: request.head) else { return false }
        let form: StaticString = "application/x-www-form-urlencoded"
        let value = request.head[type.range].prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
        return form.withUTF8Buffer { name in
            unsafe value.count == name.count && zip(value, name).allSatisfy { asciiLowercase($0) == $1 }
        }
    }

    /// The value of the first field of that name.
    package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The fields as an object of texts. One that stands several times becomes an array, so that who wants a text
    /// notices.
    package var object: JSON.Object {
        var object = JSON.Object()
        for (name, value) in fields {
            switch object[name] {
            case nil: object[name] = .string(value)
            case .array(let values)?: object[name] = .array(values + [.string(value)])
            case let only?: object[name] = .array([only, .string(value)])
            }
        }
        return object
    }
}
