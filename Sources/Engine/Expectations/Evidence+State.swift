import JSON

/// What can be seen in a bay's state rather than in its journal.
extension Evidence {
    private func world(_ vendor: String) -> (any MountedWorld)? {
        contents.mounts.firstIndex { $0.facts.key == vendor }.map { contents.worlds[$0] }
    }

    func complaint(_ record: RecordReference, has wanted: JSON.Value) -> String? {
        let collection = Expectation.CollectionReference(vendor: record.vendor, name: record.collection)
        var fields = wanted.object ?? [:]
        for (name, value) in fields where isSecret(name, of: collection) {
            fields[name] = .string(Fingerprint.text(of: value.string ?? shown(value)))
        }
        let wish = "wanted \(record) to have \(shown(.object(fields)))"
        guard let value = world(record.vendor)?.value(of: record) else {
            return "\(wish), there is no such record"
        }
        guard !value.contains(wanted) else { return nil }
        var differing = JSON.Object()
        for (name, part) in wanted.object ?? [:] {
            guard let own = value[name] else {
                differing[name] = .null
                continue
            }
            if !own.contains(part) {
                differing[name] = isSecret(name, of: collection) ? "another credential" : own
            }
        }
        return "\(wish), it has \(shown(.object(differing)))"
    }

    private func shown(_ value: JSON.Value) -> String {
        var json = JSON.Writer()
        json.value(value)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    func complaint(_ collection: Expectation.CollectionReference, _ wanted: Expectation.Count) -> String? {
        let count = world(collection.vendor)?.count(of: collection.name) ?? 0
        return wanted.admits(count) ? nil : "wanted \(wanted) records in \(collection), there are \(count)"
    }

    /// Values that are missing, `null` or empty are nobody's duplicates.
    func complaint(
        duplicatesOf field: String,
        in collection: Expectation.CollectionReference,
    ) -> String? {
        guard let world = world(collection.vendor) else { return nil }
        var json = JSON.Writer()
        json.beginArray()
        world.write(collection.name, offset: 0, limit: .max, to: &json)
        json.endArray()
        // What records write of themselves is JSON.
        guard let records = (try? JSON.Document(json.bytes))?.root else { return nil }
        var order: [String] = []
        var counts: [String: Int] = [:]
        for record in records.elements {
            guard let value = record[field], !value.isNull, value.string != "" else { continue }
            let text = String(decoding: value.rawBytes, as: UTF8.self)
            if counts[text] == nil { order.append(text) }
            counts[text, default: 0] += 1
        }
        let doubles = order.filter { counts[$0, default: 0] > 1 }
        guard !doubles.isEmpty else { return nil }
        let isSecret = isSecret(field, of: collection)
        let lines = doubles.prefix(Timeline.most).map { text in
            "  \(isSecret ? "a value that is a credential" : text) stands in \(counts[text, default: 0]) records"
        }
        return
            "wanted no \(field) twice in \(collection): the client made the same thing more than once\n"
            + lines.joined(separator: "\n")
    }

    func isSecret(_ field: String, of collection: Expectation.CollectionReference) -> Bool {
        contents.mounts.first { $0.facts.key == collection.vendor }?.collections
            .first { $0.name == collection.name }?.fields.first { $0.name == field }?.isSecret ?? false
    }

    func complaint(_ event: String, of vendor: Int, _ wanted: Expectation.Count) -> String? {
        let all = contents.webhooks.deliveries
        // They are numbered without gaps: where there is one, some are forgotten.
        if contents.webhooks.lost > 0 || all.last.map({ $0.number != UInt64(all.count) }) ?? false {
            return "cannot be judged: the bay has not kept all of its webhooks"
        }
        let own = all.filter { $0.vendor == vendor && $0.event == event }
        let delivered = own.count { $0.state == .delivered }
        guard !wanted.admits(delivered) else { return nil }
        let lines = own.prefix(Timeline.most).map { delivery in
            let tries = delivery.attempts.map { attempt in
                switch attempt.outcome {
                case .answered(let status): "\(status)"
                case .failed(let why): why
                case nil: "on its way"
                }
            }
            return "  \(delivery.id)  \(delivery.made.iso8601)  \(delivery.state.rawValue)  "
                + tries.joined(separator: ", ")
        }
        let listeners = contents.webhooks.subscriptions.isEmpty ? "; nobody is subscribed to anything" : ""
        return
            "wanted \(wanted) webhooks '\(event)' to be delivered, \(delivered) were\(listeners)"
            + (lines.isEmpty ? "" : "\n" + lines.joined(separator: "\n"))
    }

    /// Looks at the progress that the control API shows.
    var flowComplaint: String? {
        var json = JSON.Writer()
        contents.flow.write(to: &json)
        // What the flow writes of itself is JSON.
        guard let progress = (try? JSON.Document(json.bytes))?.root["progress"] else { return nil }
        var lines: [String] = []
        for member in progress.members {
            for step in member.value.elements where step["done"]?.bool != true {
                let used = step["used"]?.int ?? 0
                // A step for all calls that come has no end, but a beginning.
                if step["of"]?.string == "rest", used > 0 { continue }
                let number = step["step"]?.int ?? 0
                let line = step["line"]?.int.map { " (line \($0))" } ?? ""
                let of =
                    step["of"]?.int.map { "\(used) of \($0) call\($0 == 1 ? "" : "s") used it" }
                    ?? "\(used) call\(used == 1 ? "" : "s") used it"
                lines.append("  \(member.key)[\(number)]\(line): \(of)")
            }
        }
        guard !lines.isEmpty else { return nil }
        return "wanted every step of the flow to be used up\n" + lines.joined(separator: "\n")
    }
}
