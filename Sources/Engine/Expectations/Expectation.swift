package import JSON

/// What a scenario, or somebody over the control API, expects of the client and of the world it leaves.
package struct Expectation: Sendable {
    /// All of them must hold: an `op` can be expected several things of.
    package var claims: [Claim]
    /// Its own name, else what it says in short.
    package var name: String
    /// How much real time it has to become true.
    package var within: Duration?
    /// `Scenarios/rush.json5:31:5`; `nil` where it is in no file.
    package var place: String?

    package init(_ claims: [Claim], name: String, within: Duration? = nil, place: String? = nil) {
        self.claims = claims
        self.name = name
        self.within = within
        self.place = place
    }

    package enum Claim: Sendable {
        /// How often the operations were called, refused calls included.
        case calls(Operations, Count)
        case retries(Operations, Retries)
        /// Every call had these fields.
        case header(Operations, [(name: String, value: String)])
        /// At least once, all rows were fetched page by page, for every filter that was asked for.
        case pages(OperationIndex, name: String)
        /// Each was called, none before those that stand before it.
        case order([(name: String, index: OperationIndex)])
        case never(Operations)
        case record(RecordReference, has: JSON.Value)
        case count(CollectionReference, Count)
        case unique(CollectionReference, field: String)
        /// How many webhooks of that event were delivered.
        case webhook(event: String, vendor: Int, Count)
        /// Every step of the flow was used up.
        case flow
        /// No request missed the vendors' operations.
        case unmatched
        case contract
        /// Percent.
        case coverage(Double)
    }

    /// The operations that a selector takes.
    package struct Operations: Sendable {
        package let name: String
        package let indices: Set<OperationIndex>

        package init(_ name: String, _ indices: some Sequence<OperationIndex>) {
            self.name = name
            self.indices = Set(indices)
        }
    }

    package struct CollectionReference: Sendable, Hashable, CustomStringConvertible {
        package let vendor: String
        package let name: String

        package init(vendor: String, name: String) {
            self.vendor = vendor
            self.name = name
        }

        package var description: String { "\(vendor).\(name)" }
    }

    /// How many there may be.
    package struct Count: Sendable, Equatable, CustomStringConvertible {
        package var min: Int?
        package var max: Int?

        package init(min: Int? = nil, max: Int? = nil) {
            self.min = min
            self.max = max
        }

        func admits(_ count: Int) -> Bool { count >= min ?? 0 && count <= max ?? .max }

        /// `exactly 1 call`, `2 to 3 calls`
        func of(_ noun: String) -> String { "\(self) \(noun)" + ((max ?? min) == 1 ? "" : "s") }

        package var description: String {
            switch (min, max) {
            case (let min?, let max?): min == max ? "exactly \(min)" : "\(min) to \(max)"
            case (let min?, nil): "at least \(min)"
            case (nil, let max?): "at most \(max)"
            case (nil, nil): "any number"
            }
        }
    }

    /// How a client may come back after a failure.
    package struct Retries: Sendable, Equatable {
        package enum Backoff: Sendable, Equatable {
            case increasing, exponential
            /// The pauses, the last one for all that follow.
            case atLeast([Duration])
        }

        package var max: Int?
        package var backoff: Backoff?
        /// By what part a pause may be off what was planned, to both sides. At 1 it may be anything: full jitter.
        package var jitter: Double
        package var honoursRetryAfter: Bool

        package static let usualJitter = 0.2

        package init(
            max: Int? = nil,
            backoff: Backoff? = nil,
            jitter: Double = usualJitter,
            honoursRetryAfter: Bool = false,
        ) {
            self.max = max
            self.backoff = backoff
            self.jitter = jitter
            self.honoursRetryAfter = honoursRetryAfter
        }
    }
}

extension Expectation.Claim {
    /// What it says in short.
    var title: String {
        switch self {
        case .calls(let operations, let count): "\(operations.name): \(count.of("call"))"
        case .retries(let operations, _): "\(operations.name): retries"
        case .header(let operations, let fields):
            "\(operations.name): header \(fields.map(\.name).joined(separator: ", "))"
        case .pages(_, let name): "\(name): all pages"
        case .order(let operations): "order: \(operations.map(\.name).joined(separator: ", "))"
        case .never(let operations): "never \(operations.name)"
        case .record(let record, _): "record \(record)"
        case .count(let collection, let count): "\(collection): \(count.of("record"))"
        case .unique(let collection, let field): "\(collection): no duplicates of \(field)"
        case .webhook(let event, _, let count): "webhook \(event): \(count) delivered"
        case .flow: "flow consumed"
        case .unmatched: "nothing unmatched"
        case .contract: "contract strict"
        case .coverage(let min): "coverage of \(JSON.Number(min)) %"
        }
    }

    /// Whether what it needs to see is in the journal, which forgets.
    var readsJournal: Bool {
        switch self {
        case .calls, .retries, .header, .pages, .order, .never, .unmatched, .contract, .coverage: true
        case .record, .count, .unique, .webhook, .flow: false
        }
    }
}
