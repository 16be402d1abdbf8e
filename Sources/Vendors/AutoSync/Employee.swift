package import Engine
package import JSON

extension AutoSync {
    package typealias Employee = ShopRow<EmployeeFields>

    /// Somebody who works in a shop.
    ///
    /// Source: the filters of List Employees, and the short name in a work order (`Dave M.`) [seed]; the fields are
    /// [inferred].
    package struct EmployeeFields: ShopFields {
        let name: String
        let role: Role
        let status: Status

        enum Role: String, Sendable, CaseIterable {
            case technician
            case serviceWriter = "service_writer"
            case manager
        }

        enum Status: String, Sendable, CaseIterable {
            case active, inactive
        }
    }
}

extension AutoSync.EmployeeFields {
    package static let model: [Field] = [
        Field("name", .string(), required: true, source: .inferred),
        Field("role", .oneOf(Role.allCases.map(\.rawValue)), required: true),
        Field("status", .oneOf(Status.allCases.map(\.rawValue)), about: "active where it is not given"),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        name = object.text("name") ?? ""
        role = object.text("role").flatMap(Role.init) ?? .technician
        status = object.text("status").flatMap(Status.init) ?? .active
    }

    package func write(to json: inout JSON.Writer) {
        json.member("name", name)
        json.member("role", role.rawValue)
        json.member("status", status.rawValue)
    }

    package var mention: [UInt8] { Self.members { $0.member("name", name) } }
}

extension AutoSync.EmployeeFields {
    package func facets(of shop: Int) -> [Facet] {
        [Facet(shop, "role", role.rawValue), Facet(shop, "status", status.rawValue)]
    }
}
