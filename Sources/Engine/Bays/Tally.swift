private import Synchronization

/// How many calls each operation had, by the class of their status: since the start, over all bays.
package final class Tally: Sendable {
    private final class Cell: Sendable {
        let value = Atomic<UInt64>(0)
    }

    /// 1xx to 5xx.
    package static let classes = 5

    /// For each vendor, operation by operation; the last ones are for calls that reached none.
    private let cells: [Cell]
    private let starts: [Int]

    init(_ mounts: [any Mounted]) {
        var starts: [Int] = []
        var count = 0
        for mount in mounts {
            starts.append(count)
            count += (mount.operations.count + 1) * Tally.classes
        }
        self.starts = starts + [count]
        cells = (0..<count).map { _ in Cell() }
    }

    func count(vendor: Int, operation: Int?, status: Int) {
        let row =
            operation.map { starts[vendor] + $0 * Tally.classes } ?? (starts[vendor + 1] - Tally.classes)
        cells[row + max(0, min(Tally.classes - 1, status / 100 - 1))].value.add(1, ordering: .relaxed)
    }

    /// The numbers of an operation, or of calls that reached none, from 1xx to 5xx.
    package func counts(vendor: Int, operation: Int?) -> [UInt64] {
        let row =
            operation.map { starts[vendor] + $0 * Tally.classes } ?? (starts[vendor + 1] - Tally.classes)
        return cells[row..<row + Tally.classes].map { $0.value.load(ordering: .relaxed) }
    }
}
