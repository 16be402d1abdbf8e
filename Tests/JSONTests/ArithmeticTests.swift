import JSON
import Testing

@Suite struct `Arithmetic on numbers` {
    private func number(_ text: String) throws -> JSON.Number {
        let number = JSON.Number(text)
        return try #require(number)
    }

    @Test(arguments: [
        ("1", "2", "3"), ("25.5", "0.1", "25.6"), ("0.1", "0.2", "0.3"), ("1.50", "1.50", "3"),
        ("-0.5", "0.25", "-0.25"), ("1", "-1", "0"), ("0.005", "0.005", "0.01"),
        ("999999999999999999", "1", "1000000000000000000"), ("-1.05", "0", "-1.05"),
        ("1e2", "0.5", "100.5"), ("25E-1", "1.5e+1", "17.5"), ("1e17", "1", "100000000000000001"),
    ])
    func `adds digit for digit`(_ one: String, _ other: String, _ sum: String) throws {
        let (one, other) = (try number(one), try number(other))
        #expect(one.plus(other)?.text == sum)
        #expect(other.plus(one)?.text == sum)
    }

    @Test(arguments: [
        ("2", "80.15", "160.3"), ("4", "0.25", "1"), ("0.1", "0.1", "0.01"), ("-3", "1.1", "-3.3"),
        ("0", "5.5", "0"), ("1000000000", "1000000000", "1000000000000000000"),
    ])
    func `multiplies digit for digit`(_ one: String, _ other: String, _ product: String) throws {
        let (one, other) = (try number(one), try number(other))
        #expect(one.times(other)?.text == product)
        #expect(other.times(one)?.text == product)
    }

    @Test(arguments: [
        ("1e19", "1"), ("1E-19", "1"), ("10e17", "1"), ("1e99999999999999999999", "1"),
        ("1234567890123456789", "1"), ("0.1234567890123456789", "1"), ("1e-9223372036854775808", "1"),
    ])
    func `has no part for what takes more than 18 digits`(_ one: String, _ other: String) throws {
        let (one, other) = (try number(one), try number(other))
        #expect(one.plus(other) == nil)
        #expect(one.times(other) == nil)
    }

    @Test func `ends where there is no room`() throws {
        let large = try number("999999999999999999")
        #expect(large.times(large) == nil)
        #expect(large.plus(try number("0.1")) == nil)
    }
}
