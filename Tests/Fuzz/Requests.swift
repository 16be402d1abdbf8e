import HTTP

/// A stream of requests gives the same requests however it is cut; what was read as a head reads the same alone; the
/// parts of a target lie inside it and decode.
func check(_ bytes: [UInt8]) {
    var draws = InputDraws(bytes)
    var limits = Limits()
    if Bool.random(using: &draws) {
        limits.head = 400
        limits.target = 100
        limits.fields = 6
        limits.body = 300
        limits.extensions = 40
        limits.trailers = 60
    }
    var whole = Reading(limits: limits)
    whole.take(bytes)
    var cut = Reading(limits: limits)
    for piece in draws.pieces(of: bytes) { cut.take(piece) }
    claim(whole.log == cut.log, "cut differently it reads differently: \(whole.log) and \(cut.log)")

    var request = Request()
    let parser = RequestParser(limits: limits)
    guard case .head(let head)? = try? parser.parse(bytes.span, into: &request) else { return }
    claim(head.consumed <= bytes.count, "more was used than there is")
    let read = description(of: request)
    let alone = request.head
    guard case .head(let again)? = try? parser.parse(alone.span, into: &request) else {
        preconditionFailure("a head that was read cannot be read alone")
    }
    claim(again.consumed == alone.count, "a head alone is not used to its end")
    claim(again.framing == head.framing && again.persists == head.persists, "it is framed differently")
    claim(description(of: request) == read, "alone it reads differently")
}

private func description(of request: Request) -> [String] {
    var lines = [request.text(request.methodName), request.text(request.target)]
    lines.append(request.text(request.authority))
    for segment in request.segments {
        claim(contains(request.path, segment), "a segment outside of the path")
        guard let text = request.decoded(segment) else { preconditionFailure("a segment does not decode") }
        lines.append("/" + text)
    }
    for item in request.queryItems {
        let query = request.query ?? .empty
        claim(contains(query, item.name) && contains(query, item.value), "an item outside of the query")
        guard let name = request.formDecoded(item.name), let value = request.formDecoded(item.value) else {
            preconditionFailure("a query item does not decode")
        }
        claim(request.query(named: name) != nil, "the query has no \(name)")
        lines.append(name + "=" + value)
    }
    for line in request.fields.lines {
        lines.append(request.text(line.name) + ":" + request.text(line.value))
    }
    return lines
}

private func contains(_ whole: Slice, _ part: Slice) -> Bool {
    part.start <= part.end && whole.start <= part.start && part.end <= whole.end
}
