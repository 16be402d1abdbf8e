package import HTTP

/// Finds the operation for a method and a path: a tree of path segments, walked over the raw bytes.
///
/// Segments are split before they are decoded (RFC 3986 §2.4), so an encoded slash is data.
package struct Router: Sendable {
    package enum Match: Sendable {
        /// The position of the operation in the list the router was made from.
        case operation(Int, Captures)
        case notFound
        /// The methods that the path has, for `Allow`.
        case methodNotAllowed([HTTP.Method])
    }

    /// The raw path segments that stand where the operation's path has `{name}`.
    package struct Captures: Sendable {
        package static let most = 4
        package private(set) var count = 0
        private var slices: [4 of Slice] = .init(repeating: .empty)
        /// The leaf whose names belong to the slices.
        fileprivate(set) var node = 0

        package init() {}

        package subscript(_ index: Int) -> Slice { slices[index] }

        mutating func push(_ slice: Slice) {
            slices[count] = slice
            count += 1
        }

        mutating func pop() { count -= 1 }
    }

    private struct Node: Sendable {
        var literals: [(text: [UInt8], child: Int)] = []
        var capture: Int?
        var operations: [(method: HTTP.Method, operation: Int)] = []
        /// The names of the captures on the way here.
        var names: [[UInt8]] = []
    }

    private var nodes: [Node] = [Node()]
    /// Whether several slashes between two segments count as one.
    private let collapsesSlashes: Bool

    package init(_ operations: [Operation], collapsesSlashes: Bool = false) {
        self.collapsesSlashes = collapsesSlashes
        for (index, operation) in operations.enumerated() {
            for binding in operation.bindings { add(binding, operation: index) }
        }
    }

    private mutating func add(_ binding: Operation.Binding, operation: Int) {
        var at = 0
        var names: [[UInt8]] = []
        for segment in binding.path.split(separator: "/", omittingEmptySubsequences: true) {
            if segment.first == "{", segment.last == "}" {
                names.append(Array(segment.utf8.dropFirst().dropLast()))
                at = child(of: at, along: nil)
            } else {
                at = child(of: at, along: Array(segment.utf8))
            }
        }
        // A slash at the end is a segment without text: `/products/` is another path than `/products`.
        if binding.path.last == "/", binding.path.utf8.count > 1 { at = child(of: at, along: []) }
        precondition(names.count <= Captures.most, "\(binding.path) has more than \(Captures.most) captures")
        precondition(
            !nodes[at].operations.contains { $0.method == binding.method },
            "\(binding.method.name) \(binding.path) is declared twice"
        )
        nodes[at].names = names
        nodes[at].operations.append((binding.method, operation))
    }

    /// The node below `parent` for a literal segment, or for any segment where `literal` is `nil`; made if missing.
    private mutating func child(of parent: Int, along literal: [UInt8]?) -> Int {
        if let literal {
            if let known = nodes[parent].literals.first(where: { $0.text == literal }) { return known.child }
            nodes.append(Node())
            nodes[parent].literals.append((literal, nodes.count - 1))
        } else {
            if let known = nodes[parent].capture { return known }
            nodes.append(Node())
            nodes[parent].capture = nodes.count - 1
        }
        return nodes.count - 1
    }

    /// - Parameter path: the path of the vendor's own API, mount and bay prefix taken off; it starts with `/`.
    package func match(_ method: HTTP.Method, _ path: Slice, in head: [UInt8]) -> Match {
        var captures = Captures()
        let node = walk(0, from: Int(path.start), to: Int(path.end), in: head, &captures)
        guard let node else { return .notFound }
        captures.node = node
        let bound = nodes[node].operations
        if let hit = bound.first(where: { $0.method == method }) {
            return .operation(hit.operation, captures)
        }
        // RFC 9110 §9.3.2: HEAD is GET without the content.
        if method == .head, let hit = bound.first(where: { $0.method == .get }) {
            return .operation(hit.operation, captures)
        }
        return .methodNotAllowed(allowed(bound.map(\.method)))
    }

    private func allowed(_ methods: [HTTP.Method]) -> [HTTP.Method] {
        var all = methods
        if all.contains(.get), !all.contains(.head) { all.append(.head) }
        all.append(.options)
        return all.sorted { $0.rawValue < $1.rawValue }
    }

    private func walk(
        _ node: Int,
        from start: Int,
        to end: Int,
        in head: [UInt8],
        _ captures: inout Captures,
    ) -> Int? {
        guard start < end else { return nodes[node].operations.isEmpty ? nil : node }
        guard head[start] == UInt8(ascii: "/") else { return nil }
        var from = start + 1
        while collapsesSlashes, from < end, head[from] == UInt8(ascii: "/") { from += 1 }
        var until = from
        while until < end, head[until] != UInt8(ascii: "/") { until += 1 }
        guard from < until else {
            guard until == end, let leaf = nodes[node].literals.first(where: { $0.text.isEmpty }) else {
                return nil
            }
            return nodes[leaf.child].operations.isEmpty ? nil : leaf.child
        }
        for index in nodes[node].literals.indices
        where isSegment(nodes[node].literals[index].text, from, until, in: head) {
            let child = nodes[node].literals[index].child
            if let leaf = walk(child, from: until, to: end, in: head, &captures) { return leaf }
        }
        guard let capture = nodes[node].capture else { return nil }
        captures.push(Slice(from, until))
        if let leaf = walk(capture, from: until, to: end, in: head, &captures) { return leaf }
        captures.pop()
        return nil
    }

    /// Compares a literal with a raw segment. Few segments hold escapes; only those are decoded.
    private func isSegment(_ literal: [UInt8], _ from: Int, _ until: Int, in head: [UInt8]) -> Bool {
        if literal.count == until - from {
            for index in literal.indices where literal[index] != head[from + index] { return false }
            return true
        }
        let segment = head[from..<until]
        guard literal.count < segment.count, segment.contains(UInt8(ascii: "%")) else { return false }
        return Percent.decode(segment).map { literal.elementsEqual($0.utf8) } ?? false
    }

    /// Where among the captures the segment of that name is.
    package func position(of name: StaticString, in captures: Captures) -> Int? {
        name.withUTF8Buffer { wanted in
            nodes[captures.node].names.firstIndex { name in
                guard name.count == wanted.count else { return false }
                for index in 0..<wanted.count where unsafe name[index] != wanted[index] { return false }
                return true
            }
        }
    }

    /// The same for a name that comes from a file.
    @_disfavoredOverload  // so that a literal takes the other one
    package func position(of name: String, in captures: Captures) -> Int? {
        nodes[captures.node].names.firstIndex(of: Array(name.utf8))
    }
}
