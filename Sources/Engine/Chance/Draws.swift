import Glibc

/// A stream of numbers from one drawn number (SplitMix64: Steele, Lea and Flood, 2014), and what can be made of them.
package struct Draws: Sendable {
    private var state: UInt64

    package init(_ start: UInt64) {
        state = start
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed &>> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed &>> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed &>> 31)
    }

    /// A number below a bound, each as likely as any other; 0 for a bound of 0.
    package mutating func below(_ bound: UInt64) -> UInt64 {
        guard bound > 1 else { return 0 }
        // The high word of a product is uniform once the low words that come up once too often are thrown away.
        let surplus = (0 &- bound) % bound
        while true {
            let (high, low) = next().multipliedFullWidth(by: bound)
            if low >= surplus { return high }
        }
    }

    /// A number of a range, each as likely as any other.
    package mutating func integer(in range: ClosedRange<Int>) -> Int {
        let span = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
        let offset = span == .max ? next() : below(span + 1)
        return range.lowerBound &+ Int(truncatingIfNeeded: offset)
    }

    /// One of the elements; `nil` where there are none.
    package mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[Int(below(UInt64(elements.count)))]
    }

    /// From 0 up to but not including 1, in steps of 2^-53.
    package mutating func unit() -> Double {
        Double(next() &>> 11) * 0x1p-53
    }

    /// Whether something that happens at a rate from 0 to 1 happens now.
    package mutating func happens(atRate rate: Double) -> Bool {
        unit() < rate
    }

    /// So many hexadecimal digits in lower case.
    package mutating func hex(_ digits: Int) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(max(0, digits))
        while text.count < digits {
            let count = min(16, digits - text.count)
            text.append(hex: next() &>> UInt64(64 - count * 4), digits: count)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A version 4 UUID (RFC 9562 §5.4) in lower case.
    package mutating func uuid() -> String {
        let high = next() & 0xffff_ffff_ffff_0fff | 0x4000
        let low = next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for index in 0..<32 {
            if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
            let word = index < 16 ? high : low
            text.append(hexDigit(UInt8(truncatingIfNeeded: word &>> UInt64(60 - index % 16 * 4)) & 0xf))
        }
        return String(decoding: text, as: UTF8.self)
    }

}

extension [UInt8] {
    /// The last hexadecimal digits of a number, in lower case; at most 16.
    package mutating func append(hex number: UInt64, digits: Int) {
        append(addingCapacity: digits) { text in
            for place in (0..<digits).reversed() {
                text.append(hexDigit(UInt8(truncatingIfNeeded: number &>> UInt64(place * 4)) & 0xf))
            }
        }
    }
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

// MARK: - Distributions

extension Draws {
    package mutating func uniform(_ minimum: Double, _ maximum: Double) -> Double {
        minimum + (maximum - minimum) * unit()
    }

    /// Box and Muller's method; the second number it gives is dropped, so that every call takes two draws.
    package mutating func normal(mean: Double, deviation: Double) -> Double {
        // 1 - unit is never 0, and so has a logarithm.
        let radius = (-2 * log(1 - unit())).squareRoot()
        return mean + deviation * radius * cos(2 * .pi * unit())
    }

    /// Half of the values lie below the median; `sigma` is the deviation of their logarithms.
    package mutating func lognormal(median: Double, sigma: Double) -> Double {
        median * exp(normal(mean: 0, deviation: sigma))
    }
}
