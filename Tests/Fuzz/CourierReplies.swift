import Serving

/// A receiver's reply to a webhook reads the same however it is cut.
func check(_ bytes: [UInt8]) {
    var draws = InputDraws(bytes)
    let limit = Bool.random(using: &draws) ? 100 : 16 * 1024
    let whole = read([bytes[...]], limit)
    let cut = read(draws.pieces(of: bytes), limit)
    claim(whole == cut, "cut differently it reads differently: \(whole) and \(cut)")
    if let status = whole.status { claim((100...999).contains(status), "a status of \(status)") }
    claim(whole.bodyLeft ?? 0 >= 0 && whole.bodyCount <= bytes.count, "a body of another length")
    claim(whole.status != nil || whole.bodyCount == 0, "a body without a head")
}

private struct Outcome: Equatable {
    var status: Int?
    var bodyLeft: Int?
    var bodyCount = 0
    var problem: CourierReply.Problem?
}

private func read(_ pieces: [ArraySlice<UInt8>], _ limit: Int) -> Outcome {
    var reply = CourierReply(limit: limit)
    for piece in pieces {
        do throws(CourierReply.Problem) {
            try reply.take(piece.span)
        } catch {
            return Outcome(problem: error)
        }
    }
    return Outcome(status: reply.status, bodyLeft: reply.bodyLeft, bodyCount: reply.bodyCount)
}
