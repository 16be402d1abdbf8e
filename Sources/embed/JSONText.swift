import Foundation

/// The same JSON without the blanks between its tokens, but with a line for each member of a top-level list,
/// so that a change of one record is a change of one line.
/// - Throws: for what is not strict JSON.
func compacted(_ json: String) throws(Problem) -> String {
    do {
        _ = try JSONSerialization.jsonObject(with: Data(json.utf8))
    } catch {
        let reason = (error as NSError).userInfo[NSDebugDescriptionErrorKey] ?? error
        throw Problem("is not JSON: \(reason)")
    }
    var out: [UInt8] = []
    var line = 1
    var depth = 0
    var isInString = false
    var isEscaped = false
    for byte in json.utf8 {
        if byte == UInt8(ascii: "\n") { line += 1 }
        if isInString {
            out.append(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
            continue
        }
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            break
        case UInt8(ascii: "\""):
            isInString = true
            out.append(byte)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            depth += 1
            out.append(byte)
            if depth <= 2 { out.append(UInt8(ascii: "\n")) }
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            // Foundation lets it pass.
            if let last = out.last(where: { $0 != UInt8(ascii: "\n") }), last == UInt8(ascii: ",") {
                throw Problem("is not JSON: a comma before the bracket that closes in line \(line)")
            }
            out.append(byte)
        case UInt8(ascii: ",") where depth <= 2:
            out += [byte, UInt8(ascii: "\n")]
        default:
            out.append(byte)
        }
    }
    return String(decoding: out, as: UTF8.self)
}

/// `text` as a multi-line raw string literal, with as many `#` as keep its own characters from ending it or
/// from reading as an escape.
func rawLiteral(_ text: String) -> String {
    var hashes = 1
    var run = 0
    var quotes = 0
    var isRisky = false
    for byte in text.utf8 {
        if byte == UInt8(ascii: "#"), isRisky {
            run += 1
            hashes = max(hashes, run + 1)
            continue
        }
        quotes = byte == UInt8(ascii: "\"") ? quotes + 1 : 0
        isRisky = byte == UInt8(ascii: "\\") || quotes >= 3
        run = 0
    }
    let hash = String(repeating: "#", count: hashes)
    return "\(hash)\"\"\"\n\(text)\n\"\"\"\(hash)"
}
