import Engine
import HTTP
import JSON

/// Writes journal entries as JSON. No real time, no duration and no peer is in them: the same calls make the same
/// bytes.
struct EntryWriter {
    private let bay: Bay
    private let vendors: [String]
    private let operations: [[Operation]]
    /// By vendor and operation; the last one of a vendor is for calls that reached none.
    private let secrets: [[Secrets]]

    init(_ bay: Bay) {
        self.bay = bay
        vendors = bay.mounts.map(\.facts.key)
        operations = bay.mounts.map(\.operations)
        secrets = bay.mounts.map { $0.operations.map(Secrets.init(of:)) + [Secrets(of: nil)] }
    }

    /// What is secret in the exchanges of an operation; `nil` for those that reached none.
    func secrets(vendor: Int, operation: Int?) -> Secrets {
        secrets[vendor][operation ?? secrets[vendor].count - 1]
    }

    /// - Parameter more: writes further members.
    func write(
        _ entry: Journal.Entry,
        to json: inout JSON.Writer,
        _ more: (inout JSON.Writer) -> Void = { _ in },
    ) {
        let summary = entry.summary
        let vendor = summary.vendor.map(Int.init)
        let operation = summary.operation.map(Int.init)
        let secrets =
            vendor.map { self.secrets[$0][operation ?? self.secrets[$0].count - 1] } ?? Secrets(of: nil)
        json.object { json in
            json.member("number", entry.number)
            json.member("time", summary.instant.iso8601)
            json.member("bay", bay.name.description)
            json.member("vendor", vendor.map { vendors[$0] })
            json.member(
                "operation",
                vendor.flatMap { vendor in operation.map { operations[vendor][$0].name } }
            )
            json.object("request") { json in writeRequest(entry, secrets, to: &json) }
            json.object("response") { json in writeResponse(entry, secrets, to: &json) }
            if summary.isTruncated { json.member("truncated", true) }
            if summary.mark.attempt > 0 { json.member("attempt", summary.mark.attempt) }
            if let extras = entry.extras { write(extras, to: &json) }
            if let vendor, let operation {
                let index = OperationIndex(vendor: vendor, operation: operation)
                writeViolations(entry, bay.withContents { $0.contract(of: index) }, to: &json)
            }
            more(&json)
        }
    }

    /// Where the request differs from what its operation declares; nothing where it does not, or where the journal has
    /// not all of it.
    private func writeViolations(
        _ entry: Journal.Entry,
        _ operation: Operation,
        to json: inout JSON.Writer,
    ) {
        guard !entry.summary.isTruncated, let request = entry.request else { return }
        let violations = operation.violations(in: request)
        guard !violations.isEmpty else { return }
        json.array("violations") { json in
            for violation in violations { violation.write(to: &json) }
        }
    }

    private func writeRequest(_ entry: Journal.Entry, _ secrets: Secrets, to json: inout JSON.Writer) {
        // A head that the server took is one that its parser takes; one that was cut is empty.
        let whole = entry.request
        let isWhole = whole != nil
        let request = whole ?? Request()
        json.member("method", isWhole ? request.text(request.methodName) : "\(entry.summary.method.name)")
        json.member("target", isWhole ? secrets.shown(target: request.text(request.target)) : nil)
        json.array("headers") { json in
            guard isWhole else { return }
            for line in request.fields.lines {
                let name = request.text(line.name)
                write(name, secrets.shown(request.text(line.value), ofField: name), to: &json)
            }
        }
        json.key("body")
        secrets.write(body: entry.requestBody, to: &json)
    }

    private func writeResponse(_ entry: Journal.Entry, _ secrets: Secrets, to json: inout JSON.Writer) {
        json.member("status", entry.summary.status)
        json.array("headers") { json in
            if let type = entry.summary.contentType { write("Content-Type", "\(type.name)", to: &json) }
            for line in String(decoding: entry.fieldLines, as: UTF8.self).split(separator: "\r\n") {
                let name = String(line.prefix { $0 != ":" })
                let value = String(line.dropFirst(name.count + 1).drop { $0 == " " })
                write(name, secrets.shown(value, ofField: name), to: &json)
            }
        }
        json.key("body")
        secrets.write(body: entry.responseBody, to: &json)
    }

    private func write(_ name: String, _ value: String, to json: inout JSON.Writer) {
        json.array { json in
            json.string(name)
            json.string(value)
        }
    }

    private func write(_ extras: Journal.Extras, to json: inout JSON.Writer) {
        if let step = extras.step { write(step: step, to: &json) }
        if let rule = extras.chaosRule { json.member("chaos", rule) }
        if let fault = extras.fault { json.member("fault", fault) }
        if let delay = extras.delay { json.member("delay", "\(milliseconds(delay))ms") }
        if let name = extras.forcedError { json.member("forcedError", name) }
        if let name = extras.check { json.member("check", name) }
        guard !extras.notes.isEmpty else { return }
        json.array("notes") { json in
            for note in extras.notes { json.string(note) }
        }
    }

    /// `htp.sale.create[2]` as `{"selector": "htp.sale.create", "step": 2}`.
    private func write(step: String, to json: inout JSON.Writer) {
        let parts = step.split(separator: "[")
        json.object("step") { json in
            json.member("selector", String(parts.first ?? ""))
            json.member("step", parts.last.flatMap { Int($0.dropLast()) })
        }
    }
}

private func milliseconds(_ duration: Duration) -> Int64 {
    duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
}
