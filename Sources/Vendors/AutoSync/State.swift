package import Engine

extension AutoSync {
    /// All that the vendor remembers.
    package struct State: VendorState {
        var shops = Table<Shop>()
        var employees = Table<Employee>()
        var customers = Table<Customer>()
        var vehicles = Table<Vehicle>()
        var workOrders = Table<WorkOrder>()
        var jobs = Table<Job>()
        var appointments = Table<Appointment>()
        var payments = Table<Payment>()
        var parts = Table<Part>()
        var keys = Table<Key>()
        var clients = Table<Client>()
        var codes = Table<Code>()
        var tokens = Table<Token>()
        /// The highest id of a line item, once it was asked for.
        var lastLineItem: Int?

        package init() {}

        package static let collections: [Collection<State>] = [
            Collection("shops", \.shops),
            Collection("employees", \.employees),
            Collection("customers", \.customers),
            Collection("vehicles", \.vehicles),
            Collection("workorders", \.workOrders),
            Collection("jobs", \.jobs),
            Collection("appointments", \.appointments),
            Collection("payments", \.payments),
            Collection("inventory", \.parts),
            Collection("keys", \.keys),
            Collection("clients", \.clients),
            Collection("codes", \.codes),
            Collection("tokens", \.tokens),
        ]

        package var marks: [String: Int] {
            get { lastLineItem.map { ["lineItem": $0] } ?? [:] }
            set { lastLineItem = newValue["lineItem"] }
        }
    }
}
