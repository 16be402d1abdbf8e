/// Where a fact about a vendor comes from.
package enum Source: Sendable, Hashable {
    /// The vendor's own documentation.
    case seed
    /// Other public material, named.
    case `public`(String)
    /// Ours: the documentation is silent or contradicts itself.
    case inferred

    /// The mark as it stands in listings: `seed`, `public: …`, `inferred`.
    package var mark: String {
        switch self {
        case .seed: "seed"
        case .public(let what): what.isEmpty ? "public" : "public: \(what)"
        case .inferred: "inferred"
        }
    }
}
