import Control
import Engine
import HTTP

extension Mockbay {
    /// One isolated world: the state of all four vendors, one clock, one journal, one scenario.
    ///
    /// Calls here take no detour over a socket. The server runs on as long as somebody holds one of its bays.
    public struct Bay: Sendable {
        public let name: String
        /// The gateway's, leading into the bay: `http://127.0.0.1:40000/~bay-1`
        public let url: String
        public let autoleap: AutoLeap
        public let autosync: AutoSync
        public let htp: HTP
        public let leadway: Leadway

        /// The server that it is a bay of.
        public let mockbay: Mockbay
        private let id: BayName

        init(_ id: BayName, of mockbay: Mockbay) {
            self.mockbay = mockbay
            self.id = id
            name = id.description
            let addresses = mockbay.addresses
            let bay = id == .default ? nil : id
            url = addresses.gateway(for: bay)
            let autoleap = Door("autoleap", addresses, bay: bay)
            self.autoleap = AutoLeap(
                url: autoleap.url,
                partnerID: autoleap["partnerId"],
                authKey: autoleap["authKey"]
            )
            let autosync = Door("autosync", addresses, bay: bay)
            self.autosync = AutoSync(
                url: autosync.url,
                apiKey: autosync["api_key"],
                clientID: autosync["client_id"],
                clientSecret: autosync["client_secret"]
            )
            let htp = Door("htp", addresses, bay: bay)
            self.htp = HTP(url: htp.url, user: htp["user"], password: htp["password"])
            let leadway = Door("leadway", addresses, bay: bay)
            self.leadway = Leadway(
                url: leadway.url,
                token: leadway["token"],
                altID: leadway["altId"],
                clientID: leadway["client_id"],
                clientSecret: leadway["client_secret"],
                code: leadway["code"]
            )
        }

        /// Where the time is that the vendors go by.
        public var clock: Clock { Clock(bay: self) }

        /// The bay as the engine has it.
        func world() throws(Problem) -> Engine.Bay {
            do throws(MockbayProblem) {
                return try mockbay.bays.existing(id)
            } catch {
                throw Problem(error.message)
            }
        }
    }
}

// MARK: Starting over, copying, coming back

extension Mockbay.Bay {
    /// Starts over: state, clock, scenario and journal.
    public func reset() throws(Mockbay.Problem) { try world().reset() }

    /// A copy as the bay is now, with an empty journal.
    /// - Parameter name: one is made up unless it is given.
    public func fork(named name: String? = nil) throws(Mockbay.Problem) -> Mockbay.Bay {
        let start = try world().fork
        guard let name else { return try mockbay.newBay(start) }
        guard let bay = try mockbay.makeBay(name, start) else {
            throw Mockbay.Problem("there is a bay '\(name)' already")
        }
        return bay
    }

    /// The state, the clock, the sessions and the scenario's progress as they are now. Takes no time and no room.
    public func snapshot() throws(Mockbay.Problem) -> Snapshot { Snapshot(world: try world().snapshot) }

    /// Brings a snapshot back, of this bay or of another one: from here on the same calls have the same replies as then.
    /// The journal goes on.
    public func restore(_ snapshot: Snapshot) throws(Mockbay.Problem) { try world().restore(snapshot.world) }

    /// Removes the bay with all that was in it; the next call to its URLs finds a new one.
    public func remove() throws(Mockbay.Problem) { _ = try send(.delete, "") }

    /// A bay as it was at one moment.
    public struct Snapshot: Sendable {
        let world: Engine.Snapshot
    }
}

// MARK: State

extension Mockbay.Bay {
    /// A record, every field by the name that it has on the wire.
    /// - Parameter reference: `htp.items/101-1-500001`, as in scenarios.
    public func record(_ reference: String) throws(Mockbay.Problem) -> Mockbay.Value {
        let place = try Place(ofRecord: reference)
        return try send(.get, place.path)
    }

    /// All records of a collection in the order of their keys.
    /// - Parameter collection: `htp.items`.
    public func records(_ collection: String) throws(Mockbay.Problem) -> [Mockbay.Value] {
        let place = try Place(ofCollection: collection)
        var records: [Mockbay.Value] = []
        while true {
            let page = try send(.get, place.path + "?limit=1000&offset=\(records.count)")
            let found = page["records"].array ?? []
            records += found
            if found.isEmpty || records.count >= page["total"].int ?? 0 { return records }
        }
    }

    /// Lays fields over a record, or makes a new one where all that it needs is there. Checked against the vendor's model;
    /// nothing is announced.
    public func set(_ reference: String, _ fields: Mockbay.Value) throws(Mockbay.Problem) {
        let place = try Place(ofRecord: reference)
        _ = try send(.patch, place.collectionPath, Mockbay.Value([(place.key, fields)]))
    }

    /// Takes a record away.
    public func remove(_ reference: String) throws(Mockbay.Problem) {
        _ = try send(.delete, try Place(ofRecord: reference).path)
    }
}

// MARK: What happened

extension Mockbay.Bay {
    /// What was asked and answered, in order.
    /// - Parameters:
    ///   - operation: `htp.sale.create`; all unless it is given.
    ///   - since: the number of an exchange; those after it.
    public func journal(
        of operation: String? = nil,
        since: Int = 0,
    ) throws(Mockbay.Problem) -> [Mockbay.Exchange] {
        var exchanges: [Mockbay.Exchange] = []
        var since = since
        while true {
            let filter = operation.map { "&op=\(percentEncoded($0))" } ?? ""
            let page = try send(.get, "/journal?since=\(since)\(filter)")
            exchanges += (page["entries"].array ?? []).map { Mockbay.Exchange(json: $0) }
            guard let next = page["next"].int else { return exchanges }
            since = next
        }
    }

    /// Why the reply of an exchange is as it is, in lines: its bay and operation, what was checked, which step of the
    /// scenario was used and what kept others from it.
    /// - Parameter number: the one in the journal, which is the reply's `X-Mockbay-Request-Id`.
    public func explanation(of number: Int) throws(Mockbay.Problem) -> String {
        let text = try reply(.get, "/journal/\(number)/explain", accept: "text/plain").body
        return String(decoding: text, as: UTF8.self)
    }

    /// Announces an event as if the vendor had, to all that the scenario names for it.
    /// - Parameters:
    ///   - event: `payment.received`.
    ///   - reference: the record it is about, `autosync.payments/1`.
    /// - Throws: among others, where nobody has subscribed for it.
    public func sendWebhook(_ event: String, of reference: String) throws(Mockbay.Problem) {
        _ = try send(.post, "/webhooks", ["event": .init(event), "of": .init(reference)])
    }
}
