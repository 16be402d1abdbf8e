import Control
import Engine
import Glibc
import HTTP
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

    func run() -> Int32 {
        let signals = SignalWaiter()
        // A reader of standard output or error that goes away is no reason to end.
        _ = signal(SIGPIPE, SIG_IGN)
        var errors = DescriptorStream.error
        let base: BaseWorld
        do throws(StartProblem) {
            base = try BaseWorld(options, mounts)
        } catch {
            for line in error.lines { print("mockbay: \(line)", to: &errors) }
            return error.exitCode
        }
        let wantsColour = environmentVariable("NO_COLOR").map(\.isEmpty) ?? true
        let log = Log(options.log, isQuiet: options.isQuiet, isColoured: errors.isTerminal && wantsColour)
        defer { log.close() }
        if let scenario = base.scenario {
            log.note(
                "scenario",
                [("file", .string(options.scenario ?? "")), ("name", .string(scenario.name))]
            )
        }
        do {
            try serve(base, log, until: signals)
            return ExitCode.fine
        } catch let error as ListenError {
            print("mockbay: \(complaint(error))", to: &errors)
            return ExitCode.cannotListen
        } catch let error as UsageProblem {
            print("mockbay: \(error)", to: &errors)
            return ExitCode.usage
        } catch let error as FileProblem {
            print("mockbay: cannot write the ready file: \(error)", to: &errors)
            return ExitCode.usage
        } catch {
            print("mockbay: cannot serve: \(error)", to: &errors)
            return ExitCode.cannotListen
        }
    }

    private func serve(_ base: BaseWorld, _ log: Log, until signals: SignalWaiter) throws {
        var settings = Bays.Settings()
        settings.makesBays = options.makesBays
        settings.mostBays = options.mostBays
        settings.journal.bytes = options.journalBytes
        let courier = Courier(allowed: try allowedHosts())
        settings.deliverer = WebhookCourier(courier: courier)
        let bays = Bays(mounts: mounts, base: base.start, settings: settings)

        var controlSettings = ControlAPI.Settings()
        controlSettings.isOn = options.listen.isLoopback || options.controlToken != nil
        controlSettings.gate = Gate(listening: options.listen.hosts, token: options.controlToken)
        // Where a signal goes, a call may go, too.
        controlSettings.onShutdown = { kill(getpid(), SIGTERM) }
        let control = ControlAPI(bays: bays, settings: controlSettings)
        if !controlSettings.isOn {
            log.warn("the control API is off: others can reach this address, and there is no --control-token")
        }

        let surfaces = [Dispatcher.Surface.gateway] + mounts.indices.map { .vendor($0) }
        let dispatcher = Dispatcher(
            bays: bays,
            surfaces: options.listen.hosts.flatMap { _ in surfaces },
            control: control,
            isPure: options.isPure,
            witness: options.isQuiet ? nil : log
        )
        var configuration = Configuration()
        configuration.limits.body = options.bodyLimit
        configuration.courier = courier
        if let connections = options.mostConnections { configuration.maxConnections = connections }
        configuration.onRefusal = { status, reason in
            log.note("refused", [("status", .number(JSON.Number(status))), ("reason", .string(reason))])
        }
        let server = try Server(
            responder: dispatcher,
            addresses: wantedAddresses,
            configuration: configuration
        )
        try server.start()

        let urls = server.ports.prefix(surfaces.count).map { "http://\(options.listen.urlHost):\($0)" }
        let addresses = Addresses(gateway: urls[0], vendors: Array(urls.dropFirst()))
        control.isReady(at: addresses) { [weak server] in server?.connectionCount ?? 0 }
        do {
            try announce(Readiness(addresses: addresses, base: base, mounts: mounts))
        } catch {
            server.stop(within: .zero)
            throw error
        }
        log.note("listening", [("url", .string(addresses.gateway)), ("seed", .string("\(base.start.seed)"))])
        for (mount, url) in zip(mounts, addresses.vendors) {
            log.note("listening", [("vendor", .string(mount.facts.key)), ("url", .string(url))])
        }

        let number = signals.wait()
        log.note("stopping", [("signal", .string(number == SIGINT ? "SIGINT" : "SIGTERM"))])
        // Whoever asks twice does not want to wait.
        signals.release()
        server.stop(within: Serve.drain)
        log.note("stopped")
    }

    /// The hosts of --allow-webhooks-to with their addresses, looked up now: later nothing may block a loop.
    private func allowedHosts() throws(UsageProblem) -> [String: [String]] {
        var hosts: [String: [String]] = [:]
        for host in options.webhookHosts {
            let addresses = HostNames.addresses(of: host)
            guard !addresses.isEmpty else {
                throw UsageProblem(
                    "serve: --allow-webhooks-to: no address is known for '\(host)'; give it as an address"
                )
            }
            hosts[host] = addresses
        }
        return hosts
    }

    /// The gateway's and each vendor's, once for each host.
    private var wantedAddresses: [Address] {
        options.listen.hosts.flatMap { host in
            ([0] + mounts.map(\.facts.portOffset)).map { offset in
                Address(host, options.port == 0 ? 0 : UInt16(options.port + offset))
            }
        }
    }

    private func announce(_ readiness: Readiness) throws(FileProblem) {
        let line = readiness.json + [UInt8(ascii: "\n")]
        if let path = options.readyFile { try Files.replace(path, with: line) }
        var output = DescriptorStream.output
        if output.isTerminal {
            output.write(readiness.table)
        } else {
            // A pipe that is full or that nobody reads any more is no reason to stop, nor to wait for ever.
            var waiting = pollfd(fd: output.descriptor, events: Int16(POLLOUT), revents: 0)
            if unsafe poll(&waiting, 1, Serve.patience) > 0 { _ = writeAll(line, to: output.descriptor) }
        }
    }

    private func complaint(_ error: ListenError) -> String {
        guard case .taken(let address) = error else { return "\(error)" }
        let offset = Int(address.port) - options.port
        let whose = mounts.first { $0.facts.portOffset == offset }.map { " (\($0.facts.key))" } ?? ""
        return
            "port \(address.port)\(whose) on \(address.host) is taken: choose others with --port N, which moves the "
            + "gateway to N and the vendors to N+1 … N+4, or let --port 0 find free ones"
    }
}
