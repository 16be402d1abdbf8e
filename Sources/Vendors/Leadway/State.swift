package import Engine

extension Leadway {
    /// All that the vendor remembers.
    package struct State: VendorState {
        var accounts = Table<Account>()
        var products = Table<Product>()
        var prices = Table<Price>()
        /// What the token endpoint gave out.
        var grants = Table<Grant>()
        var searches = Searches()

        package init() {}

        package static let collections: [Collection<State>] = [
            Collection("accounts", \.accounts),
            Collection("products", \.products),
            Collection("prices", \.prices),
        ]

        package static let hidden: [Collection<State>] = [Collection("grants", \.grants)]

        /// The accounts that an `altId` stands for: the one of that id, or those of the agency of that id [seed].
        func accounts(behind altID: String) -> [Account.ID] {
            if accounts.contains(altID) { return [altID] }
            return accounts.filter { $0.companyID == altID }.map(\.id)
        }
    }
}
