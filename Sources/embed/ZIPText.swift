/// ZIP codes and their centres as text that is looked up in place.
///
/// A digit is a character that stands for 0…84: `$` and what follows it in ASCII, without `\`. So the text
/// needs no escape in a Swift literal.
///
///     areas    1,000 times 20 characters, one for each 000xx … 999xx:
///              3 digits   how many ZIP codes lie before this area
///              17 digits  which of its 100 exist, 6 to a digit, the lowest bit first
///     points   6 characters for each ZIP code that exists, in order:
///              3 digits   thousandths of a degree north of -90
///              3 digits   thousandths of a degree east of -180
struct ZIPText {
    private(set) var areas: [UInt8] = []
    private(set) var points: [UInt8] = []

    /// Reads `zip,lat,lon` lines under a heading.
    /// - Throws: for a line that is not of that form, or not above the one before it.
    init(csv: String) throws(Problem) {
        var last = -1
        var counts = Array(repeating: 0, count: 1000)
        var sextets = Array(repeating: 0, count: 1000 * 17)
        var lines = csv.split(separator: "\n")[...]
        guard lines.popFirst() == "zip,lat,lon" else { throw Problem("the first line is not zip,lat,lon") }
        for line in lines {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == 3, cells[0].utf8.count == 5, let zip = Int(cells[0]), zip > last,
                let north = Self.thousandths(cells[1], from: -90),
                let east = Self.thousandths(cells[2], from: -180)
            else { throw Problem("not a ZIP code above the last one with its place: \(line)") }
            last = zip
            counts[zip / 100] += 1
            sextets[zip / 100 * 17 + zip % 100 / 6] |= 1 << (zip % 100 % 6)
            points += Self.digits(north, 3) + Self.digits(east, 3)
        }
        var before = 0
        for area in 0..<1000 {
            areas += Self.digits(before, 3)
            for sextet in sextets[area * 17..<(area + 1) * 17] { areas += Self.digits(sextet, 1) }
            before += counts[area]
        }
    }

    private static func thousandths(_ cell: Substring, from least: Double) -> Int? {
        guard let degrees = Double(cell), degrees >= least, degrees <= -least else { return nil }
        let scaled = ((degrees - least) * 1000).rounded()
        // A fourth decimal would be lost.
        return abs(degrees - (least + scaled / 1000)) < 1e-6 ? Int(scaled) : nil
    }

    private static func digits(_ value: Int, _ count: Int) -> [UInt8] {
        var rest = value
        var digits: [UInt8] = []
        for _ in 0..<count {
            let digit = UInt8(rest % 85)
            digits.insert(digit < 56 ? 0x24 + digit : 0x25 + digit, at: 0)
            rest /= 85
        }
        return digits
    }

    /// The Swift source with both texts.
    func source(in vendor: String) -> String {
        """
        // The data are the postal codes of GeoNames (https://www.geonames.org/), licensed under CC BY 4.0
        // (https://creativecommons.org/licenses/by/4.0/), reduced to places in thousandths of a degree.

        extension \(vendor) {
            /// \(points.count / 6) ZIP codes and their centres, as `ZIPText` of `embed` explains.
            enum ZIPTable {
                static let areas: StaticString = \(Self.literal(areas, width: 100))

                static let points: StaticString = \(Self.literal(points, width: 96))
            }
        }

        """
    }

    /// One string without line breaks, in lines of `width` characters.
    private static func literal(_ text: [UInt8], width: Int) -> String {
        let lines = stride(from: 0, to: text.count, by: width).map { start in
            String(decoding: text[start..<min(start + width, text.count)], as: UTF8.self)
        }
        return "#\"\"\"\n" + lines.joined(separator: "\\#\n") + "\n\"\"\"#"
    }
}
