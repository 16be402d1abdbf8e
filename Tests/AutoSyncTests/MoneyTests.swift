import JSON
import Testing

@testable import AutoSync

@Suite struct `Amounts` {
    @Test(arguments: [
        ("0", "0.00"), ("-0", "0.00"), ("1166.4", "1166.40"), ("1166.40", "1166.40"), ("86.4e0", "86.40"),
        ("0.005", "0.01"), ("0.0049999", "0.00"), ("1e3", "1000.00"), ("9999999999.99", "9999999999.99"),
        ("0.1", "0.10"), ("70368744177664.01", nil), ("-0.01", nil), ("9999999999.995", nil), ("1e99", nil),
    ])
    func `are kept to the cent`(_ text: String, _ amount: String?) {
        #expect(AutoSync.Money(number(text))?.description == amount)
    }

    @Test(arguments: [
        ("120.00", "4.5", "540.00"), ("9.99", "0.3333", "3.33"), ("0.01", "0.5", "0.01"),
        ("0.01", "0.4999", "0.00"),
        ("9999999999.99", "1", "9999999999.99"), ("9999999999.99", "1.0001", nil),
        ("9999999999.99", "1000000", nil),
    ])
    func `are multiplied by quantities`(_ price: String, _ quantity: String, _ total: String?) throws {
        let price = try #require(JSON.Number(price).flatMap { AutoSync.Money($0) })
        let quantity = try #require(JSON.Number(quantity).flatMap { AutoSync.Quantity($0, limit: 1_000_000) })
        #expect(price.times(quantity)?.description == total)
    }

    @Test(arguments: [
        ("1080", "8", "86.40"), ("100.01", "6.25", "6.25"), ("0.06", "8", "0.00"), ("0.07", "8", "0.01"),
        ("9999999999.99", "100", "9999999999.99"), ("5", "0", "0.00"),
    ])
    func `have parts in percent`(_ amount: String, _ rate: String, _ part: String) throws {
        let amount = try #require(JSON.Number(amount).flatMap { AutoSync.Money($0) })
        let rate = try #require(JSON.Number(rate).flatMap { AutoSync.Quantity($0, limit: 100) })
        #expect(amount.percent(rate).description == part)
    }

    @Test(arguments: [
        ("1", "1"), ("1.50", "1.5"), ("0.0001", "0.0001"), ("20e-1", "2"), ("100", "100"),
        ("0.00010", "0.0001"),
        ("0.00001", nil), ("-1", nil), ("101", nil), ("1e9", nil),
    ])
    func `are of quantities that are written short`(_ text: String, _ quantity: String?) {
        #expect(AutoSync.Quantity(number(text), limit: 100)?.text == quantity)
    }
}
