import Engine
import Glibc
import Hosting
import Serving

/// Where the command is put to the test: it holds the signals and the terminal that command and program share.
///
/// Made on the main thread before any other thread is started.
struct Bench {
    /// How long a command has after a signal until it gets SIGKILL, and how long it takes to come to rest after one.
    static let grace = Duration.seconds(2)
    /// A signal that comes twice within this time is meant once: `timeout` tells the process, and then its group.
    private static let echo = Duration.milliseconds(100)
    /// How long requests in flight and webhooks may take to come to their end: as long as a receiver may take.
    static let settling = Duration.seconds(10)
    /// How often they are looked at.
    private static let pause = Duration.milliseconds(5)

    private static let forwarded = [SIGINT, SIGTERM, SIGHUP]

    let options: ExecOptions
    let mounts: [any Mounted]
    private let signals: SignalWaiter
    /// What the command is to start with.
    private let mask: sigset_t
    private let terminal: Terminal?

    init(options: ExecOptions, mounts: [any Mounted]) {
        self.options = options
        self.mounts = mounts
        var mask = sigset_t()
        unsafe pthread_sigmask(SIG_BLOCK, nil, &mask)
        // Some programs start others with signals blocked; a command is to hear what it is handed.
        for signal in Bench.forwarded { unsafe sigdelset(&mask, signal) }
        self.mask = mask
        // Whoever started this program may have ignored it, and then no child could be waited for.
        _ = signal(SIGCHLD, SIG_DFL)
        _ = signal(SIGPIPE, SIG_IGN)
        signals = SignalWaiter(for: Bench.forwarded + [SIGCHLD])
        terminal = Terminal()
    }

    /// Runs the command once, and judges.
    /// - Returns: what came of it, and the bay as it is then.
    func run(of world: BaseWorld, file: String, _ log: Log?) throws -> (CommandRun, Bay) {
        let premises = try Premises(world, options.serve.settings, mounts, witness: log)
        defer { premises.server.stop(within: .zero) }
        let bay = premises.bays.default
        let name = world.scenario.map(\.name) ?? ""
        var run = CommandRun(
            file: file,
            name: name.isEmpty ? file : name,
            seed: world.start.seed,
            started: WallClock.now(),
            duration: .zero,
            ending: .exited(0),
            exchanges: 0,
            dropped: 0,
            verdicts: []
        )
        let environment = Variables(premises.addresses, seed: run.seed, mounts)
            .laid(over: inheritedEnvironment(), with: options.variables)
        let isJudged = !bay.expectations.isEmpty
        let start = MonotonicTime.now()
        do throws(ChildProblem) {
            let child = try Child(options.command, environment: environment, signals: mask)
            (run.ending, run.interruption) = wait(for: child)
        } catch {
            run.ending = .failed(error)
            return (run, bay)
        }
        run.duration = .nanoseconds(Int64(MonotonicTime.now() - start))
        run.warnings = try settle(
            premises,
            within: run.interruption == nil ? Bench.settling : Bench.grace
        )
        var late: Int32?
        run.verdicts = verdicts(of: bay) { pause in
            // A signal that comes now is for this program: what is not true yet will not become so.
            late = signals.wait(atMost: pause).flatMap { $0 == SIGCHLD ? nil : $0 }
            return late == nil
        }
        if late != nil {
            run.interruption = run.interruption ?? late
            run.warnings.append("a signal ended the wait for what was not true yet")
        }
        if isJudged, bay.withContents({ $0.lossesOfEvidence }) > 0 { run.verdicts.append(.lostEvidence) }
        (run.exchanges, run.dropped) = bay.withContents { contents in
            (contents.journal.nextNumber - 1, contents.journal.dropped)
        }
        if premises.bays.all.count > 1 {
            let others = premises.bays.all.dropFirst().map(\.name.description).joined(separator: ", ")
            run.warnings.append(
                "only what happened in the bay 'default' is judged; there are also \(others)"
            )
        }
        return (run, bay)
    }

    /// Waits until the command ends, or ends it: at the time limit, or when a signal comes, which it is handed.
    private func wait(for child: Child) -> (CommandRun.Ending, interruption: Int32?) {
        terminal?.lend(to: child)
        defer { terminal?.takeBack() }
        // Of the time limit at first, then of the time that the command has to end by itself.
        var deadline = options.limit.map(Bench.time(after:))
        var isOverdue = false
        var interruption: Int32?
        var heard: UInt64 = 0
        while true {
            if let ending = child.ending() {
                if isOverdue || interruption != nil { endGroup(of: child, by: deadline ?? 0) }
                if isOverdue, let limit = options.limit { return (.timedOut(limit), interruption) }
                switch ending {
                case .exited(let code): return (.exited(code), interruption)
                case .killed(let signal):
                    // The terminal gave it to the command alone, and meant both.
                    return (.killed(signal), interruption ?? (signal == SIGINT ? SIGINT : nil))
                }
            }
            let received: Int32?
            if let due = deadline {
                let now = MonotonicTime.now()
                received = signals.wait(atMost: .nanoseconds(due > now ? Int64(due - now) : 0))
            } else {
                received = signals.wait()
            }
            switch received {
            case SIGCHLD?: break
            case let number? where number == interruption && MonotonicTime.now() < heard: break
            case let number where isOverdue || interruption != nil:
                // Its time is over, or whoever asks twice does not want to wait.
                interruption = interruption ?? number
                child.signal(SIGKILL)
                deadline = nil
            case let number:
                interruption = number
                heard = Bench.time(after: Bench.echo)
                isOverdue = number == nil
                child.signal(number ?? SIGTERM)
                // One that is stopped could not hear it.
                child.signal(SIGCONT)
                deadline = Bench.time(after: Bench.grace)
            }
        }
    }

    private static func time(after duration: Duration) -> UInt64 {
        MonotonicTime.now() + UInt64(clamping: duration.wholeMilliseconds) * 1_000_000
    }

    /// What the command has started is not to outlive a limit or a signal that was meant for it, too.
    private func endGroup(of child: Child, by deadline: UInt64) {
        while child.hasGroup, MonotonicTime.now() < deadline {
            if let received = signals.wait(atMost: Bench.pause), received != SIGCHLD { break }
        }
        child.signal(SIGKILL)
    }

    /// Waits until no request is in flight and nothing that is due is left; a signal ends the wait.
    /// - Returns: what there is to say if that did not come about.
    private func settle(_ premises: Premises, within limit: Duration) throws -> [String] {
        let deadline = Bench.time(after: limit)
        while try !premises.isSettled() {
            let received = signals.wait(atMost: Bench.pause)
            if let received, received != SIGCHLD {
                return ["\(signalName(received)) came before all requests and webhooks had come to their end"]
            }
            if MonotonicTime.now() >= deadline {
                return [
                    "requests or webhooks were still under way \(limitText(limit)) after the command ended"
                ]
            }
        }
        return []
    }
}
