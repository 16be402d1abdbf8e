import HTTP
import JSON

/// How far a client has turned the pages of a list.
enum PageWalks {
    /// One page as it was shown.
    fileprivate struct Page {
        let call: Witnessed
        let start: Int
        let rows: Int
        /// Of all rows, where the reply tells.
        let total: Int?
        let isLast: Bool
    }

    /// What is asked for, the page aside.
    fileprivate struct Filter: Hashable {
        let method: HTTP.Method
        let path: String
        let query: [String]
        let body: [UInt8]
    }

    static func complaint(of index: OperationIndex, _ name: String, _ evidence: Evidence) -> String? {
        let start = "wanted \(name) to be read to the last page"
        guard let paging = evidence.operation(index).paging else { return "\(name) has no pages" }
        let calls = evidence.calls(of: [index])
        guard !calls.isEmpty else {
            return "\(start), it was never called\n\(evidence.whatCameInstead(of: [index]))"
        }
        var order: [Filter] = []
        var walks: [Filter: [[Page]]] = [:]
        for call in calls {
            guard let request = call.request, !call.entry.isCut else {
                return "cannot be judged: the journal had no room for the body of #\(call.number)"
            }
            let filter = Filter(request, paging)
            if walks[filter] == nil {
                order.append(filter)
                walks[filter] = []
            }
            guard !call.failed, let page = paging.page(of: call, request) else { continue }
            // From the start again: another walk.
            var own = walks[filter] ?? []
            if page.start == 0 || own.isEmpty { own.append([]) }
            own[own.count - 1].append(page)
            walks[filter] = own
        }
        for filter in order {
            let own = walks[filter] ?? []
            if own.contains(where: isComplete) { continue }
            let asked = calls.filter { $0.request.map { Filter($0, paging) } == filter }
            guard let walk = own.max(by: { reach($0) < reach($1) }), !walk.isEmpty else {
                return "\(start), no page of \(filter.path) could be read\n\(Timeline.of(asked))"
            }
            let total = walk.last?.total.map { " of \($0)" } ?? ""
            var timeline = Timeline()
            for call in asked {
                let page = own.joined().first { $0.call.number == call.number }
                timeline.add(call, note: page.map { "rows \($0.start + 1) to \($0.start + $0.rows)" })
            }
            return
                "\(start), the client stopped after row \(reach(walk))\(total) of \(filter.path)\n\(timeline.text)"
        }
        return nil
    }

    /// How many rows were seen from the first one on without a hole.
    private static func reach(_ walk: [Page]) -> Int {
        var reach = 0
        for page in walk.sorted(by: { $0.start < $1.start }) where page.start <= reach {
            reach = max(reach, page.start + page.rows)
        }
        return reach
    }

    private static func isComplete(_ walk: [Page]) -> Bool {
        let reach = reach(walk)
        if let total = walk.last?.total { return reach >= total }
        return walk.contains { $0.isLast && $0.start <= reach }
    }
}

extension PageWalks.Filter {
    fileprivate init(_ request: Request, _ paging: Paging) {
        method = request.method
        path = request.text(request.path)
        query = request.queryItems.compactMap { item in
            let name = request.formDecoded(item.name) ?? ""
            guard name != paging.startName, name != paging.size else { return nil }
            return name + "=" + (request.formDecoded(item.value) ?? "")
        }.sorted()
        body = request.body
    }
}

extension Paging {
    /// Whether the reply to the call has the last row in it.
    func isLast(_ call: Witnessed) -> Bool {
        guard let request = call.request, !call.entry.isCut, !call.failed else { return false }
        return page(of: call, request)?.isLast ?? false
    }

    fileprivate func page(of call: Witnessed, _ request: Request) -> PageWalks.Page? {
        guard let reply = call.reply,
            let rows = self.rows.lazy.compactMap({ reply.at($0) }).first(where: { $0.kind == .array })?.count
        else { return nil }
        let total = total.lazy.compactMap { reply.at($0)?.wholeNumber }.first
        let pages = pages.lazy.compactMap { reply.at($0)?.wholeNumber }.first
        let asked = request.query(named: size).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        let shown = shownSize.flatMap { reply.at($0)?.wholeNumber }
        let size = shown ?? min(asked ?? usualSize, largestSize)
        let from = request.query(named: startName).flatMap { Int($0) } ?? 0
        var first: Int
        switch start {
        case .offset:
            first = max(0, from)
        case .page:
            let number = max(1, shownNumber.flatMap { reply.at($0)?.wholeNumber } ?? from)
            if let total, let pages, number == pages {
                first = total - rows
            } else if shown == nil, pages != nil {
                // A page that is not the last one is full: its rows tell its size better than what was asked for.
                first = (number - 1).multipliedReportingOverflow(by: rows).partialValue
            } else {
                first = (number - 1).multipliedReportingOverflow(by: size).partialValue
            }
        }
        first = max(0, first)
        let isLast = total.map { first + rows >= $0 } ?? (rows < size)
        return PageWalks.Page(call: call, start: first, rows: rows, total: total, isLast: isLast)
    }
}

extension JSON.Node {
    /// What lies at the end of a path of names. A list on the way stands for its first element.
    fileprivate func at(_ path: [String]) -> JSON.Node? {
        var node = self
        for name in path {
            if node.kind == .array {
                guard let first = node.elements.first(where: { _ in true }) else { return nil }
                node = first
            }
            guard let next = node[name] else { return nil }
            node = next
        }
        return node
    }

    /// A whole number, also where it is written as text.
    fileprivate var wholeNumber: Int? { int ?? string.flatMap { Int($0) } }
}
