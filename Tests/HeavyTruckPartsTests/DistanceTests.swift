import Testing
import VendorSupport

@testable import HeavyTruckParts

/// Two ZIP codes and the miles between their centres, computed elsewhere from the same table by another
/// formula: the angle between unit vectors, from their cross and dot products.
struct Leg: CustomTestStringConvertible {
    let from, to: String
    let miles: Double
    let wire: String
    let why: String

    init(_ from: String, _ to: String, _ miles: Double, _ wire: String, _ why: String) {
        (self.from, self.to, self.miles, self.wire, self.why) = (from, to, miles, wire, why)
    }

    var testDescription: String { "\(from) to \(to), \(why)" }
}

@Suite struct `The distance between ZIP codes` {
    @Test(arguments: [
        Leg("68503", "68507", 3.007693, "3.0", "across Lincoln"),
        Leg("68503", "80022", 439.005090, "439.0", "to the next state's yard"),
        Leg("68503", "30288", 839.689330, "839.7", "rounded up"),
        Leg("68503", "97217", 1343.950147, "1344.0", "rounded up to a whole mile"),
        Leg("10001", "90001", 2448.368685, "2448.4", "coast to coast"),
        Leg("60601", "60602", 0.749398, "0.7", "next door, rounded down"),
        Leg("33101", "98101", 2730.577813, "2730.6", "corner to corner"),
        Leg("99723", "96799", 5882.107674, "5882.1", "across the equator"),
        Leg("00501", "99950", 2789.444914, "2789.4", "first ZIP code to last"),
        Leg("96910", "04736", 7799.877897, "7799.9", "across the date line"),
        Leg("02134", "02134", 0, "0.0", "nowhere"),
        Leg("73301", "79936", 514.586475, "514.6", "within Texas"),
        Leg("96799", "99546", 4585.119067, "4585.1", "southernmost to westernmost"),
    ])
    func `is the great circle's`(_ leg: Leg) throws {
        let start = try #require(HeavyTruckParts.coordinates(ofZIP: leg.from))
        let end = try #require(HeavyTruckParts.coordinates(ofZIP: leg.to))
        let miles = HeavyTruckParts.miles(from: start, to: end)
        #expect(abs(miles - leg.miles) < 0.000_01)
        #expect(abs(HeavyTruckParts.miles(from: end, to: start) - leg.miles) < 0.000_01)
        #expect(HeavyTruckParts.wireText(ofMiles: miles) == leg.wire)
    }

    @Test func `is half the Earth's girth for opposite places`() {
        let miles = HeavyTruckParts.miles(
            from: .init(latitude: 0.3, longitude: 12.7),
            to: .init(latitude: -0.3, longitude: -167.3),
        )
        #expect(abs(miles - 3958.8 * Double.pi) < 0.001)
    }

    @Test(arguments: [
        (0.0, "0.0"), (0.04, "0.0"), (0.06, "0.1"), (9.96, "10.0"), (12.375, "12.4"), (1000, "1000.0"),
    ])
    func `has one decimal on the wire`(miles: Double, text: String) {
        #expect(HeavyTruckParts.wireText(ofMiles: miles) == text)
    }
}

@Suite struct `A ZIP code` {
    @Test(arguments: ["68503", "68503-1234", " 68503", "68503 ", "\t68503-0000 "])
    func `is found in either form and between blanks`(_ text: String) {
        #expect(HeavyTruckParts.coordinates(ofZIP: text) == .init(latitude: 40.823, longitude: -96.677))
    }

    @Test func `is found as a part of a longer text`() {
        let query = "zipcode=68503&distance=50"
        let value = query.dropFirst(8).prefix(5)
        #expect(HeavyTruckParts.coordinates(ofZIP: value) == .init(latitude: 40.823, longitude: -96.677))
    }

    @Test(arguments: [
        // Of the right form, but nowhere: before the first, beside one that exists, after the last.
        "00000", "00500", "00502", "68500", "99951", "99999",
        // Of another country, or of no form.
        "", " ", "-", "K1A 0B1", "M5V", "6850", "685033", "685031234", "68503-", "68503-12", "68503-12345",
        "68503--1234", "68503-12-4", "6850-31234", "68 503", "68503 1234", "68503 -1234", "-68503", "+6850",
        "6850a", "６８５０３", "68503\n",
    ])
    func `is unknown where there is none`(_ text: String) {
        #expect(HeavyTruckParts.coordinates(ofZIP: text) == nil)
    }

    @Test(arguments: [
        ("96799", -14.273, -170.703, "southernmost"), ("99782", 70.697, -159.325, "northernmost"),
        ("99546", 51.855, -177.089, "westernmost"), ("96507", 51.567, 178.877, "easternmost"),
        ("00501", 40.815, -73.045, "first"), ("99950", 55.342, -131.648, "last"),
    ])
    func `lies where the table says, at its edges too`(zip: String, north: Double, east: Double, why: String)
    {
        #expect(HeavyTruckParts.coordinates(ofZIP: zip) == .init(latitude: north, longitude: east), "\(why)")
    }

    @Test func `exists exactly where the fixture has a row, and lies there`() throws {
        var rows: [Int: HeavyTruckParts.Coordinates] = [:]
        for line in try String(decoding: Folder.fixture("us-zip-centroids.csv"), as: UTF8.self).split(
            separator: "\n"
        ).dropFirst() {
            let cells = line.split(separator: ",")
            rows[try #require(Int(cells[0]))] = HeavyTruckParts.Coordinates(
                latitude: try #require(Double(cells[1])),
                longitude: try #require(Double(cells[2])),
            )
        }
        #expect(rows.count == 42_789)
        let wrong = (0...99_999).filter { number in
            let digits = String(number)
            let zip = String(repeating: "0", count: 5 - digits.count) + digits
            return HeavyTruckParts.coordinates(ofZIP: zip) != rows[number]
        }
        #expect(wrong.isEmpty)
    }
}
