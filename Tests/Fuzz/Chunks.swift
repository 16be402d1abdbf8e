import HTTP

/// A chunked body gives the same bytes, or the same refusal, however it is cut; nothing after its end is used; and what
/// is cut into chunks comes back.
func check(_ bytes: [UInt8]) {
    var draws = InputDraws(bytes)
    var limits = Limits()
    if Bool.random(using: &draws) { (limits.body, limits.extensions, limits.trailers) = (20, 10, 20) }
    let whole = decoded([bytes[...]], limits)
    let cut = decoded(draws.pieces(of: bytes), limits)
    claim(whole == cut, "cut differently it reads differently: \(whole) and \(cut)")
    claim(whole.body.count <= limits.body, "more than the limit was taken")
    if whole.isComplete {
        let exact = decoded([bytes[..<whole.used]], limits)
        claim(exact == whole, "what follows the body was looked at")
        let short = decoded([bytes[..<(whole.used - 1)]], limits)
        claim(!short.isComplete && short.problem == nil, "the body ended before its end")
    }

    var chunks: [UInt8] = []
    for piece in draws.pieces(of: bytes) {
        chunks +=
            "\(String(piece.count, radix: 16))\(Bool.random(using: &draws) ? ";a=\"\\\"\"" : "")\r\n".utf8
        chunks += piece + [0x0D, 0x0A]
    }
    chunks += "0\r\nT: v\r\n\r\n".utf8
    var wide = Limits()
    wide.extensions = .max
    let back = decoded(draws.pieces(of: chunks), wide)
    claim(back.isComplete && back.body == bytes && back.used == chunks.count, "chunks do not come back")
}

private struct Outcome: Equatable {
    var body: [UInt8] = []
    var used = 0
    var isComplete = false
    var problem: MalformedRequest?
}

private func decoded(_ pieces: [ArraySlice<UInt8>], _ limits: Limits) -> Outcome {
    var decoder = ChunkDecoder()
    var outcome = Outcome()
    for piece in pieces where !outcome.isComplete {
        var at = 0
        do throws(MalformedRequest) {
            outcome.isComplete = try decoder.decode(
                piece.span,
                from: &at,
                into: &outcome.body,
                limits: limits
            )
        } catch {
            // Of what was refused only the reason counts.
            return Outcome(problem: error)
        }
        outcome.used += at
        claim(at <= piece.count && (outcome.isComplete || at == piece.count), "bytes are left over")
    }
    return outcome
}
