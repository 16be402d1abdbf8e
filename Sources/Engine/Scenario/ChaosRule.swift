package import JSON

/// Something that goes wrong now and then: which calls a rule of `chaos` strikes is left to chance.
package struct ChaosRule: Sendable {
    package var name: String
    package var selector: Selector
    /// From 0 to 1: how many of the calls it strikes in the long run.
    package var rate: Double
    /// The most calls that it strikes of one operation; `nil` for no end.
    package var most: Int?
    /// What happens to a call, as a step without extent and filter.
    package var effect: Step
    package var file: String
    package var place: JSON.Position
}

/// The rules of `chaos` and how many calls each has seen.
///
/// Everything is counted per rule and operation, `max` included, so that a decision depends on seed, bay, rule,
/// operation and the number of the call alone: whatever other operations are called beside it, in whatever order,
/// the same calls are struck.
package struct Chaos: Sendable {
    package struct Strike: Sendable {
        package let rule: String
        package let effect: Step
        package let delay: Duration?
    }

    private struct Count: Sendable {
        let rule: Int
        /// The names of rule and operation, to be drawn under.
        let kind: String
        var seen: UInt64 = 0
        var struck = 0
    }

    private let rules: [ChaosRule]
    /// By vendor and operation: one for each rule that is for it. Empty where there are no rules at all.
    private var counts: [[[Count]]]

    init(_ rules: [ChaosRule], mounts: [any Mounted]) {
        self.rules = rules
        counts =
            rules.isEmpty
            ? []
            : mounts.map { mount in
                mount.operations.map { operation in
                    rules.indices.filter { rules[$0].selector.takes(operation.name) }.map { rule in
                        Count(rule: rule, kind: "chaos \(rules[rule].name) of \(operation.name)")
                    }
                }
            }
    }

    var hasRules: Bool { !counts.isEmpty }

    /// What strikes the call, if anything does: the first rule that decides so. All of its rules count it.
    /// - Parameter chance: what numbers are drawn from; nothing is used up.
    mutating func strike(_ operation: Int, vendor: Int, _ chance: Chance) -> Strike? {
        guard hasRules else { return nil }
        var strike: Strike?
        for position in counts[vendor][operation].indices {
            let count = counts[vendor][operation][position]
            counts[vendor][operation][position].seen += 1
            let rule = rules[count.rule]
            guard strike == nil, count.struck < rule.most ?? .max else { continue }
            var draws = Draws(chance.draw(count.kind, count.seen))
            guard draws.happens(atRate: rule.rate) else { continue }
            counts[vendor][operation][position].struck += 1
            let delay = rule.effect.delay?.drawn(from: draws.next())
            strike = Strike(rule: rule.name, effect: rule.effect, delay: delay)
        }
        return strike
    }
}
