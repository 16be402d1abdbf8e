/// All that is left to chance in a bay: a keyed hash of seed, bay, kind and a counter per kind.
///
/// What one kind draws never depends on what others drew, nor on the machine: the same seed and the same calls give
/// the same ids, tokens and faults.
package struct Chance: Sendable {
    package let seed: UInt64
    /// The name that the draws go by: that of the bay, or of the one it was forked from.
    package let name: String
    /// The bay's name, hashed under the seed.
    private let bay: UInt64
    /// How many draws of each kind there were.
    package private(set) var counters: [String: UInt64] = [:]

    /// - Parameter counters: how far another one had got that this one goes on from.
    package init(seed: UInt64, bay: String, counters: [String: UInt64] = [:]) {
        self.seed = seed
        self.counters = counters
        name = bay
        var hash = SipHash(seed, 0)
        hash.add(bay)
        self.bay = hash.finish()
    }

    /// The number of one draw, whatever was drawn before.
    package func draw(_ kind: String, _ counter: UInt64) -> UInt64 {
        var hash = SipHash(seed, bay)
        hash.add(kind)
        hash.add(counter)
        return hash.finish()
    }

    /// The next number of a kind. The first has counter 0.
    package mutating func next(_ kind: String) -> UInt64 {
        draw(kind, count(kind))
    }

    /// How many draws of a kind there were.
    package func drawn(_ kind: String) -> UInt64 { counters[kind, default: 0] }

    /// The next draw of a kind, when one number is not enough. It uses up one count, however much is taken from it.
    package mutating func draws(_ kind: String) -> Draws {
        Draws(next(kind))
    }

    /// So many hexadecimal digits in lower case.
    package mutating func hex(_ kind: String, _ digits: Int) -> String {
        var draws = draws(kind)
        return draws.hex(digits)
    }

    /// A version 4 UUID (RFC 9562 §5.4) in lower case.
    package mutating func uuid(_ kind: String) -> String {
        var draws = draws(kind)
        return draws.uuid()
    }

    private mutating func count(_ kind: String) -> UInt64 {
        func drawOne(_ counter: inout UInt64) -> UInt64 {
            defer { counter &+= 1 }
            return counter
        }
        return drawOne(&counters[kind, default: 0])
    }
}
