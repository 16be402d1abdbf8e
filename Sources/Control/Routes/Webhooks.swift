import Engine
import HTTP
import JSON

/// What a bay's vendors have announced, and what became of it.
extension ControlAPI {
    static let webhookRoutes = [
        ControlRoute(
            .get,
            "/bays/{bay}/webhooks",
            query: ["event", "state", "since", "limit"],
            ControlAPI.listWebhooks
        ),
        ControlRoute(.post, "/bays/{bay}/webhooks", ControlAPI.sendWebhook),
    ]

    /// How many deliveries a page has unless it is told otherwise, and at most.
    private static let pageSize = 100
    private static let largestPage = 10_000

    /// Subscriptions, and deliveries with their attempts, by number: those after `since`, `limit` of them, of an `event`
    /// or in a `state` if one is named. `next` is the `since` of the page that follows.
    func listWebhooks(_ call: ControlCall) throws(Refused) -> Response {
        let bay = try bay(of: call)
        let since = UInt64(try call.number("since", in: 0...Int.max) ?? 0)
        let limit = try call.number("limit", in: 1...ControlAPI.largestPage) ?? ControlAPI.pageSize
        let event = call.request.query("event")
        let events = bay.mounts.flatMap { $0.webhooks?.events.map(\.name) ?? [] }
        if let event, !events.contains(event) {
            throw .unknown("event", event, among: events, path: "event")
        }
        let states = Webhook.Delivery.State.allCases.map(\.rawValue)
        let state = call.request.query("state")
        if let state, !states.contains(state) {
            throw .unknown("state", state, among: states, path: "state")
        }
        let queue = bay.withContents { $0.webhooks }
        let found = queue.deliveries.lazy.filter { delivery in
            delivery.number > since && (event == nil || event == delivery.event)
                && (state == nil || state == delivery.state.rawValue)
        }.prefix(limit + 1)
        let page = Array(found)
        return .json { json in
            json.object { json in
                json.member("bay", bay.name.description)
                json.array("subscriptions") { json in
                    for subscription in queue.subscriptions { write(subscription, to: &json) }
                }
                json.member("lost", queue.lost)
                json.member("next", page.count > limit ? page[limit - 1].number : nil)
                json.array("deliveries") { json in
                    for delivery in page.prefix(limit) { write(delivery, to: &json) }
                }
            }
        }
    }

    /// Announces `{"event": "payment.received", "of": "autosync.payments/1"}` as if the vendor had: 202 with the
    /// deliveries it makes, which are under way.
    /// - Throws: 409 where nobody has subscribed for it.
    func sendWebhook(_ call: ControlCall) throws(Refused) -> Response {
        let body = try call.object("event", "of")
        let event = try body.requiredText("event", hint: "the vendor's name for it, such as payment.received")
        let hint = "the record it is about, such as autosync.payments/1"
        let text = try body.requiredText("of", hint: hint)
        guard let record = RecordReference(text) else {
            throw Refused(400, "bad_body", "'\(text)' names no record", path: "of", hint: hint)
        }
        let keys = bays.mounts.map(\.facts.key)
        guard let vendor = keys.firstIndex(of: record.vendor) else {
            throw .unknown("vendor", record.vendor, among: keys, path: "of")
        }
        let events = bays.mounts[vendor].webhooks?.events.map(\.name) ?? []
        guard events.contains(event) else { throw .unknown("event", event, among: events, path: "event") }
        let collections = bays.mounts[vendor].collections.map(\.name)
        guard collections.contains(record.collection) else {
            throw .unknown("collection", record.collection, among: collections, path: "of")
        }
        let bay = try bayToSetUp(of: call)
        let lost = bay.withContents { $0.webhooks.lost }
        let deliveries: [Webhook.Delivery]
        do throws(RecordProblem) {
            deliveries = try bay.announce(event, about: record)
        } catch {
            throw Refused(404, "unknown_record", error.message, path: "of")
        }
        guard !deliveries.isEmpty else {
            guard bay.withContents({ $0.webhooks.lost }) == lost else {
                throw Refused(
                    409,
                    "queue_full",
                    "too many deliveries of '\(bay.name)' are waiting already",
                    path: "event",
                    hint: "a receiver that does not answer, see bays/\(bay.name)/webhooks"
                )
            }
            throw Refused(
                409,
                "nobody_subscribed",
                "nobody in '\(bay.name)' has subscribed for '\(event)' of \(record)",
                path: "event",
                hint: "a scenario's given.webhooks names who is told what, and where"
            )
        }
        return .json(202) { json in
            json.object { json in
                json.array("deliveries") { json in
                    for delivery in deliveries { write(delivery, to: &json) }
                }
            }
        }
    }

    private func write(_ subscription: Webhook.Subscription, to json: inout JSON.Writer) {
        json.object { json in
            json.member("vendor", bays.mounts[subscription.vendor].facts.key)
            json.member("url", shown(subscription.target))
            json.member("secret", Fingerprint.text(of: subscription.secret))
            json.array("events") { json in
                for event in subscription.events { json.string(event) }
            }
            json.member("scope", subscription.scope)
            json.array("faults") { json in
                for fault in subscription.faults {
                    json.object { json in
                        json.member("fault", fault.kind.rawValue)
                        json.member("event", fault.event)
                        json.member("used", fault.used)
                        if let calls = fault.calls {
                            json.member("of", calls)
                        } else {
                            json.member("of", "rest")
                        }
                    }
                }
            }
        }
    }

    /// One that is out has an attempt without outcome. Times are the bay's.
    func write(_ delivery: Webhook.Delivery, to json: inout JSON.Writer) {
        json.object { json in
            json.member("number", delivery.number)
            json.member("id", delivery.id)
            json.member("vendor", bays.mounts[delivery.vendor].facts.key)
            json.member("event", delivery.event)
            json.member("scope", delivery.scope)
            json.member("url", shown(delivery.target))
            json.member("state", delivery.state.rawValue)
            json.member("made", delivery.made.iso8601)
            json.member("due", delivery.state == .pending ? delivery.due.iso8601 : nil)
            json.member("fault", delivery.fault?.rawValue)
            json.key("signature")
            json.array { json in
                json.string(delivery.signature.name)
                json.string(delivery.signature.value)
            }
            json.key("body")
            Secrets(of: nil).write(body: delivery.body, to: &json)
            json.array("attempts") { json in
                for attempt in delivery.attempts {
                    json.object { json in
                        json.member("sent", attempt.sent.iso8601)
                        switch attempt.outcome {
                        case .answered(let status):
                            json.member("status", status)
                            json.member("error", nil)
                        case .failed(let reason):
                            json.member("status", .null)
                            json.member("error", reason)
                        case nil:
                            json.member("status", .null)
                            json.member("error", .null)
                        }
                    }
                }
            }
        }
    }

    /// The URL, credentials in its query as fingerprints.
    private func shown(_ target: Webhook.Target) -> String {
        "http://" + target.authority + Secrets(of: nil).shown(target: target.path)
    }
}
