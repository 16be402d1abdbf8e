import HTTP

/// Reads a stream of requests the way a connection does, and writes down what comes out.
struct Reading {
    var exchange = Exchange()
    var parser: RequestParser
    private var pending: [UInt8] = []
    private(set) var log: [String] = []
    private(set) var refusal: MalformedRequest?

    init(limits: Limits = Limits()) { parser = RequestParser(limits: limits) }

    mutating func take(_ bytes: some Sequence<UInt8>) {
        guard refusal == nil else { return }
        pending.append(contentsOf: bytes)
        let bytes = pending
        var offset = 0
        do throws(MalformedRequest) {
            reading: while offset < bytes.count {
                switch try exchange.advance(bytes.span, from: &offset, with: parser) {
                case .needMore: break reading
                case .head: log.append(exchange.expectsContinue ? "head, expects 100" : "head")
                case .request: log.append(describe(exchange.request) + (exchange.persists ? "" : " close"))
                }
            }
        } catch {
            refusal = error
            log.append("refused: \(error)")
        }
        pending.removeFirst(min(offset, pending.count))
    }

    private func describe(_ request: Request) -> String {
        let fields = request.fields.lines.map { "\(request.text($0.name))=\(request.text($0.value))" }
        let body = String(decoding: request.body, as: UTF8.self)
        let query = request.query.map(request.text) ?? "-"
        return "\(request.text(request.methodName)) \(request.text(request.path)) ?\(query) "
            + "1.\(request.minorVersion) @\(request.text(request.authority)) \(fields) [\(body)]"
    }

    /// What comes out when everything arrives at once.
    static func whole(_ text: String, limits: Limits = Limits()) -> Reading {
        var reading = Reading(limits: limits)
        reading.take(text.utf8)
        return reading
    }

    /// What comes out when the bytes arrive in two parts.
    static func cut(_ text: String, at place: Int, limits: Limits = Limits()) -> Reading {
        let bytes = Array(text.utf8)
        var reading = Reading(limits: limits)
        reading.take(bytes[..<place])
        reading.take(bytes[place...])
        return reading
    }

    /// What comes out when they arrive one by one.
    static func trickled(_ text: String, limits: Limits = Limits()) -> Reading {
        var reading = Reading(limits: limits)
        for byte in text.utf8 { reading.take(CollectionOfOne(byte)) }
        return reading
    }
}
