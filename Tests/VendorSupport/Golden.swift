import Engine
import Foundation
package import HTTP
import JSON
package import Testing

/// Whole replies as they are kept in `fixtures/<vendor>/<name>.http`, fields included. `MOCKBAY_RECORD=1` writes them
/// anew.
package func expectGolden(
    _ vendor: String,
    _ name: String,
    _ delivery: Delivery,
    sourceLocation: SourceLocation = #_sourceLocation,
) throws {
    let folder = Folder.top.appending(path: "fixtures/\(vendor)")
    let file = folder.appending(path: "\(name).http")
    let reply = text(of: delivery)
    if ProcessInfo.processInfo.environment["MOCKBAY_RECORD"] == "1" {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try reply.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    // One that is missing differs from everything.
    let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    #expect(reply == kept, "\(vendor)/\(name).http is another reply", sourceLocation: sourceLocation)
}

/// Status, fields and body; JSON is laid out for the eyes of whoever reads the difference.
private func text(of delivery: Delivery) -> String {
    let response = delivery.response
    var text = "HTTP/1.1 \(response.status)\n"
    if let type = response.contentType { text += "Content-Type: \(type.name)\n" }
    text += String(decoding: response.fieldLines, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
    if let date = delivery.date { text += "Date: \(Instant(seconds: date).iso8601)\n" }
    text += "Content-Length: \(response.body.count)\n\n"
    let isJSON = response.contentType == .json
    text += String(decoding: isJSON ? JSON.pretty(response.body) : response.body, as: UTF8.self)
    return text + "\n"
}
