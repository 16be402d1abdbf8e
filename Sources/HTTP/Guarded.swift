public import Synchronization

/// A value behind a lock: a `Mutex` whose turns the thread sanitizer can follow.
///
/// A `Mutex` that somebody waits for is handed over by the kernel, out of the sanitizer's sight, which takes every such
/// turn for a race. Here each turn ends with a store that the next one begins by reading: two plain moves on x86.
///
/// It stands here as the lowest of the modules that lock, and is `public` so that its users can inline it.
public struct Guarded<Value: Sendable>: ~Copyable, Sendable {
    @usableFromInline let value: Mutex<Value>
    @usableFromInline let handover = Atomic(0)

    @inlinable public init(_ value: Value) {
        self.value = Mutex(value)
    }

    @inlinable public func withLock<Result: Sendable, Failure>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try value.withLock { value throws(Failure) in
            _ = handover.load(ordering: .acquiring)
            defer { handover.store(0, ordering: .releasing) }
            return try body(&value)
        }
    }
}
