import Control
import Engine
import HTTP
import Hosting
import Serving
import Synchronization

/// The four vendors, answering inside this process on free ports of this machine.
///
///     let mockbay = try await Mockbay.start()
///     let bay = try mockbay.bay()
///     let client = PartsClient(url: bay.htp.url, user: bay.htp.user, password: bay.htp.password)
///
/// It is the server of `mockbay serve`, and leaves the process as it found it: signals, limits and standard streams are
/// not touched. It answers until it is told to `stop`, or until nobody holds it or one of its bays any more. Many can
/// run beside each other, but one with a bay for each test is cheaper.
public final class Mockbay: Sendable {
    let bays: Bays
    let control: ControlAPI
    let addresses: Addresses
    /// `nil` once it has stopped; bays can still be asked what happened in them.
    private let server: Guarded<Server?>
    /// How many names of bays were made up.
    private let names = Atomic(0)

    /// Starts the vendors on the default world, and returns when they answer.
    /// - Parameters:
    ///   - scenario: laid over the default world of every bay.
    ///   - seed: where ids, tokens and drawn numbers come from. Unless it is given: the scenario's, else 1.
    ///   - clock: how time runs in the bays. Unless it is given: as the scenario says, else as real time.
    ///   - generate: so many more records of a collection: `["htp.items": 1000]`.
    ///   - webhookHosts: hosts beyond this machine that webhooks may go to, by name or address.
    ///   - journalBytes: how much each bay's journal remembers before it drops the oldest.
    ///   - loops: how many threads answer. Unless it is given: half as many as there are cores, 4 at most.
    ///   - isPure: whether replies go without `X-Mockbay-Request-Id`.
    /// - Throws: every problem of the scenario, one to a line: `FILE:LINE:COLUMN: what is wrong`.
    public static func start(
        scenario: Scenario? = nil,
        seed: UInt64? = nil,
        clock: Clock.Mode? = nil,
        generate: [String: Int] = [:],
        webhookHosts: [String] = [],
        journalBytes: Int = 32 << 20,
        loops: Int? = nil,
        isPure: Bool = false,
    ) async throws(Problem) -> Mockbay {
        var settings = Settings()
        settings.isGuest = true
        settings.scenario = scenario?.source
        settings.seed = seed
        settings.clock = try clock?.checked
        for (name, count) in generate.sorted(by: { $0.key < $1.key }) {
            guard let generation = Generation(name, count: count) else {
                throw Problem(
                    "generate: '\(name)': \(count) does not name a collection, such as htp.items, and a count from 1 to "
                        + "\(Generation.most)"
                )
            }
            settings.generate.append(generation)
        }
        settings.webhookHosts = webhookHosts.map { $0.lowercased() }
        settings.journalBytes = max(0, journalBytes)
        settings.loops = loops.map { max(1, $0) }
        settings.isPure = isPure
        do throws(StartProblem) {
            return try Mockbay(settings)
        } catch {
            throw Problem(error)
        }
    }

    private init(_ settings: Settings) throws(StartProblem) {
        let shutdown = Shutdown()
        let premises = try Premises(
            BaseWorld(settings, Vendors.mounts),
            settings,
            Vendors.mounts,
            onShutdown: { shutdown.perform() }
        )
        bays = premises.bays
        control = premises.control
        addresses = premises.addresses
        server = Guarded(premises.server)
        shutdown.set(for: self)
    }

    deinit { stopNow(within: .zero) }

    /// Stops listening, lets requests in flight finish for at most that long, and returns when all is closed. What
    /// happened in the bays can still be looked at. To stop again does nothing.
    public func stop(within limit: Duration = .seconds(2)) async {
        // It waits for threads, and that is not for a thread that others wait for.
        await withCheckedContinuation { continuation in
            startThread {
                self.stopNow(within: limit)
                continuation.resume()
            }
        }
    }

    /// How long requests in flight may take unless something else is said.
    private static let drain = Duration.seconds(2)

    fileprivate func stopNow(within limit: Duration = Mockbay.drain) {
        // Whoever comes second waits until the first one is done.
        server.withLock { $0 }?.stop(within: limit)
        server.withLock { $0 = nil }
    }
}

// MARK: Bays

extension Mockbay {
    /// The bay that clients are in who name none.
    public var `default`: Bay { Bay(.default, of: self) }

    /// A new bay with a name of its own, isolated from all others: one for each test.
    /// - Parameter scenario: laid over what all bays start from.
    /// - Throws: every problem of the scenario.
    public func bay(scenario: Scenario? = nil) throws(Problem) -> Bay {
        try newBay(start(scenario))
    }

    /// The bay of that name, made now if there is none.
    ///
    /// Ids and drawn numbers come from the name, too: on a clock of the scenario's the same calls in a bay of the same name
    /// have the same replies on every run.
    /// - Parameters:
    ///   - name: 1 to 64 of `A-Z a-z 0-9 . _ -`.
    ///   - scenario: laid over what all bays start from; then the bay has to be a new one.
    /// - Throws: every problem of the scenario; a name that is none, or that is taken where there is a scenario.
    public func bay(named name: String, scenario: Scenario? = nil) throws(Problem) -> Bay {
        if let bay = try makeBay(name, start(scenario)) { return bay }
        guard scenario == nil else { throw Problem("there is a bay '\(name)' already") }
        return Bay(try bayName(name), of: self)
    }

    private func start(_ scenario: Scenario?) throws(Problem) -> Engine.Bay.Start? {
        guard let scenario else { return nil }
        return try scenario.start(in: self)
    }

    /// Makes a bay under a made-up name.
    func newBay(_ start: Engine.Bay.Start?) throws(Problem) -> Bay {
        while true {
            let number = names.add(1, ordering: .relaxed).newValue
            // Somebody may have thought of the same name.
            if let bay = try makeBay("bay-\(number)", start) { return bay }
        }
    }

    /// Makes a bay; `nil` where there is one of that name.
    func makeBay(_ name: String, _ start: Engine.Bay.Start?) throws(Problem) -> Bay? {
        let name = try bayName(name)
        do throws(MockbayProblem) {
            return Bay(try bays.create(name, start: start).name, of: self)
        } catch {
            if error.code == "bay_exists" { return nil }
            throw Problem(error.message)
        }
    }

    private func bayName(_ text: String) throws(Problem) -> BayName {
        guard let name = BayName(text) else {
            let problem = MockbayProblem.badBayName(text)
            throw Problem("\(problem.message): \(problem.hint)")
        }
        return name
    }
}

// MARK: Addresses

extension Mockbay {
    /// The gateway's: `http://127.0.0.1:40000`. The control API is below it, at `/__mockbay/`.
    public var url: String { self.default.url }
    public var autoleap: AutoLeap { self.default.autoleap }
    public var autosync: AutoSync { self.default.autosync }
    public var htp: HTP { self.default.htp }
    public var leadway: Leadway { self.default.leadway }
}

/// Has a server stop when the control API is asked to. Made before the server is.
private final class Shutdown: Sendable {
    private let body = Guarded<(@Sendable () -> Void)?>(nil)

    func set(for mockbay: Mockbay) {
        body.withLock { body in
            // On a thread of its own: a loop's would wait for itself, and a task for whatever keeps tasks waiting.
            body = { [weak mockbay] in startThread { [weak mockbay] in mockbay?.stopNow() } }
        }
    }

    func perform() { body.withLock { $0 }?() }
}
