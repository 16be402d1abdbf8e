/// The text with its control characters (C0, DEL and C1) written out as `\u001b`: one line, and nothing that a terminal
/// obeys.
package func printable(_ text: String) -> String {
    let controls: (Unicode.Scalar) -> Bool = { $0.properties.generalCategory == .control }
    guard text.unicodeScalars.contains(where: controls) else { return text }
    var printable = ""
    for scalar in text.unicodeScalars {
        if controls(scalar) {
            let digits = String(scalar.value, radix: 16)
            printable += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
            printable.unicodeScalars.append(scalar)
        }
    }
    return printable
}
