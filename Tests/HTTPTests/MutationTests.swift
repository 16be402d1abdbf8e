import HTTP
import Support
import Testing

/// Requests that are damaged at random are read or refused, and the same way however their bytes were cut.
@Suite struct `Mutation of requests` {
    @Test func `is read or refused, wherever it was cut`() {
        let samples = (Sample.all.map(\.text) + Refused.all.map(\.text)).map { Array($0.utf8) }
        let tokens = Array("\r\n :;,/%?#=+0123456789abcdefxX\t\0\u{7F}chunked".utf8)
        var mutations = Mutations()
        var refused = 0
        var read = 0
        while mutations.goesOn() {
            let bytes = mutations.mutant(of: samples, tokens: tokens)
            var whole = Reading()
            whole.take(bytes)
            var cut = Reading()
            var at = 0
            while at < bytes.count {
                let end = min(
                    bytes.count,
                    at + Int.random(in: 1...max(1, bytes.count / 2), using: &mutations)
                )
                cut.take(bytes[at..<end])
                at = end
            }
            if whole.log != cut.log {
                Issue.record("cut differently it reads differently: \(bytes)\n\(whole.log)\n\(cut.log)")
                return
            }
            if whole.refusal == nil { read += 1 } else { refused += 1 }
        }
        #expect(refused > 0 && read > 0)
        print("mutated requests: \(mutations.count - 1), \(read) read or incomplete, \(refused) refused")
    }
}
