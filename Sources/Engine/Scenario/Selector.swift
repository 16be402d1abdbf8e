/// Which operations a `flow` list is for: one (`htp.sale.create`), those of a resource (`htp.sale.*`), of a vendor
/// (`htp.*`), or all (`*`).
///
/// Of two selectors that take an operation, the one further up in that list wins. There are no ties: of each kind,
/// only one selector takes a given operation.
package struct Selector: Sendable, Hashable, CustomStringConvertible {
    package enum Reach: Int, Sendable, Comparable {
        case everything, vendor, resource, operation

        package static func < (left: Reach, right: Reach) -> Bool { left.rawValue < right.rawValue }
    }

    /// As it stands in the file.
    package let text: String
    package let reach: Reach
    /// What an operation's name is or begins with, the star taken off.
    private let stem: String

    /// `nil` for a star that stands anywhere but at the end, or after too many names.
    package init?(_ text: String) {
        self.text = text
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }), !parts.dropLast().joined().contains("*") else { return nil }
        switch (parts.count, parts.last) {
        case (1, "*"): reach = .everything
        case (2, "*"): reach = .vendor
        case (3, "*"): reach = .resource
        case (3, let last?) where !last.contains("*"): reach = .operation
        default: return nil
        }
        stem = reach == .operation ? text : String(text.dropLast())
    }

    package func takes(_ operation: String) -> Bool {
        reach == .operation ? operation == stem : operation.hasPrefix(stem)
    }

    package var description: String { text }
}
