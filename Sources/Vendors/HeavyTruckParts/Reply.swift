import HTTP
import JSON

extension Response {
    /// A reply in the caller's format: the JSON that `write` writes, or XML made of it.
    static func reply(
        _ status: Int = 200,
        to caller: HeavyTruckParts.Caller?,
        _ write: (inout JSON.Writer) -> Void,
    ) -> Response {
        var json = JSON.Writer()
        write(&json)
        return reply(status, to: caller, json)
    }

    /// The same of JSON that is written already.
    static func reply(
        _ status: Int = 200,
        to caller: HeavyTruckParts.Caller?,
        _ json: consuming JSON.Writer,
    ) -> Response {
        guard caller?.user.format == .xml else { return Response(status, .json, body: json.bytes) }
        return Response(status, .xml, body: HeavyTruckParts.xml(of: json.bytes))
    }
}

extension JSON.Writer {
    /// A decimal number kept as text; an empty text is a value that is missing.
    mutating func decimal(
        _ name: StaticString,
        _ text: String,
        _ numbers: HeavyTruckParts.Assumptions.Numbers
    ) {
        key(name)
        decimal(text, numbers)
    }

    mutating func decimal(_ text: String, _ numbers: HeavyTruckParts.Assumptions.Numbers) {
        guard numbers == .numbers else { return string(text) }
        if let number = JSON.Number(text) { self.number(number) } else { null() }
    }
}
