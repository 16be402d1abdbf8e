/// The keys of the scenario language, object by object: what the reader takes and what the JSON Schema lists.
enum Grammar {
    static let scenario = [
        "scenario", "$schema", "name", "about", "tags", "extends", "seed", "clock", "given", "flow", "at",
        "chaos", "expect",
    ]
    static let clock = ["start", "mode", "speed"]
    static let clockModes = ["real", "manual", "scaled"]
    static let given = [
        "snapshot", "records", "remove", "generate", "limits", "auth", "assume", "webhooks",
    ]
    static let limit = ["requests", "per"]
    static let webhook = ["vendor", "url", "secret", "events", "shop_id", "faults"]
    static let webhookFault = ["event", "calls", "fault", "by"]
    /// A step has at most one of them.
    static let extents = ["calls", "for", "until"]
    static let step = extents + ["from", "when", "before", "after", "reply", "fault", "delay"]
    static let starts = ["entry", "first-call"]
    static let until = ["record", "has"]
    static let when = ["query", "header", "path", "body", "record", "has", "attempt"]
    /// An action is exactly one of them.
    static let actions = ["call", "set", "remove", "auth", "limit", "webhook", "advance"]
    static let action = actions + ["as", "with", "of"]
    static let reply = ["error", "status", "headers", "body", "patch"]
    static let chaos = ["name", "on", "rate", "max", "reply", "fault", "delay"]
    static let delays = ["uniform", "normal", "lognormal"]
}
