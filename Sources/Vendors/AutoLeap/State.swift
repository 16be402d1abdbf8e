package import Engine

extension AutoLeap {
    /// All that the vendor remembers.
    package struct State: VendorState {
        var partners = Table<Partner>()
        var companies = Table<Company>()
        var locations = Table<Location>()
        var customers = Table<Customer>()
        var vehicles = Table<Vehicle>()
        var items = Table<Item>()
        var inventoryLevels = Table<InventoryLevel>()
        var appointmentRequests = Table<AppointmentRequest>()
        var orders = Table<RepairOrder>()
        var payments = Table<Payment>()
        var timesheetLogs = Table<TimesheetLog>()
        /// Who is logged in; not to be looked at from outside.
        var sessions = Table<Session>()

        package init() {}

        package static let collections: [Collection<State>] = [
            Collection("partners", \.partners),
            Collection("companies", \.companies),
            Collection("locations", \.locations),
            Collection("customers", \.customers),
            Collection("vehicles", \.vehicles),
            Collection("items", \.items),
            Collection("inventoryLevels", \.inventoryLevels),
            Collection("appointmentRequests", \.appointmentRequests),
            Collection("orders", \.orders),
            Collection("payments", \.payments),
            Collection("timesheetLogs", \.timesheetLogs),
        ]

        package static let hidden: [Collection<State>] = [Collection("sessions", \.sessions)]
    }
}
