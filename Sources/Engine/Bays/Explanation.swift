package import HTTP

/// Why a reply is as it is: which bay, which operation, what was checked, which step of the scenario.
package struct Explanation: Sendable {
    /// One of the ways in which a request names its bay.
    package struct Selection: Sendable, Equatable {
        package enum Way: String, Sendable {
            case prefix = "path prefix"
            case header = "X-Mockbay-Bay"
            case credential
        }

        package var way: Way
        package var name: String
    }

    package struct Nearest: Sendable, Equatable {
        package var operation: String
        package var method: String
        package var path: String
        /// What the request has to change to get there.
        package var differs: String
    }

    package struct Check: Sendable, Equatable {
        package enum Outcome: String, Sendable {
            case passed, refused
            case notReached = "not reached"
        }

        package var name: String
        package var outcome: Outcome
    }

    /// A rule of the flow that takes the operation.
    package struct Rule: Sendable {
        package var selector: String
        /// Whether it is the one that counts: the most specific.
        package var isChosen: Bool
        package var steps: [Step]
    }

    package struct Step: Sendable {
        package enum Outcome: String, Sendable {
            case used
            case usedUp = "used up"
            case differs
            /// A step before it has to be used up first.
            case waits
        }

        /// From 1.
        package var number: Int
        package var line: Int
        package var used: Int
        package var extent: Extent
        package var outcome: Outcome
        package var differences: [Difference]
    }

    package typealias Extent = Engine.Step.Extent

    package let bay: BayName
    /// What the request itself says of its bay.
    package var selections: [Selection] = []
    package let vendor: Int
    package var operation: Int?
    package var nearest: [Nearest] = []
    package var checks: [Check] = []
    package var rules: [Rule] = []
    /// What happened, or would have: as it stands in a journal.
    package let entry: Journal.Entry
    package let isTried: Bool
}

extension Bay {
    /// Explains an exchange of the journal; `nil` where it is not there, or reached no vendor. What a step's conditions
    /// ask of records, and what is used up, is told as it is now.
    package func explanation(of number: UInt64) -> Explanation? {
        let contents = withContents { $0 }
        guard let entry = contents.journal[number], let vendor = entry.summary.vendor,
            let request = Request(entry)
        else { return nil }
        return explanation(of: entry, request, vendor: Int(vendor), in: contents, isTried: false)
    }

    /// Tries a request on a copy: nothing is written, counted, journalled or announced.
    package func explanation(trying request: Request, vendor: Int) -> Explanation? {
        let contents = withContents { $0 }
        var copy = contents
        copy.journal = Journal()
        let facts = mounts[vendor].facts
        let path = request.vendorPath(facts.key, mounts[vendor].router)
        let routed = Routed(request, path: path, mounts[vendor].router, mounts[vendor].operations)
        let delivery = copy.respond(
            to: request,
            vendor: vendor,
            routed,
            forcing: request.field("X-Mockbay-Error"),
            at: MonotonicTime.now()
        )
        guard let entry = delivery.requestID.flatMap({ copy.journal[$0] }) else { return nil }
        return explanation(of: entry, request, vendor: vendor, in: contents, isTried: true)
    }

