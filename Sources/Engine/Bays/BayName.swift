/// The name of a bay: 1 to 64 of `A-Z a-z 0-9 . _ -`, and not `.` or `..`.
package struct BayName: Sendable, Hashable, Comparable, CustomStringConvertible {
    package static let longest = 64
    package static let `default` = BayName(unchecked: "default")

    package let description: String

    private init(unchecked: String) { description = unchecked }

    package init?(_ text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.count <= BayName.longest, text != ".", text != "..",
            text.utf8.allSatisfy(BayName.isAllowed)
        else { return nil }
        description = String(text)
    }

    package static func < (one: BayName, other: BayName) -> Bool { one.description < other.description }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
