package import HTTP
import JSON

/// What a bay has to show of what its client did.
struct Evidence {
    let contents: Bay.Contents

    /// The calls of some operations, oldest first.
    func calls(of operations: Set<OperationIndex>) -> [Witnessed] {
        contents.journal.summaries().compactMap { summary in
            guard let index = summary.index, operations.contains(index) else { return nil }
            return contents.journal[summary.number].map(Witnessed.init)
        }
    }

    /// All that reached an operation, without what was said.
    var summaries: [(summary: Journal.Summary, operation: OperationIndex)] {
        contents.journal.summaries().compactMap { summary in summary.index.map { (summary, $0) } }
    }

    func operation(_ index: OperationIndex) -> Operation {
        contents.mounts[index.vendor].operations[index.operation]
    }

    /// What the client did instead, for calls that did not come: by operation of the same vendors, how often and with
    /// what outcome.
    func whatCameInstead(of operations: Set<OperationIndex>) -> String {
        let vendors = Set(operations.map(\.vendor))
        var order: [OperationIndex] = []
        var statuses: [OperationIndex: [Int: Int]] = [:]
        for (summary, operation) in summaries
        where vendors.contains(operation.vendor) && !operations.contains(operation) {
            if statuses[operation] == nil { order.append(operation) }
            statuses[operation, default: [:]][summary.status, default: 0] += 1
        }
        guard !order.isEmpty else { return "no other call came to the vendor either" }
        let names = order.prefix(Timeline.most).map { index in
            let counts = (statuses[index] ?? [:]).sorted { $0.key < $1.key }
            return "\(operation(index).name) "
                + counts.map { "\($0.value) x \($0.key)" }.joined(separator: ", ")
        }
        return "what came instead: " + names.joined(separator: "; ")
    }
}

extension Bay.Contents {
    /// An operation as the bay's assumptions have it now.
    package func contract(of index: OperationIndex) -> Operation {
        worlds[index.vendor].contract(of: index.operation)
    }
}

extension Journal.Summary {
    var index: OperationIndex? {
        guard let vendor, let operation else { return nil }
        return OperationIndex(vendor: Int(vendor), operation: Int(operation))
    }
}

/// One call as the journal has it, taken apart.
struct Witnessed {
    let entry: Journal.Entry
    /// `nil` where the journal had no room for it.
    let request: Request?

    init(_ entry: Journal.Entry) {
        self.entry = entry
        request = entry.request
    }

    var number: UInt64 { entry.number }
    var status: Int { entry.summary.status }
    var instant: Instant { entry.summary.instant }
    var fault: Fault.Kind? { entry.extras?.faultKind }
    /// A refusal, or a reply that did not come through.
    var failed: Bool { status >= 400 || entry.extras?.fault != nil }
    /// When the reply went out, by the bay's clock.
    var left: Instant { instant + (entry.extras?.held ?? .zero) }

    /// The wait that the reply asked for, in the bay's time.
    var retryAfter: Duration? {
        if let seconds = entry.extras?.retryAfter { return .seconds(seconds) }
        guard let text = entry.field("retry-after") else { return nil }
        if let seconds = Int(text), seconds >= 0 { return .seconds(seconds) }
        // RFC 9110 §10.2.3: or the date at which to come back.
        return HTTPDate.parse(text).map { max(.zero, Instant(seconds: $0) - left) }
    }

    /// The document in the reply, if it is one.
    var reply: JSON.Node? { (try? JSON.Document(entry.responseBody))?.root }

    /// What the reply was, in a few words.
    var outcome: String {
        var text = "\(status)"
        if let retryAfter { text += ", Retry-After \(retryAfter.shown)" }
        if let fault = entry.extras?.fault { text += ", cut off: \(fault)" }
        return text
    }
}

extension Journal.Entry {
    /// The request, taken apart again; `nil` where its head was cut.
    package var request: Request? {
        guard !requestHead.isEmpty else { return nil }
        var limits = HTTP.Limits()
        limits.head = .max / 2
        limits.target = .max / 2
        limits.fields = .max
        var request = Request()
        // The server took the head once, so its parser takes it again.
        guard let progress = try? RequestParser(limits: limits).parse(requestHead.span, into: &request),
            progress != .needMore
        else { return nil }
        request.body = requestBody
        return request
    }

    /// Whether the bodies had no room in the journal.
    var isCut: Bool { summary.isTruncated }

    /// A field of the reply; the name in lower case.
    func field(_ name: String) -> String? {
        for line in String(decoding: fieldLines, as: UTF8.self).split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == name else { continue }
            return String(parts[1].drop { $0 == " " })
        }
        return nil
    }
}

extension Journal.Extras {
    /// What went wrong on the wire: the first word of its description.
    var faultKind: Fault.Kind? {
        fault.flatMap { Fault.Kind(rawValue: String($0.prefix { $0 != " " })) }
    }
}

/// The attempts of a client, one a line.
struct Timeline {
    /// So many lines at most.
    static let most = 20

    private(set) var lines: [String] = []
    private var last: Instant?

    /// - Parameter note: what is wrong with this one.
    mutating func add(_ call: Witnessed, note: String? = nil) {
        var line = "  #\(call.number)  \(call.instant.iso8601)"
        if let last { line += "  +\((call.instant - last).shown)" }
        line += "  \(call.outcome)"
        if let note { line += "  <- \(note)" }
        lines.append(line)
        last = call.instant
    }

    /// Cut in the middle where there are too many.
    var text: String {
        guard lines.count > Timeline.most else { return lines.joined(separator: "\n") }
        let half = Timeline.most / 2
        let left = ["  ... \(lines.count - 2 * half) more ..."]
        return (lines.prefix(half) + left + lines.suffix(half)).joined(separator: "\n")
    }

    static func of(_ calls: [Witnessed]) -> String {
        var timeline = Timeline()
        for call in calls { timeline.add(call) }
        return timeline.text
    }
}

extension Duration {
    /// `250ms`, `1.5s`, `90s`.
    var shown: String {
        let milliseconds = wholeMilliseconds
        guard milliseconds.magnitude >= 1000 else { return "\(milliseconds)ms" }
        var text = "\(milliseconds / 1000)"
        let rest = Int(milliseconds.magnitude % 1000)
        if rest > 0 {
            var digits = String(rest + 1000).dropFirst()
            while digits.last == "0" { digits.removeLast() }
            text += ".\(digits)"
        }
        return text + "s"
    }
}
