import Engine

/// `htp.items`, 100000: that many more records of a collection.
package struct Generation: Equatable, Sendable {
    package static let most = 10_000_000

    package let vendor: String
    package let collection: String
    package let count: Int

    /// - Parameter name: vendor and collection, with a point between them.
    package init?(_ name: String, count: Int) {
        let names = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard names.count == 2, !names.contains(""), (1...Generation.most).contains(count) else { return nil }
        vendor = names[0]
        collection = names[1]
        self.count = count
    }

    /// Adds the records to the vendor's world.
    func perform(
        on worlds: inout [any MountedWorld],
        _ mounts: [any Mounted],
        _ seed: UInt64,
    ) throws(StartProblem) {
        func unknown(_ what: String, _ name: String, among names: [String]) -> StartProblem {
            let hint = nearest(to: name, among: names).map { "did you mean '\($0)'?" }
            let all = "there are \(names.joined(separator: ", "))"
            return .generation("unknown \(what) '\(name)'; \(hint ?? all)")
        }
        let keys = mounts.map(\.facts.key)
        guard let index = keys.firstIndex(of: vendor) else { throw unknown("vendor", vendor, among: keys) }
        let names = mounts[index].collections.map(\.name)
        guard names.contains(collection) else {
            let made = names.filter { name in
                var trial = worlds[index]
                return trial.generate(1, of: name)
            }
            throw unknown("collection", "\(vendor).\(collection)", among: made.map { "\(vendor).\($0)" })
        }
        // A name that no bay can have: what a bay draws later repeats none of these numbers.
        worlds[index].chance = Chance(seed: seed, bay: "--generate")
        guard worlds[index].generate(count, of: collection) else {
            throw .generation("there is no way to make records of \(vendor).\(collection)")
        }
    }
}
