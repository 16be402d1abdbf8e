/// A switch for a point where a vendor's documentation is silent or contradicts itself.
package struct Assumption<Values: Sendable>: Sendable {
    package let listing: AssumptionListing
    private let assign: @Sendable (inout Values, String) -> Bool
    private let current: @Sendable (Values) -> String

    /// - Parameters:
    ///   - name: `<vendor>.<point>`, as in `given.assume`.
    ///   - path: where the choice lives; its enum's raw values are the alternatives, the first one the default.
    ///   - says: what the documentation has on the point.
    package init<Choice>(
        _ name: String,
        _ path: any WritableKeyPath<Values, Choice> & Sendable,
        says: String,
        source: Source = .inferred,
    ) where Choice: RawRepresentable<String> & CaseIterable & Sendable {
        let names = Choice.allCases.map(\.rawValue)
        listing = AssumptionListing(
            name: name,
            default: names.first ?? "",
            alternatives: Array(names.dropFirst()),
            says: says,
            source: source,
        )
        assign = { values, text in
            guard let choice = Choice(rawValue: text) else { return false }
            values[keyPath: path] = choice
            return true
        }
        current = { $0[keyPath: path].rawValue }
    }

    /// Makes the choice; `false` where there is no alternative of that name.
    package func set(_ choice: String, in values: inout Values) -> Bool { assign(&values, choice) }

    package func value(in values: Values) -> String { current(values) }
}

/// What `mockbay list assumptions` prints of a switch.
package struct AssumptionListing: Sendable {
    package let name: String
    package let `default`: String
    package let alternatives: [String]
    package let says: String
    package let source: Source
}
