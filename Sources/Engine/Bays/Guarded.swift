import Synchronization

/// A value behind a lock: a `Mutex` whose turns the thread sanitizer can follow.
///
/// A `Mutex` that somebody waits for is handed over by the kernel, out of the sanitizer's sight, which takes every such
/// turn for a race. Here each turn ends with a store that the next one begins by reading: two plain moves on x86.
struct Guarded<Value: Sendable>: ~Copyable, Sendable {
    private let value: Mutex<Value>
    private let handover = Atomic(0)

    init(_ value: Value) {
        self.value = Mutex(value)
    }

    @inline(__always)
    func withLock<Result: Sendable, Failure>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try value.withLock { value throws(Failure) in
            _ = handover.load(ordering: .acquiring)
            defer { handover.store(0, ordering: .releasing) }
            return try body(&value)
        }
    }
}
