/// A value that rows are filtered by, within what they belong to: `status` is `completed` in shop 1.
///
/// Kept as a 64-bit hash, so that an entry of an index is small whatever the texts are. Two that differ have one hash
/// once in 10^19 pairs, which nobody will see.
public struct Facet: Comparable, Hashable, Sendable {
    @usableFromInline let hash: UInt64

    /// All that belongs to a scope.
    public init(_ scope: String) {
        self.init { $0.add(scope) }
    }

    public init(_ scope: Int) {
        self.init { $0.add(scope) }
    }

    public init(_ scope: String, _ name: StaticString, _ value: String) {
        self.init {
            $0.add(scope)
            $0.add(name)
            $0.add(value)
        }
    }

    public init(_ scope: Int, _ name: StaticString, _ value: String) {
        self.init {
            $0.add(scope)
            $0.add(name)
            $0.add(value)
        }
    }

    public init(_ scope: Int, _ name: StaticString, _ value: Int) {
        self.init {
            $0.add(scope)
            $0.add(name)
            $0.add(value)
        }
    }

    private init(_ parts: (inout FacetHash) -> Void) {
        var hash = FacetHash()
        parts(&hash)
        self.hash = hash.value
    }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.hash < right.hash }
}

/// FNV-1a, 64 bits; a byte that UTF-8 never has ends each part.
private struct FacetHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    private mutating func mix(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    mutating func add(_ text: String) {
        let text = text.utf8.span
        for index in text.indices { mix(text[index]) }
        mix(0xFF)
    }

    mutating func add(_ name: StaticString) {
        name.withUTF8Buffer { buffer in
            let text = unsafe buffer.span
            for index in text.indices { mix(text[index]) }
        }
        mix(0xFF)
    }

    mutating func add(_ number: Int) {
        for shift in stride(from: 0, to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: number >> shift)) }
        mix(0xFF)
    }
}

/// An id at its place in an order: by the rank, then by the id itself.
public struct Placed<ID: Comparable & Hashable & Sendable>: Comparable, Hashable, Sendable {
    public let rank: Int64
    public let id: ID

    @inlinable public init(_ rank: Int64, _ id: ID) {
        self.rank = rank
        self.id = id
    }

    @inlinable public static func < (left: Self, right: Self) -> Bool {
        left.rank == right.rank ? left.id < right.id : left.rank < right.rank
    }
}
