/// Reads the files that a scenario names: its bases and a snapshot.
package struct ScenarioFiles: Sendable {
    /// Why a file cannot be read, as the system says it.
    package struct Unreadable: Error, Sendable {
        package let reason: String

        package init(_ reason: String) { self.reason = reason }
    }

    let read: @Sendable (_ path: String) throws(Unreadable) -> [UInt8]

    package init(_ read: @escaping @Sendable (_ path: String) throws(Unreadable) -> [UInt8]) {
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
        return (file.first == "/" ? "/" : "") + parts.joined(separator: "/")
    }
}
