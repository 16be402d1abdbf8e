package import Engine
import HTTP
import JSON

/// Journals as an HTTP Archive 1.2, for browsers' tools and others that read it. Credentials are shown as in the journal.
///
/// Times are those of the bays' clocks. What the connection adds to a reply (`Date`, `Content-Length`) is not in the
/// journal, and so not here.
package struct HAR: Sendable {
    private var pages = JSON.Writer(reserving: 256)
    private var entries = JSON.Writer(reserving: 4096)
    private var count = 0

    package init() {
        pages.beginArray()
        entries.beginArray()
    }

    /// Adds exchanges of a bay, as a page of its own.
    package mutating func add(_ bay: Bay, title: String, _ filter: Journal.Filter = Journal.Filter()) {
        // A copy costs nothing, and leaves the bay free while it is written out.
        let (journal, now) = bay.withContents { ($0.journal, $0.now) }
        count += 1
        let page = "page_\(count)"
        let writer = HAREntryWriter(bay, page: page)
        var first: Instant?
        for entry in journal.entries(filter) {
            first = first ?? entry.summary.instant
            writer.write(entry, to: &entries)
        }
        pages.object { json in
            json.member("startedDateTime", (first ?? now).iso8601)
            json.member("id", page)
            json.member("title", title)
            json.object("pageTimings") { _ in }
        }
    }

    package var bytes: [UInt8] {
        var json = JSON.Writer(reserving: pages.bytes.count + entries.bytes.count + 256)
        json.object { json in
            json.object("log") { json in
                json.member("version", "1.2")
                json.object("creator") { json in
                    json.member("name", "mockbay")
                    json.member("version", Build.version)
                }
                json.key("pages")
                json.raw(pages.bytes + [UInt8(ascii: "]")])
                json.key("entries")
                json.raw(entries.bytes + [UInt8(ascii: "]")])
                json.member("comment", "times are those of the bay's clock")
            }
        }
        return json.bytes
    }
}

/// Writes the exchanges of one bay.
private struct HAREntryWriter {
    private let page: String
    private let bay: BayName
    private let vendors: [String]
    private let operations: [[String]]
    /// By vendor and operation; the last one of a vendor is for calls that reached none.
    private let secrets: [[Secrets]]

    init(_ bay: Bay, page: String) {
        self.page = page
        self.bay = bay.name
        vendors = bay.mounts.map(\.facts.key)
        operations = bay.mounts.map { $0.operations.map(\.name) }
        secrets = bay.mounts.map { $0.operations.map(Secrets.init(of:)) + [Secrets(of: nil)] }
    }

    func write(_ entry: Journal.Entry, to json: inout JSON.Writer) {
        let vendor = entry.summary.vendor.map(Int.init)
        let operation = entry.summary.operation.map(Int.init)
        let secrets =
            vendor.map { self.secrets[$0][operation ?? self.secrets[$0].count - 1] } ?? Secrets(of: nil)
        let wait = entry.extras?.delay?.wholeMilliseconds ?? 0
        json.object { json in
            json.member("pageref", page)
            json.member("startedDateTime", entry.summary.instant.iso8601)
            json.member("time", wait)
            json.object("request") { json in writeRequest(entry, secrets, to: &json) }
            json.object("response") { json in writeResponse(entry, secrets, to: &json) }
            json.object("cache") { _ in }
            json.object("timings") { json in
                json.member("send", 0)
                json.member("wait", wait)
                json.member("receive", 0)
            }
            // Names that begin with a low line are free for everybody's own use.
            json.object("_mockbay") { json in
                json.member("number", entry.number)
                json.member("bay", bay.description)
                json.member("vendor", vendor.map { vendors[$0] })
                json.member(
                    "operation",
                    vendor.flatMap { vendor in operation.map { operations[vendor][$0] } }
                )
                json.member("attempt", entry.summary.mark.attempt)
                json.member("step", entry.extras?.step)
                json.member("chaos", entry.extras?.chaosRule)
                json.member("fault", entry.extras?.fault)
                json.member("truncated", entry.summary.isTruncated)
            }
        }
    }

