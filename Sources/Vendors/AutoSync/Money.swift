import JSON

extension AutoSync {
    /// An amount of US dollars in whole cents, never below zero. No amount passes through a `Double`.
    struct Money: Sendable, Hashable, Comparable {
        /// 9,999,999,999.99: far above any bill, and low enough to be multiplied without thinking.
        static let highest = Money(999_999_999_999)
        static let zero = Money(0)

        let cents: Int

        init(_ cents: Int) { self.cents = cents }

        /// Half a cent is rounded up; `nil` below zero and above `highest`.
        init?(_ number: JSON.Number) {
            guard let cents = number.fixedPoint(places: 2), 0...Self.highest.cents ~= cents else {
                return nil
            }
            self.cents = cents
        }

        static func < (one: Money, other: Money) -> Bool { one.cents < other.cents }

        /// For amounts that are at most `highest`: the sum fits, but may be above it.
        static func + (one: Money, other: Money) -> Money { Money(one.cents + other.cents) }

        /// So much of the amount, half a cent rounded up; `nil` above `highest`.
        func times(_ factor: Quantity) -> Money? {
            let (high, low) = cents.multipliedFullWidth(by: factor.units)
            guard high == 0, low <= UInt(Int.max) - UInt(Quantity.one.units) else { return nil }
            let product = Money((Int(low) + Quantity.one.units / 2) / Quantity.one.units)
            return product <= .highest ? product : nil
        }

        /// The part that a percentage is of an amount of at most `highest`, half a cent rounded up.
        func percent(_ rate: Quantity) -> Money {
            let whole = 100 * Quantity.one.units
            return Money((cents * rate.units + whole / 2) / whole)
        }
    }

    /// Hours or pieces, or a percentage: a number with at most four decimals, never below zero.
    struct Quantity: Sendable, Hashable {
        static let one = Quantity(units: 10_000)

        /// Ten-thousandths.
        let units: Int

        init(units: Int) { self.units = units }

        /// `nil` below zero, above `limit`, and where there are more decimals than can be kept.
        init?(_ number: JSON.Number, limit: Int) {
            guard let units = number.fixedPoint(places: 4), 0...(limit * 10_000) ~= units,
                number.isNumericallyEqual(to: Self(units: units).number)
            else { return nil }
            self.units = units
        }

        /// Without zeros at the end: `1.5`, `2`.
        private var number: JSON.Number {
            JSON.Number(text) ?? JSON.Number(units / 10_000)
        }

        var text: String {
            let rest = units % 10_000
            guard rest > 0 else { return String(units / 10_000) }
            var decimals = String(String(10_000 + rest).dropFirst())
            while decimals.last == "0" { decimals.removeLast() }
            return "\(units / 10_000).\(decimals)"
        }
    }
}

extension AutoSync.Money: JSON.Writable, CustomStringConvertible {
    /// A number with two decimals: `1166.40`.
    func write(to json: inout JSON.Writer) {
        json.int(cents / 100)
        json.bytes.append(UInt8(ascii: "."))
        json.bytes.append(UInt8(ascii: "0") + UInt8(cents / 10 % 10))
        json.bytes.append(UInt8(ascii: "0") + UInt8(cents % 10))
    }

    var description: String {
        var json = JSON.Writer(reserving: 16)
        write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension AutoSync.Quantity: JSON.Writable {
    func write(to json: inout JSON.Writer) { json.number(number) }
}
