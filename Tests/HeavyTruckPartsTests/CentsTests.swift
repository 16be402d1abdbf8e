import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `Reading amounts` {
    struct Amount: CustomTestStringConvertible {
        var text: String
        var cents: Int?
        var testDescription: String { "'\(text)' is \(cents.map(String.init) ?? "refused")" }
    }

    @Test(arguments: [
        Amount(text: "0", cents: 0),
        Amount(text: "-0", cents: 0),
        Amount(text: "0.00", cents: 0),
        Amount(text: "0e99", cents: 0),
        Amount(text: "4500.00", cents: 450_000),
        Amount(text: "4500", cents: 450_000),
        Amount(text: "4500.5", cents: 450_050),
        Amount(text: "0.1", cents: 10),
        Amount(text: "0.01", cents: 1),
        Amount(text: "0.004", cents: 0),
        Amount(text: "0.005", cents: 1),
        Amount(text: "0.0049999999999999999999999", cents: 0),
        Amount(text: "0.30000000000000004", cents: 30),
        Amount(text: "19.995", cents: 2000),
        Amount(text: "1e3", cents: 100_000),
        Amount(text: "1.25E+2", cents: 12_500),
        Amount(text: "12500e-2", cents: 12_500),
        Amount(text: "1e-400", cents: 0),
        Amount(text: "9999999999.99", cents: 999_999_999_999),
        Amount(text: "9999999999.995", cents: nil),
        Amount(text: "10000000000", cents: nil),
        Amount(text: "1e400", cents: nil),
        Amount(text: "1e99999999999999999999999", cents: nil),
        Amount(text: "99999999999999999999999999999999999999", cents: nil),
        Amount(text: "-1", cents: nil),
        Amount(text: "-0.001", cents: nil),
        Amount(text: "", cents: nil),
        Amount(text: " 1", cents: nil),
        Amount(text: "+1", cents: nil),
        Amount(text: "01", cents: nil),
        Amount(text: ".5", cents: nil),
        Amount(text: "5.", cents: nil),
        Amount(text: "1,000.00", cents: nil),
        Amount(text: "$5", cents: nil),
        Amount(text: "0x10", cents: nil),
        Amount(text: "NaN", cents: nil),
        Amount(text: "١٢", cents: nil),
    ])
    func `is exact to the cent`(_ row: Amount) {
        #expect(HeavyTruckParts.Cents(row.text)?.count == row.cents)
    }

    @Test(arguments: [
        (0, "0.00"), (1, "0.01"), (10, "0.10"), (99, "0.99"), (100, "1.00"), (450_000, "4500.00"),
    ])
    func `goes back to text with two decimals`(_ cents: Int, _ text: String) {
        #expect(HeavyTruckParts.Cents(cents).description == text)
    }

    @Test(arguments: [
        (450_000, 8500, 382_500), (35_000, 9200, 32_200), (1, 5000, 1), (1, 4999, 0),
        (999_999_999_999, 10_000, 999_999_999_999),
        (999_999_999_999, 100_000, 9_999_999_999_990), (73_750, 8550, 63_056),
    ])
    func `takes shares with half a cent rounded up`(_ cents: Int, _ share: Int, _ result: Int) {
        #expect(HeavyTruckParts.Cents(cents).share(share).count == result)
    }

    @Test func `tells when a product or a sum does not fit`() {
        #expect(HeavyTruckParts.Cents(.max).plus(HeavyTruckParts.Cents(1)) == nil)
        #expect(HeavyTruckParts.Cents(.max).times(2) == nil)
        #expect(HeavyTruckParts.Cents(3).times(4) == HeavyTruckParts.Cents(12))
    }
}
