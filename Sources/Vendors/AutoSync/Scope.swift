extension AutoSync {
    /// What a key or token may do, a bit for each scope. A write scope does not imply reading [inferred].
    ///
    /// `shops:read`, `workorders:write` and `customers:read` are [seed], the other names follow their pattern [inferred].
    package struct Scope: OptionSet, Sendable, Hashable {
        package let rawValue: UInt16

        package init(rawValue: UInt16) { self.rawValue = rawValue }

        static let resources = [
            "shops", "customers", "vehicles", "workorders", "appointments", "payments", "inventory",
            "employees",
        ]

        static let allNames = resources.flatMap { ["\($0):read", "\($0):write"] }

        static let all = Scope(rawValue: .max)

        static let shopsRead = Scope(rawValue: 1 << 0)
        static let customersRead = Scope(rawValue: 1 << 2)
        static let customersWrite = Scope(rawValue: 1 << 3)
        static let vehiclesRead = Scope(rawValue: 1 << 4)
        static let vehiclesWrite = Scope(rawValue: 1 << 5)
        static let workOrdersRead = Scope(rawValue: 1 << 6)
        static let workOrdersWrite = Scope(rawValue: 1 << 7)
        static let appointmentsRead = Scope(rawValue: 1 << 8)
        static let appointmentsWrite = Scope(rawValue: 1 << 9)
        static let paymentsRead = Scope(rawValue: 1 << 10)
        static let inventoryRead = Scope(rawValue: 1 << 12)
        static let inventoryWrite = Scope(rawValue: 1 << 13)
        static let employeesRead = Scope(rawValue: 1 << 14)

        /// The scope of that name; `nil` where there is none.
        init?(_ name: some StringProtocol) {
            guard let place = Self.allNames.firstIndex(where: { $0 == name }) else { return nil }
            self.init(rawValue: 1 << UInt16(place))
        }

        /// Their names in the order of the catalogue.
        var names: [String] {
            Self.allNames.indices.filter { rawValue & 1 << UInt16($0) != 0 }.map { Self.allNames[$0] }
        }
    }
}
