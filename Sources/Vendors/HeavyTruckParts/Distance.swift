import Glibc

extension HeavyTruckParts {
    /// A place on the globe in degrees; north and east are positive.
    package struct Coordinates: Sendable, Hashable {
        package var latitude: Double
        package var longitude: Double

        package init(latitude: Double, longitude: Double) {
            self.latitude = latitude
            self.longitude = longitude
        }
    }

    /// The centre of a US ZIP code, or nil where there is no such code.
    ///
    /// Takes `68503` and `68503-1234`, blanks around them included; the last four digits do not move the place.
    /// That other postal codes have no distance is ours [inferred]: the reference says "US zip or postal code".
    package static func coordinates(ofZIP text: some StringProtocol) -> Coordinates? {
        number(ofZIP: text.utf8).flatMap(ZIPTable.coordinates(of:))
    }

    /// The great-circle distance in statute miles, by the haversine formula on a sphere.
    package static func miles(from start: Coordinates, to end: Coordinates) -> Double {
        let radians = Double.pi / 180
        let northward = sin((end.latitude - start.latitude) * radians / 2)
        let eastward = sin((end.longitude - start.longitude) * radians / 2)
        let shrink = cos(start.latitude * radians) * cos(end.latitude * radians)
        let square = northward * northward + shrink * eastward * eastward
        // Rounding can lift the square above 1 for places opposite each other.
        return 2 * earthRadius * asin(min(1, square.squareRoot()))
    }

    /// Miles as results carry them: `12.4`, always one decimal [inferred].
    package static func wireText(ofMiles miles: Double) -> String {
        let tenths = Int((miles * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// The mean radius of the Earth in miles.
    private static let earthRadius = 3958.8

    /// The five digits as a number, or nil where the text is no ZIP code.
    private static func number(ofZIP bytes: some Sequence<UInt8>) -> Int? {
        var number = 0
        var digits = 0
        var hasDash = false
        var hasEnded = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                hasEnded = digits > 0 || hasDash
            case UInt8(ascii: "0")...UInt8(ascii: "9")
            where !hasEnded && digits < 9 && hasDash == (digits >= 5):
                if digits < 5 { number = number * 10 + Int(byte - UInt8(ascii: "0")) }
                digits += 1
            case UInt8(ascii: "-") where !hasEnded && !hasDash && digits == 5:
                hasDash = true
            default:
                return nil
            }
        }
        return digits == (hasDash ? 9 : 5) ? number : nil
    }
}

extension HeavyTruckParts.ZIPTable {
    /// Where the centre of ZIP code `number` (0…99999) lies: the rank of its bit is the place of its point.
    ///
    /// Both texts are read where the linker put them: nothing is unpacked, at the start or later.
    fileprivate static func coordinates(of number: Int) -> HeavyTruckParts.Coordinates? {
        let area = number / 100 * 20
        let sextets = area + 3
        let (digit, bit) = (number % 100).quotientAndRemainder(dividingBy: 6)
        let rank: Int? = areas.withUTF8Buffer { text in
            let own = unsafe value(at: sextets + digit, of: text)
            guard own >> bit & 1 == 1 else { return nil }
            let lower = own & ((1 << bit) - 1)
            var rank = unsafe value(at: area, 3, of: text) + lower.nonzeroBitCount
            for index in sextets..<sextets + digit {
                rank += unsafe value(at: index, of: text).nonzeroBitCount
            }
            return rank
        }
        return rank.map { rank in
            points.withUTF8Buffer { text in
                HeavyTruckParts.Coordinates(
                    latitude: Double(unsafe value(at: rank * 6, 3, of: text) - 90_000) / 1000,
                    longitude: Double(unsafe value(at: rank * 6 + 3, 3, of: text) - 180_000) / 1000,
                )
            }
        }
    }

    /// The number that `count` characters from `index` on spell: base 85, `$` is 0, and `\` is left out.
    private static func value(at index: Int, _ count: Int = 1, of text: UnsafeBufferPointer<UInt8>) -> Int {
        var value = 0
        for place in index..<index + count {
            let character = unsafe Int(text[place])
            value = value * 85 + character - (character > 0x5C ? 0x25 : 0x24)
        }
        return value
    }
}
