package import JSON

/// A snapshot as it leaves the program, and comes back.
///
///     {"mockbay": 1, "name": "before", "clock": {"now", "mode", "speed"}, "seed": 1, "bay": "ci-7",
///      "counters": {"htp": {"draws": {"sale": 3}, "replies": 12, "marks": {}}},
///      "assumptions": {"htp.stock": "at-sale"},
///      "worlds": {"htp": {"items": [record, …], …}}, "leavesOut": ["…"]}
///
/// `bay` is the name that draws go by. Credentials are in it as they are, or the world could not be had again.
extension Snapshot {
    /// The format version that this program writes and reads.
    package static let version = 1

    /// What a file of one does not bring back.
    package static let leftOut = [
        "the journal", "the scenario and its progress", "limits and what was spent of them",
        "webhook subscriptions and deliveries",
    ]

    private static let keys = [
        "mockbay", "name", "clock", "seed", "bay", "counters", "assumptions", "worlds", "leavesOut",
    ]

    package func write(named name: String, _ mounts: [any Mounted], to json: inout JSON.Writer) {
        let chance = worlds.first?.chance
        json.object { json in
            json.member("mockbay", Snapshot.version)
            json.member("name", name)
            json.object("clock") { json in
                json.member("now", now.iso8601)
                json.member("mode", mode.name)
                json.member("speed", mode == .manual ? nil : mode.speed)
            }
            json.member("seed", chance?.seed ?? 0)
            json.member("bay", chance?.name ?? "")
            json.object("counters") { json in
                for (mount, world) in zip(mounts, worlds) {
                    json.key(mount.facts.key)
                    writeCounters(of: world, to: &json)
                }
            }
            json.object("assumptions") { json in
                for (mount, world) in zip(mounts, worlds) {
                    for assumption in mount.assumptions {
                        json.member(assumption.name, world.assumption(assumption.name))
                    }
                }
            }
            json.object("worlds") { json in
                for (mount, world) in zip(mounts, worlds) {
                    json.key(mount.facts.key)
                    world.writeSnapshot(to: &json)
                }
            }
            json.array("leavesOut") { json in
                for name in Snapshot.leftOut { json.string(name) }
            }
        }
    }

    private func writeCounters(of world: any MountedWorld, to json: inout JSON.Writer) {
        json.object { json in
            json.object("draws") { json in
                for (kind, count) in world.chance.counters.sorted(by: { $0.key < $1.key }) {
                    json.member(kind, count)
                }
            }
            json.member("replies", world.reply)
            json.object("marks") { json in
                for (name, value) in world.marks.sorted(by: { $0.key < $1.key }) { json.member(name, value) }
            }
        }
    }

    /// Reads what `write` wrote.
    /// - Parameter file: what the text is called in problems.
    /// - Throws: every problem at once.
    package init(_ text: [UInt8], file: String, mounts: [any Mounted]) throws(ScenarioProblems) {
        let document: JSON.Document
        do throws(JSON.SyntaxError) {
            document = try JSON.Document(text, limits: JSON.Limits(duplicateKeys: .report))
        } catch {
            let problem = ScenarioProblem(file: file, position: error.position, message: error.problem)
            throw ScenarioProblems([problem])
        }
        var reader = SnapshotReader(mounts: mounts)
        let snapshot = reader.read(document.root)
        guard let snapshot, reader.findings.isEmpty, document.problems.isEmpty else {
            throw ScenarioProblems(reader.findings, in: document, of: file)
        }
        self = snapshot
    }

    fileprivate static func check(_ root: JSON.Node, _ findings: inout [Finding]) {
        for member in root.members where !keys.contains(member.key) {
            let hint = nearest(to: member.key, among: keys)
            findings.append(Finding(member.keyOffset, "unknown member '\(member.key)'", hint: hint))
        }
    }
}

/// Collects the problems of a snapshot while it reads it.
private struct SnapshotReader {
    let mounts: [any Mounted]
    var findings: [Finding] = []

