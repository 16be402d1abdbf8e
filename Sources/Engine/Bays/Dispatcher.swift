package import HTTP
import JSON

/// Where a request goes: which vendor, which bay, which operation. Made once, shared by all loops.
package struct Dispatcher: Responder {
    /// Which surface a listening socket serves.
    package enum Surface: Sendable {
        /// Control API, and the vendors by first path segment or by real host name.
        case gateway
        /// One vendor's own paths: its position in the list of mounts.
        case vendor(Int)
    }

    private let mounts: [any Mounted]
    /// Each mount's router and operations again: asked on every request.
    private let contracts: [Contract]
    private let bays: Bays
    private let surfaces: [Surface]
    private let control: any ControlSurface
    /// Whether replies carry no `X-Mockbay-Request-Id`.
    private let isPure: Bool
    private let witness: (any Witness)?

    private struct Contract: Sendable {
        let router: Router
        let operations: [Operation]
        let segment: [UInt8]
        let hosts: [[UInt8]]
    }

    /// - Parameter surfaces: what each of the server's listeners serves, in their order.
    package init(
        bays: Bays,
        surfaces: [Surface],
        control: any ControlSurface,
        isPure: Bool = false,
        witness: (any Witness)? = nil,
    ) {
        self.mounts = bays.mounts
        self.bays = bays
        self.surfaces = surfaces
        self.control = control
        self.isPure = isPure
        self.witness = witness
        contracts = bays.mounts.map { mount in
            Contract(
                router: mount.router,
                operations: mount.operations,
                segment: Array(mount.facts.key.utf8),
                hosts: mount.facts.hosts.map { Array($0.utf8) }
            )
        }
    }

    package func refusal(of request: borrowing Request, on listener: Listener) -> Delivery? {
        // A client that asks before it sends its body learns here that nobody wants it.
        guard request.fields.first("Expect", in: request.head) != nil else { return nil }
        guard case .vendor(let destination) = destination(of: request, on: listener) else { return nil }
        let contract = contracts[destination.vendor]
        if case .operation = contract.router.match(request.method, destination.path, in: request.head) {
            return nil
        }
        return respond(to: request, on: listener)
    }

    package func respond(to request: borrowing Request, on listener: Listener) -> Delivery {
        var seen = Sighting()
        guard let witness else { return respond(to: request, on: listener, &seen) }
        let start = MonotonicTime.now()
        let delivery = respond(to: request, on: listener, &seen)
        seen.nanoseconds = MonotonicTime.now() - start
        seen.status = delivery.response.status
        witness.saw(request, seen)
        return delivery
    }

    private func respond(
        to request: borrowing Request,
        on listener: Listener,
        _ seen: inout Sighting,
    ) -> Delivery {
        // RFC 9110 §9.3.7: `OPTIONS *` asks about the server as a whole.
        if request.method == .options, request.path.isEmpty {
            return Delivery(.options([.get, .head, .post, .put, .patch, .delete, .options]))
        }
        switch destination(of: request, on: listener) {
        case .control(let path):
            return control.respond(to: copy request, path: path)
        case .nowhere(let problem):
            return Delivery(problem.response)
        case .vendor(let destination):
            let bay: Bay
            do throws(MockbayProblem) {
                bay = try self.bay(for: request, destination)
            } catch {
                return Delivery(error.response)
            }
            let routed = route(request, destination)
            var delivery = bay.respond(
                to: request,
                vendor: destination.vendor,
                routed,
                forcing: request.field("X-Mockbay-Error")
            )
            seen.bay = bay.name
            seen.number = delivery.requestID
            var operation: Int?
            if case .call(let call) = routed {
                operation = call.operation
                seen.operation = contracts[destination.vendor].operations[call.operation].name
            }
            let status = delivery.response.status
            bays.tally.count(vendor: destination.vendor, operation: operation, status: status)
            if isPure { delivery.requestID = nil }
            return delivery
        }
    }

    /// What is known of a request before anybody looks at its meaning.
    private struct Destination {
        var vendor: Int
        /// The vendor's own path: bay prefix and mount taken off.
        var path: Slice
        var bay: BayName?
    }

    private enum Place {
        case control(Slice)
        case vendor(Destination)
        case nowhere(MockbayProblem)
    }

    private func destination(of request: borrowing Request, on listener: Listener) -> Place {
        var path = request.path
        var bay: BayName?
        if let prefix = Dispatcher.bayPrefix(of: path, in: request.head) {
            guard let name = BayName(request.decoded(prefix.name) ?? "") else {
                return .nowhere(.badBayName(request.text(prefix.name)))
            }
            bay = name
            path = prefix.rest
        }
        switch surfaces[listener.index] {
        case .vendor(let vendor):
            return .vendor(Destination(vendor: vendor, path: path, bay: bay))
        case .gateway:
            if let vendor = vendor(ofHost: request) {
                return .vendor(Destination(vendor: vendor, path: path, bay: bay))
            }
            let first = firstSegment(of: path, in: request.head)
            if let vendor = contracts.firstIndex(where: {
                $0.segment.elementsEqual(request.head[first.range])
            }) {
                let rest = Slice(Int(first.end), Int(path.end))
                return .vendor(Destination(vendor: vendor, path: rest, bay: bay))
            }
            if request.head[first.range].elementsEqual("__mockbay".utf8) {
                return .control(Slice(Int(first.end), Int(path.end)))
            }
            return .nowhere(.unknownMount(request.text(path), vendors: mounts.map(\.facts.key)))
        }
    }

    /// `/~name/…`, the tilde also as `%7E`.
    static func bayPrefix(of path: Slice, in head: [UInt8]) -> (name: Slice, rest: Slice)? {
        let start = Int(path.start)
        let end = Int(path.end)
        guard end - start > 1 else { return nil }
        var from = start + 1
        if head[from] == UInt8(ascii: "~") {
            from += 1
        } else if end - from >= 3, head[from] == UInt8(ascii: "%"), head[from + 1] == UInt8(ascii: "7"),
            asciiLowercase(head[from + 2]) == UInt8(ascii: "e")
        {
            from += 3
        } else {
            return nil
        }
        var until = from
        while until < end, head[until] != UInt8(ascii: "/") { until += 1 }
        return (Slice(from, until), Slice(until, end))
    }

    private func firstSegment(of path: Slice, in head: [UInt8]) -> Slice {
        let end = Int(path.end)
        let from = min(Int(path.start) + 1, end)
        var until = from
        while until < end, head[until] != UInt8(ascii: "/") { until += 1 }
        return Slice(from, until)
    }

    /// The vendor whose real host name the request gives, the port left aside.
    private func vendor(ofHost request: borrowing Request) -> Int? {
        let authority = request.head[request.authority.range]
        let host = authority.prefix { $0 != UInt8(ascii: ":") }
        return contracts.firstIndex { contract in
            contract.hosts.contains { name in
                name.count == host.count && zip(name, host).allSatisfy { $0 == asciiLowercase($1) }
            }
        }
    }

    /// The bay that prefix, header and credentials agree on.
    private func bay(for request: borrowing Request, _ destination: Destination) throws(MockbayProblem) -> Bay
    {
        var chosen = destination.bay
        for value in request.fields.all("X-Mockbay-Bay", in: request.head) {
            let text = request.text(value)
            guard let name = BayName(text) else { throw .badBayName(text) }
            guard chosen == nil || chosen == name else { throw .bayConflict(chosen, name) }
            chosen = name
        }
        if let text = mounts[destination.vendor].bay(namedBy: request) {
            guard let name = BayName(text) else { throw .badBayName(text) }
            guard chosen == nil || chosen == name else { throw .bayConflict(chosen, name) }
            chosen = name
        }
        guard let chosen else { return bays.default }
        return try bays.bay(chosen)
    }

    private func route(_ request: borrowing Request, _ destination: Destination) -> Routed {
        let contract = contracts[destination.vendor]
        return Routed(request, path: destination.path, contract.router, contract.operations)
    }
}

