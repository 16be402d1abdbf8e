/// What a connection may wait for within a time that is the same for all: each has its own queue, in which the one
/// that joined last is the one that runs out last.
enum Wait: Int, CaseIterable {
    case idle, head, body, write, linger, stall, pulse
    case none = -1

    static var queues: Int { 7 }
}

/// Both ends of a queue of connections, linked through their slots; -1 for none.
struct Queue {
    var first: Int32 = -1
    var last: Int32 = -1
}

/// Timers of any length, for delays and drips: a binary heap, the earliest on top.
struct Timers {
    struct Entry {
        var due: Instant
        var slot: Int32
        var generation: UInt32
        /// Compared with the connection's current one: a timer is cancelled by setting another.
        var timer: UInt32
    }

    private var heap: [Entry] = []

    var count: Int { heap.count }
    var earliest: Instant? { heap.first?.due }

    mutating func add(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].due < heap[parent].due else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest out if it is due.
    mutating func popDue(at now: Instant) -> Entry? {
        guard let top = heap.first, top.due <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink(0)
        return top
    }

    /// Forgets those that nobody waits for any more.
    mutating func keep(_ isWanted: (Entry) -> Bool) {
        heap.removeAll { !isWanted($0) }
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].due < heap[least].due {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
