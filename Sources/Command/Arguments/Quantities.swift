import Engine
import Hosting

/// A whole number written in digits alone; `Int("+5")` would also take a sign.
func wholeNumber<Number: FixedWidthInteger>(_ text: some StringProtocol) -> Number? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Number(text)
}

/// A size in bytes: `8MiB`, `512KiB`, `1GiB`, `1048576` or `1048576B`.
func byteCount(_ text: String) -> Int? {
    let units = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("B", 1)]
    let unit = units.first { text.hasSuffix($0.0) }
    guard let count: Int = wholeNumber(text.dropLast(unit?.0.utf8.count ?? 0)), count > 0 else { return nil }
    let (bytes, isTooMuch) = count.multipliedReportingOverflow(by: unit?.1 ?? 1)
    return isTooMuch ? nil : bytes
}

/// `real`, `manual` or `scaled:N`.
func clockMode(_ text: String) -> Clock.Mode? {
    switch text {
    case "real": return .real
    case "manual": return .manual
    default:
        guard text.hasPrefix("scaled:"), let speed = Double(text.dropFirst("scaled:".count)),
            Clock.speeds.contains(speed)
        else { return nil }
        return .scaled(speed)
    }
}

extension Generation {
    /// `htp.items=100000`
    init?(_ text: String) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let count: Int = wholeNumber(parts[1]) else { return nil }
        self.init(String(parts[0]), count: count)
    }
}