/// What became of a request before a bay saw it.
package enum Routed: Sendable {
    case call(Call)
    case refused(Refusal)
    /// `OPTIONS` on a path that is there.
    case options([HTTP.Method])

    /// - Parameter path: the request's path in the vendor's own terms; what is before it, replies repeat.
    package init(_ request: borrowing Request, path: Slice, _ router: Router, _ operations: [Operation]) {
        switch router.match(request.method, path, in: request.head) {
        case .notFound:
            self = .refused(.notFound)
        case .methodNotAllowed(let methods):
            self = request.method == .options ? .options(methods) : .refused(.methodNotAllowed(methods))
        case .operation(let index, let captures):
            self = .call(
                Call(
                    copy request,
                    operation: index,
                    captures: captures,
                    router: router,
                    prefix: Slice(Int(request.path.start), Int(path.start)),
                    body: request.body.isEmpty ? .none : Call.Body(of: request, for: operations[index])
                )
            )
        }
    }
}

/// What is known of a request once it is answered.
package struct Sighting: Sendable {
    /// `nil`, like the two below, where the request did not get that far.
    package var bay: BayName?
    package var operation: String?
    /// Its number in the bay's journal.
    package var number: UInt64?
    package var status = 0
    /// From the whole request to the reply in hand, the wire left aside.
    package var nanoseconds: UInt64 = 0

    init() {}
}

/// Told of every request that was answered, on the loop's thread: it must not block.
package protocol Witness: Sendable {
    func saw(_ request: borrowing Request, _ sighting: Sighting)
}

/// What answers under `/__mockbay`.
package protocol ControlSurface: Sendable {
    /// - Parameter path: what follows `/__mockbay`.
    func respond(to request: Request, path: Slice) -> Delivery
}
