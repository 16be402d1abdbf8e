/// Reads the files that a scenario names: its bases and a snapshot.
package struct ScenarioFiles: Sendable {
    /// Why a file cannot be read, as the system says it.
    package struct Unreadable: Error, Sendable {
        package let reason: String

        package init(_ reason: String) { self.reason = reason }
    }

    /// The most bytes that a scenario may have, or another file made by hand or by `exec`.
    package static let largest = 64 << 20
    /// The most bytes that a snapshot may have: worlds can be generated.
    package static let largestSnapshot = 1 << 30

    /// - Parameter limit: bytes; a file with more is not read.
    package typealias Reading = @Sendable (_ path: String, _ limit: Int) throws(Unreadable) -> [UInt8]

    let read: Reading

    package init(_ read: @escaping Reading) {
        self.read = read
    }

    /// The path that another file means by one relative to it, `.` and `..` resolved where that needs no look at the disk.
    static func path(_ path: String, from file: String) -> String {
        var parts = file.split(separator: "/", omittingEmptySubsequences: true).dropLast().filter {
            $0 != "."
        }
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        let resolved = (file.first == "/" ? "/" : "") + parts.joined(separator: "/")
        return resolved.isEmpty ? "." : resolved
    }
}
