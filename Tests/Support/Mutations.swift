import Glibc

/// Seeded damage to samples. By default a bounded number of mutations, the same on every run; with
/// `MOCKBAY_MUTATION_SECONDS` for as long as that, from `MOCKBAY_MUTATION_SEED`.
public struct Mutations: RandomNumberGenerator, Sendable {
    private var state: UInt64
    private let deadline: Int?
    private var left: Int
    /// How many there have been.
    public private(set) var count = 0

    public init(atLeast count: Int = 5_000) {
        let seed = Self.number("MOCKBAY_MUTATION_SEED")
        state = UInt64(seed ?? 1)
        deadline = Self.number("MOCKBAY_MUTATION_SECONDS").map { time(nil) + $0 }
        left = count
    }

    private static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }

    /// Whether to go on with another one.
    public mutating func goesOn() -> Bool {
        count += 1
        if let deadline { return count % 256 != 0 || time(nil) < deadline }
        left -= 1
        return left >= 0
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// One of the samples, changed in one to four places: bytes replaced, inserted, removed, repeated, or a piece of
    /// another sample put in.
    public mutating func mutant(of samples: [[UInt8]], tokens: [UInt8]) -> [UInt8] {
        var bytes = samples[Int.random(in: 0..<samples.count, using: &self)]
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            guard !bytes.isEmpty else { break }
            let place = Int.random(in: 0..<bytes.count, using: &self)
            let token = tokens[Int.random(in: 0..<tokens.count, using: &self)]
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &self)
            case 1: bytes[place] = token
            case 2: bytes.insert(token, at: place)
            case 3: bytes.remove(at: place)
            case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: place)
            default:
                let other = samples[Int.random(in: 0..<samples.count, using: &self)]
                let from = Int.random(in: 0...other.count, using: &self)
                bytes.insert(contentsOf: other[from..<min(other.count, from + 60)], at: place)
            }
        }
        return bytes
    }
}
