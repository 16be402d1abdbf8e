import Glibc
import Synchronization

/// Hands values from other threads to a test that waits for them: blocking, with a time limit, so that a test fails
/// instead of hanging, and does not give up its thread to others meanwhile.
package final class Arrivals<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    /// One byte for each element.
    private let reading: Int32
    private let writing: Int32

    package init() {
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0, "pipe")
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    package func add(_ element: Element) {
        elements.withLock { $0.append(element) }
        var byte: UInt8 = 0
        write(writing, &byte, 1)
    }

    /// The next one; `nil` where none comes.
    package func next(patience milliseconds: Int32 = 20_000) -> Element? {
        var waiting = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) == 1 else { return nil }
        var byte: UInt8 = 0
        read(reading, &byte, 1)
        return elements.withLock { $0.removeFirst() }
    }
}
