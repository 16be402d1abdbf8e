import Control
import Engine
import HTTP
import JSON
import Serving

/// A whole server but for its sockets: what a client sends, on the gateway or a vendor's listener, is answered with
/// replies that are HTTP, with JSON or XML in them where they say so, and with a 5xx only where one is documented. A
/// vendor answers the same to the same bytes.
///
/// The input: one byte that chooses the listener, then the bytes of the connection. `TOKEN` stands for an access token of
/// AutoLeap's, which no input could guess.
func check(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let listener = Listener(Int(first) % (FullHouse.mounts.count + 1))
    let house = House()
    let replies = house.replies(to: bytes, on: listener)
    // The control API tells the real time here and there.
    guard listener.index > 0, first > 0x7F else { return }
    claim(House().replies(to: bytes, on: listener) == replies, "another reply to the same bytes")
}

private struct House {
    private let bays = Bays(mounts: FullHouse.mounts, base: FullHouse.start)
    private let dispatcher: Dispatcher

    init() {
        let control = ControlAPI(bays: bays)
        control.isReady(
            at: Addresses(
                gateway: "http://127.0.0.1:1",
                vendors: FullHouse.mounts.map { _ in "http://127.0.0.1:2" }
            )
        )
        dispatcher = Dispatcher(
            bays: bays,
            surfaces: [.gateway] + FullHouse.mounts.indices.map { .vendor($0) },
            control: control
        )
    }

    /// What goes out, reply by reply.
    func replies(to bytes: [UInt8], on listener: Listener) -> [[UInt8]] {
        let placeholder = Array("TOKEN".utf8)
        let bytes = bytes.contains(placeholder) ? bytes.replacing(placeholder, with: token()) : bytes
        var replies: [[UInt8]] = []
        var exchange = Exchange()
        let parser = RequestParser()
        var at = 1
        do throws(MalformedRequest) {
            // More than a few requests say nothing that an input of their own would not.
            while at < bytes.count, replies.count < 8 {
                switch try exchange.advance(bytes.span, from: &at, with: parser) {
                case .needMore:
                    return replies
                case .head:
                    let refusal = dispatcher.refusal(of: exchange.request, on: listener)
                    if let refusal { replies.append(checked(refusal, exchange.request)) }
                case .request:
                    let delivery = dispatcher.respond(to: exchange.request, on: listener)
                    replies.append(checked(delivery, exchange.request))
                }
            }
        } catch {
            // Of a request that was refused only the method says something.
            var refused = Request()
            refused.method = exchange.request.method
            replies.append(checked(Delivery(Response(error)), refused))
        }
        return replies
    }

    private func token() -> [UInt8] {
        let login = Request(
            .post,
            "/v2/partners/login",
            fields: [("Content-Type", "application/json")],
            body: Array(#"{"partnerId": "PARTNER-DEMO", "authKey": "demo-auth-key"}"#.utf8)
        )
        let reply = dispatcher.respond(to: login, on: Listener(1)).response
        let data = (try? JSON.Document(reply.body))?.root["data" as StaticString]
        guard let token = data?["accessToken" as StaticString]?.string else {
            preconditionFailure("no token: \(reply)")
        }
        return Array(token.utf8)
    }

    private func checked(_ delivery: Delivery, _ request: Request) -> [UInt8] {
        let response = delivery.response
        var wire: [UInt8] = []
        var writer = ResponseWriter()
        let occasion = ResponseWriter.Occasion(method: request.method, minorVersion: request.minorVersion)
        writer.write(delivery, to: &wire, on: occasion, now: 0)
        var reply = CourierReply(limit: .max)
        do throws(CourierReply.Problem) {
            try reply.take(wire.span)
        } catch {
            preconditionFailure("the reply is no HTTP: \(String(decoding: wire, as: UTF8.self))")
        }
        claim(reply.status == response.status && response.status >= 200, "a reply without its status")
        let hasContent = request.method != .head && delivery.stream == nil
        claim(!hasContent || reply.bodyLeft ?? 0 == 0, "a body of another length")
        // A scenario may have replies say whatever it likes.
        guard !isScripted else { return wire }
        let text = String(decoding: response.body, as: UTF8.self)
        switch response.contentType {
        case .json?, .plainJSON?: claim((try? JSON.Document(response.body)) != nil, "no JSON: \(text)")
        case .xml?: claim(isXML(response.body), "no XML: \(text)")
        default: break
        }
        // 501 and 505 are the parser's.
        let isDocumented = [501, 505].contains(response.status) || request.field("X-Mockbay-Error") != nil
        claim(response.status < 500 || isDocumented, "a status of \(response.status): \(text)")
        return wire
    }

    private var isScripted: Bool {
        bays.all.contains { bay in bay.withContents { $0.start.scenario != nil } }
    }
}

/// Whether elements end in the order in which they begin, and all characters are such as XML has.
private func isXML(_ bytes: [UInt8]) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    var open: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
        let text = rest[..<start]
        guard text.allSatisfy({ $0 >= 0x20 || [0x09, 0x0A, 0x0D].contains($0) }),
            let end = rest[start...].firstIndex(of: UInt8(ascii: ">"))
        else { return false }
        let tag = rest[(start + 1)..<end]
        rest = rest[(end + 1)...]
        guard let first = tag.first else { return false }
        switch first {
        case UInt8(ascii: "?"), UInt8(ascii: "!"): continue
        case UInt8(ascii: "/"): guard open.popLast() == tag.dropFirst() else { return false }
        default: if tag.last != UInt8(ascii: "/") { open.append(tag.prefix { $0 != 0x20 }) }
        }
    }
    return open.isEmpty && rest.allSatisfy { $0 == 0x0A }
}