    private func explanation(
        of entry: Journal.Entry,
        _ request: Request,
        vendor: Int,
        in contents: Contents,
        isTried: Bool,
    ) -> Explanation {
        let mount = mounts[vendor]
        var explanation = Explanation(bay: name, vendor: vendor, entry: entry, isTried: isTried)
        if let prefix = Dispatcher.bayPrefix(of: request.path, in: request.head) {
            explanation.selections.append(.init(way: .prefix, name: request.decoded(prefix.name) ?? ""))
        }
        if let text = request.field("X-Mockbay-Bay") {
            explanation.selections.append(.init(way: .header, name: text))
        }
        if let text = mount.bay(namedBy: request) {
            explanation.selections.append(.init(way: .credential, name: text))
        }
        let path = request.vendorPath(mount.facts.key, mount.router)
        guard case .call(let call) = Routed(request, path: path, mount.router, mount.operations) else {
            explanation.nearest = nearestOperations(to: request, path, of: mount)
            return explanation
        }
        explanation.operation = call.operation
        let attempt = entry.summary.mark.attempt
        explanation.rules = contents.flow.review(
            call,
            named: mount.operations[call.operation].name,
            vendor: vendor,
            attempt: attempt == 0 ? nil : attempt,
            used: entry.extras?.step,
            in: contents.worlds
        )
        let isReached = entry.extras?.forcedError == nil && entry.extras?.isReplaced != true
        var outcome = isReached ? Explanation.Check.Outcome.passed : .notReached
        for name in contents.worlds[vendor].checks {
            if name == entry.extras?.check { outcome = .refused }
            explanation.checks.append(.init(name: name, outcome: outcome))
            if outcome == .refused { outcome = .notReached }
        }
        return explanation
    }

    /// The operations whose method and path are closest to those of a request.
    private func nearestOperations(
        to request: Request,
        _ path: Slice,
        of mount: any Mounted,
    ) -> [Explanation.Nearest] {
        let segments = request.text(path).split(separator: "/").map(String.init)
        let method = request.text(request.methodName)
        var found: [(distance: Int, nearest: Explanation.Nearest)] = []
        for operation in mount.operations {
            for binding in operation.bindings {
                let wanted = binding.path.split(separator: "/").map(String.init)
                var distance = 3 * abs(wanted.count - segments.count)
                var differs: [String] = []
                if "\(binding.method.name)" != method {
                    distance += 1
                    differs.append("the method is \(binding.method.name)")
                }
                if wanted.count != segments.count {
                    differs.append("the path has \(wanted.count) segments, not \(segments.count)")
                }
                for (literal, given) in zip(wanted, segments)
                where !literal.hasPrefix("{") && literal != given {
                    distance += Engine.nearest(to: given, among: [literal]) == nil ? 4 : 2
                    differs.append("'\(literal)' stands where the request has '\(given)'")
                }
                if wanted == segments, binding.path.hasSuffix("/") != request.text(path).hasSuffix("/") {
                    distance += 1
                    differs.append(
                        binding.path.hasSuffix("/")
                            ? "the path ends in a slash" : "the path ends without a slash"
                    )
                }
                found.append(
                    (
                        distance,
                        .init(
                            operation: operation.name,
                            method: "\(binding.method.name)",
                            path: binding.path,
                            differs: differs.joined(separator: "; ")
                        )
                    )
                )
            }
        }
        // The order of the contract decides among equals.
        return found.enumerated().sorted {
            ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset)
        }
        .prefix(3).map(\.element.nearest)
    }
}

extension Request {
    /// The request of an exchange; `nil` where its head had no room in the journal.
    package init?(_ entry: Journal.Entry) {
        self.init()
        var limits = HTTP.Limits()
        limits.head = .max / 2
        limits.target = .max / 2
        limits.fields = .max
        // A head that the server took is one that its parser takes; one that was cut is empty.
        guard let progress = try? RequestParser(limits: limits).parse(entry.requestHead.span, into: &self),
            case .head = progress
        else { return nil }
        body = entry.requestBody
    }

    /// The path in the vendor's own terms: a bay prefix and the gateway's mount taken off. What is a path of the
    /// vendor's with the mount stays as it is.
    fileprivate func vendorPath(_ key: String, _ router: Router) -> Slice {
        var path = path
        if let prefix = Dispatcher.bayPrefix(of: path, in: head) { path = prefix.rest }
        if case .notFound = router.match(method, path, in: head) {
            let mount = Array("/\(key)".utf8)
            let bytes = head[path.range]
            if bytes.starts(with: mount),
                bytes.count == mount.count || bytes[bytes.startIndex + mount.count] == 0x2F
            {
                path = Slice(Int(path.start) + mount.count, Int(path.end))
            }
        }
        return path
    }
}
