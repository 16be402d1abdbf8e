package import Control
package import Engine
import HTTP
package import Serving

/// The vendors at their addresses: bays, control API and server, put together.
package struct Premises: Sendable {
    package let bays: Bays
    package let control: ControlAPI
    package let server: Server
    package let addresses: Addresses

    /// Answers from here on.
    /// - Parameters:
    ///   - witness: sees what the vendors were asked.
    ///   - onRefusal: as `Configuration.onRefusal`.
    ///   - onShutdown: has the server end soon, as the control API was asked to. It is called on a loop's thread: it must
    ///     not wait for that end. Without it the control API says that the server is not its to end.
    package init(
        _ base: BaseWorld,
        _ settings: Settings,
        _ mounts: [any Mounted],
        witness: (any Witness)? = nil,
        onRefusal: (@Sendable (_ status: Int, _ reason: String) -> Void)? = nil,
        onShutdown: (@Sendable () -> Void)? = nil,
    ) throws(StartProblem) {
        let courier = Courier(allowed: try Premises.addresses(of: settings.webhookHosts))
        var baySettings = Bays.Settings()
        baySettings.makesBays = settings.makesBays
        baySettings.mostBays = settings.mostBays
        baySettings.journal.bytes = settings.journalBytes
        baySettings.deliverer = WebhookCourier(courier: courier)
        bays = Bays(mounts: mounts, base: base.start, settings: baySettings)

        var controlSettings = ControlAPI.Settings()
        controlSettings.isOn = settings.hasControl
        controlSettings.gate = Gate(listening: settings.listen.hosts, token: settings.controlToken)
        controlSettings.onShutdown = onShutdown
        control = ControlAPI(bays: bays, settings: controlSettings)

        let surfaces = [Dispatcher.Surface.gateway] + mounts.indices.map { .vendor($0) }
        let dispatcher = Dispatcher(
            bays: bays,
            surfaces: settings.listen.hosts.flatMap { _ in surfaces },
            control: control,
            isPure: settings.isPure,
            witness: witness
        )
        var configuration = Configuration()
        configuration.limits.head = settings.headLimit
        configuration.limits.body = settings.bodyLimit
        if let time = settings.headTime { configuration.headLimit = time }
        if let time = settings.bodyTime { configuration.bodyLimit = time }
        if let time = settings.idleTime { configuration.idleLimit = time }
        configuration.courier = courier
        configuration.raisesDescriptorLimit = !settings.isGuest
        configuration.onRefusal = onRefusal
        if let loops = settings.loops { configuration.loops = loops }
        if let connections = settings.mostConnections { configuration.maxConnections = connections }

        // The gateway's and each vendor's, once for each host.
        let wanted = settings.listen.hosts.flatMap { host in
            ([0] + mounts.map(\.facts.portOffset)).map { offset in
                Address(host, settings.port == 0 ? 0 : UInt16(settings.port + offset))
            }
        }
        do throws(ListenError) {
            server = try Server(responder: dispatcher, addresses: wanted, configuration: configuration)
        } catch {
            throw .address(error)
        }
        do throws(SystemError) {
            try server.start()
        } catch {
            throw .system(error)
        }
        let urls = server.ports.prefix(surfaces.count).map { "http://\(settings.listen.urlHost):\($0)" }
        addresses = Addresses(gateway: urls[0], vendors: Array(urls.dropFirst()))
        control.isReady(at: addresses) { [weak server] in server?.connectionCount ?? 0 }
    }

    /// Webhook hosts with their addresses, looked up now: later nothing may block a loop.
    private static func addresses(of hosts: [String]) throws(StartProblem) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for host in hosts {
            let addresses = HostNames.addresses(of: host)
            guard !addresses.isEmpty else {
                throw .webhookHost("no address is known for '\(host)'; give it as an address")
            }
            found[host] = addresses
        }
        return found
    }

    /// Whether no request is in flight, and nothing that is due is left to be done.
    package func isSettled() throws(SystemError) -> Bool {
        // In this order: what is in flight may announce something, but not the other way round.
        guard try !server.isBusy() else { return false }
        return bays.all.allSatisfy { bay in
            bay.withContents { contents in contents.webhooks.isSettled(at: contents.now) }
        }
    }
}
