package import HTTP
import JSON

// MARK: - reply

extension ScenarioReader {
    mutating func reply(_ node: JSON.Node, _ taken: [OperationIndex]) -> Step.Reply? {
        let keys = Grammar.reply
        guard isObject(node, "'reply'", keys: keys) else { return nil }
        let forms = [node["error"] != nil, node["patch"] != nil, keys[1...3].contains { node[$0] != nil }]
        guard forms.count(where: { $0 }) == 1 else {
            report(node, "'reply' is one of 'error', 'patch', and 'status' with 'headers' and 'body'")
            return nil
        }
        if let error = node["error"] { return self.error(error, taken).map { .error($0) } }
        if let patch = node["patch"] { return .patch(patch.value) }
        return response(node).map { .response($0) }
    }

    /// An error that every vendor has whose calls come here.
    private mutating func error(_ node: JSON.Node, _ taken: [OperationIndex]) -> String? {
        guard let name = text(node, "'error'") else { return nil }
        for vendor in names.vendors.indices where taken.contains(where: { $0.vendor == vendor }) {
            let errors = names.vendors[vendor].errors
            guard !errors.contains(name) else { continue }
            report(
                node,
                "\(names.vendors[vendor].key) has no error named '\(name)'",
                hint: nearest(to: name, among: errors)
            )
        }
        return name
    }

    /// A body that is text goes out as it stands; any other as JSON.
    private mutating func response(_ node: JSON.Node) -> Response? {
        guard let statusNode = node["status"] else {
            report(node, "'reply' needs a 'status'")
            return nil
        }
        var response = Response(200)
        if let status = integer(statusNode, "'status'", in: 100...599) {
            response.status = status
            if status < 200 { report(statusNode, "\(status) is interim (1xx); a reply ends the call") }
        }
        if let body = node["body"] {
            if response.status == 204 || response.status == 304 {
                report(body, "a reply with status \(response.status) has no body")
            }
            if let text = body.string {
                response.body = Array(text.utf8)
                response.contentType = .text
            } else {
                var json = JSON.Writer()
                json.node(body)
                response.body = json.bytes
                response.contentType = .json
            }
        }
        if let headers = node["headers"], isObject(headers, "'headers'") {
            for member in headers.members { add(member, to: &response) }
        }
        return response
    }

    /// What the connection writes itself: a second one would make the framing ambiguous.
    private static let ownHeaders = [
        "date", "content-length", "connection", "keep-alive", "transfer-encoding", "trailer", "upgrade",
        "x-mockbay-request-id",
    ]

    private mutating func add(_ member: JSON.Member, to response: inout Response) {
        let name = member.key
        guard isToken(name) else {
            report(member, "'\(name)' cannot be the name of a header")
            return
        }
        guard !ScenarioReader.ownHeaders.contains(name.lowercased()) else {
            report(member, "'\(name)' is the server's own to write")
            return
        }
        guard let value = scalar(member.value, "a header's value") else { return }
        guard isFieldValue(value) else {
            report(member.value, "the value of '\(name)' has blanks around it or control characters in it")
            return
        }
        if name.lowercased() == "content-type" { response.contentType = nil }
        response.fieldLines += Array("\(name): \(value)\r\n".utf8)
    }

    /// RFC 9110 §5.6.2: `token`
    func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// RFC 9110 §5.5: visible characters, blanks between them, and whatever is not ASCII.
    private func isFieldValue(_ text: String) -> Bool {
        let blanks: [UInt8] = [0x20, 0x09]
        if let first = text.utf8.first, blanks.contains(first) { return false }
        if let last = text.utf8.last, blanks.contains(last) { return false }
        return text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}

// MARK: - fault

extension ScenarioReader {
    /// The one fault, and whether the call takes effect where that is said.
    mutating func fault(_ node: JSON.Node) -> (Fault, commit: Bool?)? {
        let kinds = Fault.Kind.allCases.map(\.rawValue)
        guard isObject(node, "'fault'", keys: kinds + ["commit"]) else { return nil }
        let commit = node["commit"].map { flag($0, "'commit'") } ?? nil
        let chosen = node.members.filter { kinds.contains($0.key) }
        guard chosen.count == 1, let member = chosen.first, let kind = Fault.Kind(rawValue: member.key) else {
            if chosen.count > 1 || node.count <= (commit == nil ? 0 : 1) {
                report(node, "'fault' is one of \(kinds.joined(separator: ", "))")
            }
            return nil
        }
        let details = member.value
        let points = kind.points
        let keys = points + (kind == .drip ? ["bytesPerSecond"] : [])
        guard isObject(details, "'\(member.key)'", keys: keys) else { return nil }
        var fault = Fault(kind, at: kind.defaultPoint)
        if let rate = details["bytesPerSecond"], kind == .drip {
            fault.bytesPerSecond = integer(rate, "'bytesPerSecond'", in: 1...1_000_000_000) ?? 1
        }
        let given = details.members.filter { points.contains($0.key) }
        if given.count > 1 { report(details, "a fault strikes at one point, not at \(given.count)") }
        if let first = given.first, let point = point(first) { fault.point = point }
        return (fault, commit)
    }