    private func writeRequest(_ entry: Journal.Entry, _ secrets: Secrets, to json: inout JSON.Writer) {
        let summary = entry.summary
        let whole = entry.request
        let isWhole = whole != nil
        let request = whole ?? Request()
        let target = isWhole ? secrets.shown(target: request.text(request.target)) : "/"
        let isAbsolute = target.hasPrefix("http://") || target.hasPrefix("https://")
        let authority = isWhole ? request.text(request.authority) : "unknown.invalid"
        json.member("method", isWhole ? request.text(request.methodName) : "\(summary.method.name)")
        json.member("url", isAbsolute ? target : "http://\(authority)\(target)")
        json.member("httpVersion", "HTTP/1.\(request.minorVersion)")
        json.array("cookies") { _ in }
        json.array("headers") { json in
            guard isWhole else { return }
            for line in request.fields.lines {
                let name = request.text(line.name)
                write(name, secrets.shown(request.text(line.value), ofField: name), to: &json)
            }
        }
        json.array("queryString") { json in
            guard let mark = target.firstIndex(of: "?") else { return }
            for item in target[target.index(after: mark)...].split(separator: "&") {
                let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                write(decoded(parts[0]), parts.count == 2 ? decoded(parts[1]) : "", to: &json)
            }
        }
        if summary.requestBodyCount > 0 {
            json.object("postData") { json in
                json.member("mimeType", isWhole ? request.field("Content-Type") ?? "" : "")
                json.array("params") { _ in }
                json.member("text", secrets.shown(body: entry.requestBody))
            }
        }
        json.member("headersSize", summary.requestHeadCount)
        json.member("bodySize", summary.requestBodyCount)
    }

    private func writeResponse(_ entry: Journal.Entry, _ secrets: Secrets, to json: inout JSON.Writer) {
        let summary = entry.summary
        var location = ""
        json.member("status", summary.status)
        json.member("statusText", "\(reasonPhrase(summary.status))")
        json.member("httpVersion", "HTTP/1.1")
        json.array("cookies") { _ in }
        json.array("headers") { json in
            if let type = summary.contentType { write("Content-Type", "\(type.name)", to: &json) }
            for line in String(decoding: entry.fieldLines, as: UTF8.self).split(separator: "\r\n") {
                let name = String(line.prefix { $0 != ":" })
                let value = secrets.shown(
                    String(line.dropFirst(name.count + 1).drop { $0 == " " }),
                    ofField: name
                )
                if name.lowercased() == "location" { location = value }
                write(name, value, to: &json)
            }
        }
        json.object("content") { json in
            json.member("size", summary.responseBodyCount)
            json.member("mimeType", summary.contentType.map { "\($0.name)" } ?? "")
            if summary.responseBodyCount > 0 { json.member("text", secrets.shown(body: entry.responseBody)) }
        }
        json.member("redirectURL", location)
        json.member("headersSize", -1)
        json.member("bodySize", summary.responseBodyCount)
        if let fault = entry.extras?.fault { json.member("comment", "on the wire: \(fault)") }
    }

    private func write(_ name: String, _ value: String, to json: inout JSON.Writer) {
        json.object { json in
            json.member("name", name)
            json.member("value", value)
        }
    }
}

extension Secrets {
    /// A body as text, its secret values replaced; JSON without the blanks between its values.
    fileprivate func shown(body: [UInt8]) -> String {
        guard !body.isEmpty else { return "" }
        var json = JSON.Writer()
        write(body: body, to: &json)
        // What is no JSON was written as one string of it.
        if (try? JSON.Document(body)) == nil, let text = (try? JSON.Document(json.bytes))?.root.string {
            return text
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

/// A name or value of a query, decoded; what does not decode stays as it is.
private func decoded(_ text: Substring) -> String {
    Percent.decode(Array(text.utf8), isForm: true) ?? String(text)
}
