/// The names that a scenario may use: those of the vendors that are mounted, each listing made once.
struct Vocabulary: Sendable {
    struct VendorNames: Sendable {
        let key: String
        let operations: [Operation]
        let errors: [String]
        let assumptions: [AssumptionListing]
        let collections: [CollectionListing]
        let webhooks: Webhook.Contract?
        let credentials: [CredentialListing]
    }

    /// In the order of the mounts.
    let vendors: [VendorNames]

    init(_ mounts: [any Mounted]) {
        vendors = mounts.map { mount in
            VendorNames(
                key: mount.facts.key,
                operations: mount.operations,
                errors: mount.errors.map(\.name),
                assumptions: mount.assumptions,
                collections: mount.collections,
                webhooks: mount.webhooks,
                credentials: mount.credentialKinds
            )
        }
    }

    var keys: [String] { vendors.map(\.key) }

    func vendor(_ key: some StringProtocol) -> Int? { vendors.firstIndex { $0.key == key } }

    /// The operation of that full name.
    func operation(_ name: String) -> OperationIndex? {
        for (vendor, names) in vendors.enumerated() {
            if let index = names.operations.firstIndex(where: { $0.name == name }) {
                return OperationIndex(vendor: vendor, operation: index)
            }
        }
        return nil
    }

    subscript(_ index: OperationIndex) -> Operation { vendors[index.vendor].operations[index.operation] }

    var operationNames: [String] { vendors.flatMap { $0.operations.map(\.name) } }
    var collectionNames: [String] {
        vendors.flatMap { vendor in vendor.collections.map { "\(vendor.key).\($0.name)" } }
    }
    var assumptions: [AssumptionListing] { vendors.flatMap(\.assumptions) }

    /// All operations that a selector takes.
    func operations(takenBy selector: Selector) -> [OperationIndex] {
        var taken: [OperationIndex] = []
        for (vendor, names) in vendors.enumerated() {
            for (index, operation) in names.operations.enumerated() where selector.takes(operation.name) {
                taken.append(OperationIndex(vendor: vendor, operation: index))
            }
        }
        return taken
    }
}

/// An operation by its position: which vendor of the mounts, which of the vendor's operations.
package struct OperationIndex: Sendable, Hashable {
    package var vendor: Int
    package var operation: Int

    package init(vendor: Int, operation: Int) {
        self.vendor = vendor
        self.operation = operation
    }
}