    private mutating func point(_ member: JSON.Member) -> Fault.Point? {
        switch member.key {
        case "afterBodyBytes":
            return integer(member.value, "'afterBodyBytes'", in: 0...Int.max).map { .afterBodyBytes($0) }
        case "atBodyFraction":
            return number(member.value, "'atBodyFraction'", in: 0...1).map { .atBodyFraction($0) }
        default:
            guard member.value.bool == true else {
                report(member.value, "'\(member.key)' must be true where it is named")
                return nil
            }
            switch member.key {
            case "onAccept": return .onAccept
            case "afterHeaders": return .afterHeaders
            default: return .beforeHeaders
            }
        }
    }
}

extension Fault.Kind {
    /// The points at which a fault of this kind can strike, by name.
    package var points: [String] {
        switch self {
        case .reset, .close, .stall:
            ["onAccept", "beforeHeaders", "afterHeaders", "afterBodyBytes", "atBodyFraction"]
        case .garbage, .drip: ["beforeHeaders", "afterHeaders", "afterBodyBytes", "atBodyFraction"]
        case .truncate, .malformed: ["afterHeaders", "afterBodyBytes", "atBodyFraction"]
        case .empty, .wrongLength: []
        }
    }

    /// Where it strikes if nothing is said.
    package var defaultPoint: Fault.Point {
        switch self {
        case .truncate, .malformed: .atBodyFraction(0.5)
        case .reset, .close, .stall, .empty, .garbage, .drip, .wrongLength: .beforeHeaders
        }
    }
}

// MARK: - delay

extension ScenarioReader {
    mutating func delay(_ node: JSON.Node) -> Delay? {
        if node.kind == .string { return duration(node, "'delay'").map { .fixed($0) } }
        let forms = Grammar.delays
        guard node.kind == .object else {
            report(node, "'delay' is a duration, or one of \(forms.joined(separator: ", "))")
            return nil
        }
        guard isObject(node, "'delay'", keys: forms) else { return nil }
        let chosen = node.members.filter { forms.contains($0.key) }
        guard chosen.count == 1, let member = chosen.first else {
            if chosen.count == node.count {
                report(node, "'delay' is one of \(forms.joined(separator: ", "))")
            }
            return nil
        }
        let details = member.value
        switch member.key {
        case "uniform":
            guard let (shortest, longest) = two(details, "'uniform'", "min", "max") else { return nil }
            guard let min = duration(shortest, "'min'"), let max = duration(longest, "'max'") else {
                return nil
            }
            if min > max { report(longest, "'max' is shorter than 'min'") }
            return .uniform(min: min, max: max)
        case "normal":
            guard let (centre, spread) = two(details, "'normal'", "mean", "deviation") else { return nil }
            let mean = duration(centre, "'mean'")
            let deviation = duration(spread, "'deviation'")
            guard let mean, let deviation else { return nil }
            return .normal(mean: mean, deviation: deviation)
        default:
            guard let (centre, spread) = two(details, "'lognormal'", "median", "sigma") else { return nil }
            let median = duration(centre, "'median'")
            let sigma = number(spread, "'sigma'", in: 0...10)
            guard let median, let sigma else { return nil }
            return .lognormal(median: median, sigma: sigma)
        }
    }

    private mutating func two(
        _ node: JSON.Node,
        _ what: String,
        _ first: String,
        _ second: String,
    ) -> (JSON.Node, JSON.Node)? {
        guard isObject(node, what, keys: [first, second]) else { return nil }
        guard let one = node[first], let other = node[second] else {
            report(node, "\(what) needs both '\(first)' and '\(second)'")
            return nil
        }
        return (one, other)
    }
}
