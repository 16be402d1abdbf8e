import Control
import Engine
import Glibc
import Hosting
import JSON
import Serving

/// `mockbay serve`: the vendors, answering until a signal comes.
struct Serve {
    /// How long requests in flight get when the server is told to stop.
    static let drain: Duration = .seconds(2)

    /// Milliseconds that a full standard output may hold up the ready line before it is left out.
    private static let patience: Int32 = 1000

    let options: ServeOptions
    let mounts: [any Mounted]

    func run(_ output: inout DescriptorStream) -> Int32 {
        // A reader of standard output or error that goes away is no reason to end.
        _ = signal(SIGPIPE, SIG_IGN)
        var errors = DescriptorStream.error
        do {
            // One that is left of an earlier run would say that this one is ready.
            if let path = options.readyFile { try Files.remove(path) }
            let base = try BaseWorld(options.settings, mounts)
            // Not earlier: a scenario may come from a pipe, and a signal ends the wait for that.
            let signals = SignalWaiter()
            let wantsColour = environmentVariable("NO_COLOR").map(\.isEmpty) ?? true
            let log = Log(options.log, isQuiet: options.isQuiet, isColoured: errors.isTerminal && wantsColour)
            defer { log.close() }
            try serve(base, log, until: signals, &output)
            return ExitCode.fine
        } catch let error as StartProblem {
            for line in error.lines(options, mounts) { print("mockbay: \(line)", to: &errors) }
            return error.exitCode
        } catch {
            print("mockbay: cannot write the ready file: \(error)", to: &errors)
            return ExitCode.usage
        }
    }

    /// - Throws: a `StartProblem`, or a `FileProblem` of the ready file.
    private func serve(
        _ base: BaseWorld,
        _ log: Log,
        until signals: SignalWaiter,
        _ output: inout DescriptorStream,
    ) throws {
        if let scenario = base.scenario {
            log.note("scenario", [("file", .string(scenario.file)), ("name", .string(scenario.name))])
        }
        if !options.settings.hasControl {
            log.warn("the control API is off: others can reach this address, and there is no --control-token")
        }
        let premises = try Premises(
            base,
            options.settings,
            mounts,
            witness: options.isQuiet ? nil : log,
            onRefusal: { status, reason in
                log.note(
                    "refused",
                    [("status", .number(JSON.Number(status))), ("reason", .string(reason))]
                )
            },
            // Where a signal goes, a call may go, too.
            onShutdown: { kill(getpid(), SIGTERM) }
        )
        let addresses = premises.addresses
        do {
            try announce(Readiness(addresses: addresses, base: base, mounts: mounts), &output)
            if output.problem != nil, let path = options.readyFile { try Files.remove(path) }
        } catch {
            premises.server.stop(within: .zero)
            throw error
        }
        // Whoever waits for the line waits in vain.
        guard output.problem == nil else { return premises.server.stop(within: .zero) }
        log.note("listening", [("url", .string(addresses.gateway)), ("seed", .string("\(base.start.seed)"))])
        for (mount, url) in zip(mounts, addresses.vendors) {
            log.note("listening", [("vendor", .string(mount.facts.key)), ("url", .string(url))])
        }

        let number = signals.wait()
        log.note("stopping", [("signal", .string(number == SIGINT ? "SIGINT" : "SIGTERM"))])
        // Whoever asks twice does not want to wait.
        signals.release()
        premises.server.stop(within: Serve.drain)
        log.note("stopped")
    }

    private func announce(_ readiness: Readiness, _ output: inout DescriptorStream) throws(FileProblem) {
        let line = readiness.json + [UInt8(ascii: "\n")]
        if let path = options.readyFile { try Files.replace(path, with: line) }
        if output.isTerminal {
            output.write(readiness.table)
        } else {
            // A pipe that is full or that nobody reads any more is no reason to stop, nor to wait for ever.
            var waiting = pollfd(fd: output.descriptor, events: Int16(POLLOUT), revents: 0)
            if unsafe poll(&waiting, 1, Serve.patience) > 0 { output.write(line) }
        }
    }
}
