import Engine
import HTTP
import JSON
import Testing

/// Clients that cope and clients that do not, judged by how they come back. The clock is moved by hand.
@Suite struct `A client that comes back` {
    /// A shop whose first sales fail, by default for good.
    private func client(_ replies: String = #"{"calls": 3, "reply": {"error": "server_error"}}"#) throws
        -> Client
    {
        try Bench.client(#"{"scenario": 1, "flow": {"toys.sale.create": [\#(replies)]}}"#)
    }

    /// Tries once, and once more after each pause.
    private func `try`(_ client: Client, pauses: [Duration]) {
        _ = client.sell()
        for pause in pauses {
            client.advance(pause)
            _ = client.sell()
        }
    }

    private func retries(_ text: String) -> String {
        #"{"op": "toys.sale.create", "retries": {\#(text)}}"#
    }

    struct Row: CustomTestStringConvertible {
        let why: String
        let wanted: String
        let pauses: [Int]
        /// What is said where it fails.
        var saying: String?
        var testDescription: String { why }
    }

    @Test(arguments: [
        Row(why: "doubles its pauses", wanted: #""backoff": "exponential""#, pauses: [1000, 2000, 4000]),
        Row(
            why: "doubles them with some jitter",
            wanted: #""backoff": "exponential""#,
            pauses: [1200, 1600, 4600]
        ),
        Row(
            why: "adds where it should double",
            wanted: #""backoff": "exponential""#,
            pauses: [1000, 1300, 1600],
            saying: "did not back off"
        ),
        Row(why: "waits longer each time", wanted: #""backoff": "increasing""#, pauses: [1000, 1500, 2000]),
        Row(
            why: "has no pause before its first retry, as urllib3",
            wanted: #""backoff": "increasing""#,
            pauses: [0, 200, 400]
        ),
        Row(
            why: "retries in a tight loop",
            wanted: #""backoff": "increasing""#,
            pauses: [1, 2, 3],
            saying: "retried in a tight loop"
        ),
        Row(
            why: "retries in a tight loop where any jitter is allowed",
            wanted: #""backoff": "exponential", "jitter": 1"#,
            pauses: [1, 0, 2],
            saying: "retried in a tight loop"
        ),
        Row(
            why: "draws each pause anew: full jitter",
            wanted: #""backoff": "exponential", "jitter": 1"#,
            pauses: [700, 130, 3100]
        ),
        Row(
            why: "has full jitter where none is allowed",
            wanted: #""backoff": "increasing", "jitter": 0"#,
            pauses: [700, 130, 3100],
            saying: "after 130ms, with 700ms before it"
        ),
        Row(
            why: "always waits as long",
            wanted: #""backoff": "increasing""#,
            pauses: [1000, 1001, 1000],
            saying: "paused 1s at first and 1s in the end"
        ),
        Row(
            why: "waits as long as is written",
            wanted: #""backoff": {"atLeast": ["1s", "2s"]}"#,
            pauses: [1000, 2000, 1700]
        ),
        Row(
            why: "waits less than is written",
            wanted: #""backoff": {"atLeast": ["1s", "2s"]}"#,
            pauses: [1000, 2000, 1500],
            saying: "sooner than 1.6s"
        ),
        Row(why: "retries as often as it may", wanted: #""max": 3"#, pauses: [0, 0, 0]),
        Row(
            why: "retries once too often",
            wanted: #""max": 2"#,
            pauses: [0, 0, 0],
            saying: "retried 3 times"
        ),
    ])
    func `is judged by its pauses when it`(_ row: Row) throws {
        let client = try client()
        `try`(client, pauses: row.pauses.map { .milliseconds($0) })
        let verdict = try client.verdict(retries(row.wanted))
        if let saying = row.saying {
            verdict.fails(saying: "wanted of toys.sale.create", saying, "POST /v1/sales", "#4")
        } else {
            #expect(verdict.passed, "\(verdict.message)")
        }
    }

    private let throttled = #"{"calls": 2, "reply": {"error": "rate_limited"}}"#
    private let honest = #""honours": "Retry-After", "backoff": "exponential", "jitter": 1, "max": 5"#

    @Test func `passes where it honours Retry-After with full jitter`() throws {
        let client = try client(throttled)
        `try`(client, pauses: [.milliseconds(5000), .milliseconds(5003)])
        let verdict = try client.verdict(retries(honest))
        #expect(verdict.passed, "\(verdict.message)")
    }

    @Test func `fails where it ignores Retry-After, however it backs off`() throws {
        let client = try client(throttled)
        `try`(client, pauses: [.milliseconds(1000), .milliseconds(4999)])
        try client.verdict(retries(honest)).fails(
            saying: "the client ignored Retry-After",
            "came back after 1s, was asked to wait 5s",
            "came back after 4.999s, was asked to wait 5s",
            "429, Retry-After 5s"
        )
    }

    @Test func `is not judged by its backoff after a reply with Retry-After`() throws {
        let client = try client(throttled)
        `try`(client, pauses: [.milliseconds(9000), .milliseconds(5000)])
        #expect(try client.verdict(retries(#""backoff": "increasing""#)).passed)
    }

    @Test func `understands a date in Retry-After`() throws {
        let reply =
            #"{"calls": 1, "reply": {"status": 503, "headers": {"Retry-After": "Mon, 02 Mar 2026 08:00:30 GMT"}}}"#
        let patient = try client(reply)
        `try`(patient, pauses: [.seconds(30)])
        #expect(try patient.verdict(retries(#""honours": "Retry-After""#)).passed)
        let hasty = try client(reply)
        `try`(hasty, pauses: [.seconds(29)])
        try hasty.verdict(retries(#""honours": "Retry-After""#)).fails(saying: "was asked to wait 30s")
    }

    @Test func `is judged in the bay's time where that runs faster`() throws {
        let scenario =
            #"{"scenario": 1, "clock": {"mode": "scaled", "speed": 1000}, "flow": {"toys.sale.create": [\#(throttled)]}}"#
        let client = try Bench.client(scenario)
        #expect(client.sell().response.field("Retry-After") == "1")
        client.advance(.seconds(3))
        _ = client.sell()
        try client.verdict(retries(#""honours": "Retry-After""#)).fails(saying: "was asked to wait 5s")
    }

    @Test func `waits from the end of a delay on`() throws {
        let client = try Bench.client(
            """
            {"scenario": 1, "clock": {"mode": "scaled", "speed": 1000}, "flow": {"toys.sale.create": [
                {"calls": 1, "delay": "1s", "reply": {"error": "rate_limited"}}]}}
            """
        )
        _ = client.sell()
        client.advance(.seconds(1003))
        _ = client.sell()
        try client.verdict(retries(#""honours": "Retry-After""#)).fails(saying: "ignored Retry-After")
    }

    @Test func `begins anew after a success, and with another body`() throws {
        let client = try client(#"{"calls": 1, "reply": {"error": "server_error"}}"#)
        for toy in [1, 1, 1, 2] { _ = client.sell(toy) }
        #expect(try client.verdict(retries(#""max": 1"#)).passed)
        try client.verdict(retries(#""max": 0"#)).fails(saying: "retried 1 time")
    }

    @Test func `counts by its idempotency key where it has one`() throws {
        let client = try client()
        for toy in [1, 2, 1] { _ = client.sell(toy, fields: [("Idempotency-Key", "k")]) }
        try client.verdict(retries(#""max": 1"#)).fails(saying: "retried 2 times")
    }

    @Test func `is not blamed for the time in which a reply stalled`() throws {
        let client = try client(
            #"{"calls": 1, "fault": {"stall": {}}}, {"calls": 2, "reply": {"error": "server_error"}}"#
        )
        `try`(client, pauses: [.seconds(11), .seconds(1), .seconds(2)])
        let verdict = try client.verdict(retries(#""backoff": "increasing""#))
        #expect(verdict.passed, "\(verdict.message)")
    }

    @Test func `is told that a clock stands which nobody moves`() throws {
        let client = try client(throttled)
        `try`(client, pauses: [.zero])
        try client.verdict(retries(#""honours": "Retry-After""#)).fails(saying: "clock is moved by hand")
    }
}
