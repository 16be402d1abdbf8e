import Control
import Engine
import HTTP
import Serving

/// A server for one run of a command: all vendors, on this machine alone.
struct Premises {
    let bays: Bays
    let server: Server
    let addresses: Addresses

    /// Answers from here on.
    init(_ base: BaseWorld, _ options: ServeOptions, _ mounts: [any Mounted], _ log: Log?) throws {
        let courier = Courier(allowed: try Premises.allowedHosts(options))
        var settings = Bays.Settings()
        settings.makesBays = options.makesBays
        settings.mostBays = options.mostBays
        settings.journal.bytes = options.journalBytes
        settings.deliverer = WebhookCourier(courier: courier)
        bays = Bays(mounts: mounts, base: base.start, settings: settings)

        var controlSettings = ControlAPI.Settings()
        controlSettings.gate = Gate(listening: options.listen.hosts, token: nil)
        let control = ControlAPI(bays: bays, settings: controlSettings)
        let dispatcher = Dispatcher(
            bays: bays,
            surfaces: [.gateway] + mounts.indices.map { .vendor($0) },
            control: control,
            isPure: options.isPure,
            witness: log
        )
        var configuration = Configuration()
        configuration.limits.body = options.bodyLimit
        configuration.courier = courier
        if let connections = options.mostConnections { configuration.maxConnections = connections }
        let host = options.listen.hosts[0]
        server = try Server(
            responder: dispatcher,
            addresses: ([0] + mounts.map(\.facts.portOffset)).map { offset in
                Address(host, options.port == 0 ? 0 : UInt16(options.port + offset))
            },
            configuration: configuration
        )
        try server.start()
        let urls = server.ports.map { "http://\(options.listen.urlHost):\($0)" }
        addresses = Addresses(gateway: urls[0], vendors: Array(urls.dropFirst()))
        control.isReady(at: addresses)
    }

    /// The hosts of --allow-webhooks-to with their addresses, looked up now: later nothing may block a loop.
    private static func allowedHosts(_ options: ServeOptions) throws(UsageProblem) -> [String: [String]] {
        var hosts: [String: [String]] = [:]
        for host in options.webhookHosts {
            let addresses = HostNames.addresses(of: host)
            guard !addresses.isEmpty else {
                throw UsageProblem(
                    "\(options.command): --allow-webhooks-to: no address is known for '\(host)'; "
                        + "give it as an address"
                )
            }
            hosts[host] = addresses
        }
        return hosts
    }

    /// Whether no request is in flight, and nothing that is due is left to be done.
    func isSettled() throws(SystemError) -> Bool {
        // In this order: what is in flight may announce something, but not the other way round.
        guard try !server.isBusy() else { return false }
        return bays.all.allSatisfy { bay in
            bay.withContents { contents in contents.webhooks.isSettled(at: contents.now) }
        }
    }
}
