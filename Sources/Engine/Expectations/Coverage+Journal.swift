import HTTP
import JSON

extension Coverage {
    /// What the journal of a bay shows.
    init(_ evidence: Evidence) {
        let contents = evidence.contents
        let planned = contents.start.scenario?.plannedFaults ?? [:]
        var lines: [Line] = []
        var starts: [Int] = []
        for mount in contents.mounts {
            starts.append(lines.count)
            for operation in mount.operations {
                lines.append(Line(mount.facts.key, operation, faults: planned[operation.name] ?? []))
            }
        }
        let catalogues = contents.mounts.map(\.errors)
        for (summary, index) in evidence.summaries {
            guard let entry = contents.journal[summary.number] else { continue }
            let operation = evidence.operation(index)
            let call = Witnessed(entry)
            let at = starts[index.vendor] + index.operation
            lines[at].calls += 1
            if let fault = call.fault { lines[at].meet(.fault, fault.rawValue) }
            // A reply that was cut off tells the client nothing.
            guard entry.extras?.fault == nil else { continue }
            if let error = evidence.error(of: call, operation, index, catalogues[index.vendor]) {
                lines[at].meet(.error, error)
            } else {
                lines[at].meet(.success, "\(call.status)")
                if operation.paging?.isLast(call) ?? false { lines[at].meet(.page, Line.lastPage) }
                if call.renews(by: operation) { lines[at].meet(.renewal, Line.renewal) }
            }
        }
        self.init(lines: lines)
    }
}

extension Coverage.Line {
    fileprivate static let lastPage = "last page"
    fileprivate static let renewal = "refresh"

    fileprivate init(_ vendor: String, _ operation: Operation, faults: [Fault.Kind]) {
        self.vendor = vendor
        self.operation = operation.name
        calls = 0
        outcomes = operation.outcomes.map { outcome in
            switch outcome {
            case .success(let status): .init(kind: .success, name: "\(status)", isMet: false)
            case .error(let name): .init(kind: .error, name: name, isMet: false)
            }
        }
        if operation.paging != nil {
            outcomes.append(.init(kind: .page, name: Self.lastPage, isMet: false))
        }
        if operation.renewal != nil {
            outcomes.append(.init(kind: .renewal, name: Self.renewal, isMet: false))
        }
        outcomes += faults.map { .init(kind: .fault, name: $0.rawValue, isMet: false) }
    }

    /// An outcome that is not documented is none, but for faults.
    fileprivate mutating func meet(_ kind: Coverage.Outcome.Kind, _ name: String) {
        if let known = outcomes.firstIndex(where: { $0.kind == kind && $0.name == name }) {
            outcomes[known].isMet = true
        } else if kind == .fault {
            outcomes.append(.init(kind: kind, name: name, isMet: true))
        }
    }
}

extension Scenario {
    /// The kinds of faults that the flow has for single operations.
    fileprivate var plannedFaults: [String: [Fault.Kind]] {
        var planned: [String: [Fault.Kind]] = [:]
        for rule in flow where rule.selector.reach == .operation {
            let kinds = Set(rule.steps.compactMap { $0.fault?.kind })
            planned[rule.selector.text] = Fault.Kind.allCases.filter { kinds.contains($0) }
        }
        return planned
    }
}

extension Witnessed {
    fileprivate func renews(by operation: Operation) -> Bool {
        switch operation.renewal {
        case nil: return false
        case .always: return true
        case .body(let fields, let value):
            guard let request, case .json(let document) = Call.Body(of: request, for: operation) else {
                return false
            }
            return fields.contains { document.root[$0]?.string == value }
        }
    }
}

extension Evidence {
    /// The documented error that the reply is; `nil` where it is a success, or an error that is not documented.
    ///
    /// What a scenario or the client asked for is known by name. Else the status tells; where several errors share it, the
    /// one whose reply is most like this one.
    fileprivate func error(
        of call: Witnessed,
        _ operation: Operation,
        _ index: OperationIndex,
        _ catalogue: [ErrorListing],
    ) -> String? {
        if let name = call.entry.extras?.forcedError ?? call.entry.extras?.scriptedError { return name }
        let documented = operation.outcomes.compactMap { outcome -> ErrorListing? in
            guard case .error(let name) = outcome else { return nil }
            return catalogue.first { $0.name == name && $0.status == call.status }
        }
        guard call.status >= 400 else {
            // An error that comes with a success: its name is in the body.
            let body = call.entry.responseBody
            return documented.first { error in body.contains(text: "\"\(error.name)\"") }?.name
        }
        guard documented.count > 1 else { return documented.first?.name ?? "undocumented" }
        let own = leaves(of: call.entry.responseBody)
        var best: (name: String, likeness: Int)?
        for error in documented {
            let likeness = leaves(of: reply(error.name, to: call, index)).intersection(own).count
            if likeness > best?.likeness ?? -1 { best = (error.name, likeness) }
        }
        return best?.name
    }

    /// What the vendor says with that error.
    private func reply(_ error: String, to call: Witnessed, _ index: OperationIndex) -> [UInt8] {
        guard let request = call.request else { return [] }
        let mount = contents.mounts[index.vendor]
        let asked = Call(
            request,
            operation: index.operation,
            captures: Router.Captures(),
            router: mount.router,
            body: Call.Body(of: request, for: mount.operations[index.operation]),
            forcing: error
        )
        var world = contents.worlds[index.vendor]
        return world.respond(to: asked, withError: error)?.body ?? []
    }

    /// The single values of a JSON text, each with its path; what is no JSON is one itself.
    private func leaves(of body: [UInt8]) -> Set<String> {
        guard let root = (try? JSON.Document(body))?.root else {
            return [String(decoding: body, as: UTF8.self)]
        }
        var leaves: Set<String> = []
        collect(root, "", &leaves)
        return leaves
    }

    private func collect(_ node: JSON.Node, _ path: String, _ leaves: inout Set<String>) {
        switch node.kind {
        case .object: for member in node.members { collect(member.value, "\(path).\(member.key)", &leaves) }
        case .array: for element in node.elements { collect(element, "\(path)[]", &leaves) }
        case .null, .bool, .number, .string:
            leaves.insert("\(path)=\(String(decoding: node.rawBytes, as: UTF8.self))")
        }
    }
}

extension [UInt8] {
    fileprivate func contains(text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, count >= wanted.count else { return false }
        return (0...count - wanted.count).contains { start in
            self[start] == first && self[start..<start + wanted.count].elementsEqual(wanted)
        }
    }
}