    mutating func read(_ root: JSON.Node) -> Snapshot? {
        guard root.kind == .object else {
            findings.append(Finding(root.offset, "a snapshot must be an object"))
            return nil
        }
        Snapshot.check(root, &findings)
        if let version = member("mockbay", of: root), version.int != Snapshot.version {
            complain(version, "mockbay must be \(Snapshot.version), the version of the format")
        }
        var clock: (now: Instant, mode: Clock.Mode)?
        if let node = member("clock", of: root) { clock = readClock(node) }
        var seed: UInt64?
        if let node = member("seed", of: root) { seed = number(node, "seed") }
        let bay = member("bay", of: root)
        if let bay, bay.string == nil { complain(bay, "bay must be a text") }
        let counters = member("counters", of: root)
        let worlds = member("worlds", of: root)
        if let worlds { known(worlds, "worlds") }
        if let counters { known(counters, "counters") }
        var made: [any MountedWorld] = []
        for mount in mounts {
            let key = mount.facts.key
            guard let worlds, let records = worlds[key] else {
                if let worlds { complain(worlds, "worlds lacks '\(key)'") }
                continue
            }
            let own = counters?[key]
            var draws: [String: UInt64] = [:]
            if let node = own?["draws"] { draws = numbers(node, "counters.\(key).draws") }
            let chance = Chance(seed: seed ?? 0, bay: bay?.string ?? "", counters: draws)
            var replies: UInt64?
            if let node = own?["replies"] { replies = number(node, "counters.\(key).replies") }
            var marks: [String: UInt64] = [:]
            if let node = own?["marks"] { marks = numbers(node, "counters.\(key).marks") }
            do throws(FixtureProblems) {
                var world = try mount.makeWorld(
                    ofSnapshot: records,
                    chance: chance,
                    now: clock?.now ?? .first
                )
                world.reply = replies ?? 0
                world.marks = marks.mapValues { Int(clamping: $0) }
                made.append(world)
            } catch {
                findings += error.findings
            }
        }
        if let assumptions = root["assumptions"] { assume(assumptions, in: &made) }
        guard let clock, findings.isEmpty else { return nil }
        return Snapshot(worlds: made, mode: clock.mode, now: clock.now)
    }

    private mutating func complain(_ node: JSON.Node, _ message: String, hint: String? = nil) {
        findings.append(Finding(node.offset, message, hint: hint))
    }

    private mutating func member(_ name: String, of root: JSON.Node) -> JSON.Node? {
        guard let node = root[name] else {
            complain(root, "the snapshot lacks '\(name)'")
            return nil
        }
        return node
    }

    private mutating func known(_ node: JSON.Node, _ name: String) {
        guard node.kind == .object else { return complain(node, "\(name) must be an object of vendors") }
        let keys = mounts.map(\.facts.key)
        for member in node.members where !keys.contains(member.key) {
            let hint = nearest(to: member.key, among: keys)
            findings.append(
                Finding(member.keyOffset, "unknown vendor '\(member.key)' in \(name)", hint: hint)
            )
        }
    }

    private mutating func number(_ node: JSON.Node, _ name: String) -> UInt64? {
        guard let number = node.number.flatMap({ UInt64($0.text) }) else {
            complain(node, "\(name) must be a whole number from 0 on")
            return nil
        }
        return number
    }

    private mutating func numbers(_ node: JSON.Node, _ name: String) -> [String: UInt64] {
        guard node.kind == .object else {
            complain(node, "\(name) must be an object of numbers")
            return [:]
        }
        var counters: [String: UInt64] = [:]
        for member in node.members { counters[member.key] = number(member.value, "\(name).\(member.key)") }
        return counters
    }

    private mutating func readClock(_ node: JSON.Node) -> (now: Instant, mode: Clock.Mode)? {
        guard let now = node["now"]?.string.flatMap({ Instant(iso8601: $0) }) else {
            complain(node, "clock.now must be a date and time")
            return nil
        }
        switch node["mode"]?.string {
        case "real": return (now, .real)
        case "manual": return (now, .manual)
        case "scaled":
            if let speed = node["speed"]?.double, Clock.speeds.contains(speed) {
                return (now, .scaled(speed))
            }
            complain(node, "clock.speed must be a number from 0.001 to 1000000")
        default: complain(node, "clock.mode must be one of real, scaled, manual")
        }
        return nil
    }

    private mutating func assume(_ node: JSON.Node, in worlds: inout [any MountedWorld]) {
        guard node.kind == .object else { return complain(node, "assumptions must be an object") }
        for member in node.members {
            guard
                let index = mounts.firstIndex(where: { mount in
                    mount.assumptions.contains { $0.name == member.key }
                })
            else {
                let names = mounts.flatMap { $0.assumptions.map(\.name) }
                let hint = nearest(to: member.key, among: names)
                findings.append(Finding(member.keyOffset, "unknown assumption '\(member.key)'", hint: hint))
                continue
            }
            guard worlds.count == mounts.count else { continue }
            if !worlds[index].assume(member.key, member.value.string ?? "") {
                complain(member.value, "'\(member.key)' has no such alternative")
            }
        }
    }
}

extension Clock.Mode {
    /// `real`, `scaled` or `manual`.
    package var name: String {
        switch self {
        case .real: "real"
        case .scaled: "scaled"
        case .manual: "manual"
        }
    }
}
