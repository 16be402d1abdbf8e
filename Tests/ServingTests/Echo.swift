import HTTP
import Serving
import Support
import Synchronization

/// Answers with what it was asked; the path says how: `/size/N` has a body of N bytes, `/delay/MS` waits, `/refuse` is
/// refused before its body, `/later/N` is known when it was asked for N times, `/fault/KIND/POINT` goes wrong with a body of 100 bytes.
struct Echo: Responder {
    /// How many whole requests arrived.
    final class Count: Sendable {
        let value = Atomic(0)
    }

    var count = Count()
    var answered: Int { count.value.load(ordering: .relaxed) }

    func refusal(of request: borrowing Request, on listener: Listener) -> Delivery? {
        request.text(request.path) == "/refuse"
            ? Delivery(Response(401, .json, body: Array(#"{"no":1}"#.utf8))) : nil
    }

    func respond(to request: borrowing Request, on listener: Listener) -> Delivery {
        count.value.add(1, ordering: .relaxed)
        var parts: [String] = []
        for segment in request.segments { parts.append(request.decoded(segment) ?? "?") }
        let text =
            "\(request.text(request.methodName)) \(parts) \(String(decoding: request.body, as: UTF8.self))"
        var delivery = Delivery(Response(200, .text, body: Array(text.utf8)))
        switch parts.first {
        case "size": delivery.response.body = [UInt8](repeating: 0x78, count: Int(parts[1]) ?? 0)
        case "later": return later(Int(parts[1]) ?? 0, delivery)
        case "delay": delivery.delay = .milliseconds(Int(parts[1]) ?? 0)
        case "listener": delivery.response.body = Array("\(listener.index)".utf8)
        case "fault":
            delivery.response.body = [UInt8](repeating: 0x79, count: 100)
            delivery.fault = Fault(
                Fault.Kind(rawValue: parts[1]) ?? .reset,
                at: Self.points[parts[2]] ?? .beforeHeaders,
                bytesPerSecond: 2_000
            )
            if parts.count > 3 { delivery.delay = .milliseconds(Int(parts[3]) ?? 0) }
        default: break
        }
        return delivery
    }

    private func later(_ times: Int, _ delivery: Delivery) -> Delivery {
        if times == 0 { return delivery }
        return Delivery(Response(500), after: .milliseconds(1)) { later(times - 1, delivery) }
    }

    static let points: [String: Fault.Point] = [
        "onAccept": .onAccept, "beforeHeaders": .beforeHeaders, "afterHeaders": .afterHeaders,
        "afterBodyBytes": .afterBodyBytes(64), "atBodyFraction": .atBodyFraction(0.5),
    ]
}

/// A running server on a free port, stopped at the end.
final class Running {
    let server: Server
    let echo: Echo
    var port: UInt16 { server.ports[0] }

    init(
        on addresses: [Address] = [Address("127.0.0.1", 0)],
        _ configure: (inout Configuration) -> Void = { _ in },
    ) throws {
        var configuration = Configuration()
        configuration.loops = 2
        configure(&configuration)
        echo = Echo()
        server = try Server(responder: echo, addresses: addresses, configuration: configuration)
        try server.start()
    }

    deinit { server.stop(within: .zero) }

    func client(patience: Int = 10) -> RawClient { RawClient(port, patience: patience) }
}

func get(_ path: String, _ fields: String = "") -> String {
    "GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
}
