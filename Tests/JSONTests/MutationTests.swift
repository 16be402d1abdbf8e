import JSON
import Support
import Testing

/// Texts that are damaged at random are read or refused; what is read is written so that it reads the same.
@Suite struct `Mutation of JSON` {
    @Test(arguments: [Dialect.strict, .lenient])
    func `is read or refused`(_ dialect: Dialect) {
        let samples =
            `Damaged texts`.samples + [
                Array(#"{"scenario": 1, "flow": {"htp.sale.create": [{"calls": 2}, {"delay": "1s"}]}}"#.utf8),
                Array(#"[-0, 1e308, 1E-400, 12345678901234567890, "\u0041\uD83D\uDE9A\\\/"]"#.utf8),
            ]
        let tokens =
            Array("{}[]\",:/*\\u0e.-+ \n\0truefalsn\u{7F}".utf8) + [0xC3, 0xA9, 0xED, 0xA0, 0xF0, 0x9F]
        var mutations = Mutations()
        var accepted = 0
        while mutations.goesOn() {
            let bytes = mutations.mutant(of: samples, tokens: tokens)
            do throws(SyntaxError) {
                let document = try Document(bytes, dialect: dialect, limits: Limits(duplicateKeys: .report))
                accepted += 1
                let value = document.root.value
                var json = Writer()
                json.value(value)
                guard try Value.parse(json.bytes) == value else {
                    Issue.record("written and read again it differs: \(bytes)")
                    return
                }
            } catch {
                guard (0...bytes.count).contains(error.position.offset) else {
                    Issue.record("an error beyond the text: \(bytes) \(error)")
                    return
                }
            }
        }
        #expect(accepted > 0 && accepted < mutations.count)
        print("mutated JSON texts, \(dialect): \(mutations.count - 1), \(accepted) read")
    }
}
