import JSON

/// Takes a scenario file apart and finds everything that is wrong with it. What it returns is whole only where it
/// found nothing.
struct ScenarioReader {
    let names: Vocabulary
    private(set) var findings: [Finding] = []
    /// The calls that actions make, as they are met.
    var calls: [Scenario.ScriptedCall] = []

    init(_ names: Vocabulary) {
        self.names = names
    }

    mutating func scenario(_ root: JSON.Node, file: String) -> Scenario {
        var scenario = Scenario(source: root.value, file: file, vendors: names.keys)
        let keys = [
            "scenario", "$schema", "name", "about", "tags", "seed", "clock", "given", "flow", "expect",
        ]
        guard isObject(root, "a scenario", keys: keys, later: ["extends", "at", "chaos"]) else {
            return scenario
        }
        if let version = root["scenario"] {
            if version.int != Scenario.version {
                report(version, "'scenario' must be \(Scenario.version), the version of the format")
            }
        } else {
            report(
                root,
                "a scenario lacks the key 'scenario': \(Scenario.version), the version of the format"
            )
        }
        if let schema = root["$schema"] { _ = text(schema, "'$schema'") }
        if let name = root["name"] { scenario.name = text(name, "'name'") ?? "" }
        if let about = root["about"] { scenario.about = text(about, "'about'") ?? "" }
        if let tags = root["tags"], isList(tags, "'tags'") {
            scenario.tags = tags.elements.compactMap { text($0, "a tag") }
        }
        if let seed = root["seed"] {
            scenario.seed = seed.number.flatMap { UInt64($0.text) }
            if scenario.seed == nil { report(seed, "'seed' must be a whole number from 0 to 2^64 - 1") }
        }
        if let clock = root["clock"] { scenario.clock = self.clock(clock) }
        if let given = root["given"] { scenario.given = self.given(given) }
        if let flow = root["flow"] { scenario.flow = self.flow(flow) }
        if let expect = root["expect"] { scenario.expect = self.expectations(expect, file: file) }
        scenario.calls = calls
        return scenario
    }

    private mutating func clock(_ node: JSON.Node) -> ClockSetting? {
        guard isObject(node, "'clock'", keys: ["start", "mode", "speed"]) else { return nil }
        var setting = ClockSetting()
        if let start = node["start"], let text = text(start, "'start'") {
            setting.start = Instant(iso8601: text)
            if setting.start == nil {
                report(start, "'\(text)' is no time; write it as 2026-03-02T08:00:00Z")
            }
        }
        let modes = ["real", "manual", "scaled"]
        let mode = node["mode"].flatMap { choice($0, "'mode'", of: modes) }
        switch (mode, node["speed"]) {
        case ("scaled", nil):
            report(node, "a scaled clock needs a 'speed'")
        case ("scaled", let speed?):
            if let factor = number(speed, "'speed'", in: Clock.speeds) { setting.mode = .scaled(factor) }
        case (_, let speed?):
            report(speed, "'speed' is for \"mode\": \"scaled\"")
        case ("manual", nil):
            setting.mode = .manual
        case (_, nil):
            break
        }
        return setting
    }
}

// MARK: - Values

extension ScenarioReader {
    mutating func report(_ node: JSON.Node, _ message: String, hint: String? = nil) {
        findings.append(Finding(node.offset, message, hint: hint))
    }

    /// For a key: its place is not that of its value.
    mutating func report(_ member: JSON.Member, _ message: String, hint: String? = nil) {
        findings.append(Finding(member.keyOffset, message, hint: hint))
    }

    mutating func report(_ more: [Finding]) { findings += more }

    /// Whether the value is an object; names that it should not have are reported.
    /// - Parameter later: keys of the language that this program does not know what to do with yet.
    mutating func isObject(
        _ node: JSON.Node,
        _ what: String,
        keys: [String],
        later: [String] = [],
    ) -> Bool {
        guard isObject(node, what) else { return false }
        for member in node.members where !keys.contains(member.key) {
            if later.contains(member.key) {
                report(member, "'\(member.key)' is not supported yet")
            } else {
                let hint = nearest(to: member.key, among: keys + later)
                report(member, "unknown key '\(member.key)' in \(what)", hint: hint)
            }
        }
        return true
    }

    mutating func isObject(_ node: JSON.Node, _ what: String) -> Bool {
        if node.kind == .object { return true }
        report(node, "\(what) must be an object")
        return false
    }

    mutating func isList(_ node: JSON.Node, _ what: String) -> Bool {
        if node.kind == .array { return true }
        report(node, "\(what) must be a list")
        return false
    }

    mutating func text(_ node: JSON.Node, _ what: String) -> String? {
        if let text = node.string { return text }
        report(node, "\(what) must be text")
        return nil
    }

    /// Text, or a number or truth value as it is written.
    mutating func scalar(_ node: JSON.Node, _ what: String) -> String? {
        switch node.kind {
        case .string: return node.string
        case .number, .bool: return String(decoding: node.rawBytes, as: UTF8.self)
        case .null, .array, .object:
            report(node, "\(what) must be text, a number or a truth value")
            return nil
        }
    }

    mutating func flag(_ node: JSON.Node, _ what: String) -> Bool? {
        if let flag = node.bool { return flag }
        report(node, "\(what) must be true or false")
        return nil
    }

    mutating func integer(_ node: JSON.Node, _ what: String, in range: ClosedRange<Int>) -> Int? {
        if let number = node.int, range.contains(number) { return number }
        let bounds =
            range.upperBound == .max ? "\(range.lowerBound) up" : "\(range.lowerBound) to \(range.upperBound)"
        report(node, "\(what) must be a whole number from \(bounds)")
        return nil
    }

    mutating func number(_ node: JSON.Node, _ what: String, in range: ClosedRange<Double>) -> Double? {
        if let number = node.double, range.contains(number) { return number }
        report(
            node,
            "\(what) must be a number from \(JSON.Number(range.lowerBound)) to \(JSON.Number(range.upperBound))"
        )
        return nil
    }

    mutating func choice(_ node: JSON.Node, _ what: String, of choices: [String]) -> String? {
        guard let text = text(node, what) else { return nil }
        if choices.contains(text) { return text }
        let list = choices.joined(separator: ", ")
        report(node, "\(what) must be one of \(list), not '\(text)'", hint: nearest(to: text, among: choices))
        return nil
    }

    mutating func duration(_ node: JSON.Node, _ what: String, atLeast shortest: Duration = .zero) -> Duration?
    {
        guard let text = text(node, what) else { return nil }
        guard let duration = Duration(scenarioText: text) else {
            report(node, "\(what): '\(text)' is no duration; write it as 500ms, 10s, 5m, 2h or 1d")
            return nil
        }
        guard duration >= shortest else {
            report(node, "\(what) must not be zero")
            return nil
        }
        return duration
    }
}
