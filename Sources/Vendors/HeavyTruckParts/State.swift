package import Engine

extension HeavyTruckParts {
    /// All that the vendor remembers.
    package struct State: VendorState {
        var users = Table<User>()
        var partTypes = Table<PartType>()
        var vendors = Table<PartsVendor>()
        var items = Table<Item>()
        var endUsers = Table<EndUser>()
        var templates = Table<Template>()
        var sales = Table<Sale>()
        var logs = Table<LogEntry>()
        /// Searches that were asked before.
        var listings = Listings()

        package init() {}

        package static let collections: [Collection<State>] = [
            Collection("users", \.users),
            Collection("part_types", \.partTypes),
            Collection("vendors", \.vendors),
            Collection("items", \.items),
            Collection("endusers", \.endUsers),
            Collection("templates", \.templates),
            Collection("sales", \.sales),
            Collection("logs", \.logs),
        ]
    }
}
