import JSON

extension Bay {
    /// Announces an event about a record, as if the vendor had: 'payment.received' of 'autosync.payments/1'.
    /// - Returns: the deliveries it makes; none where nobody has asked for it.
    /// - Throws: an unknown event, vendor or record.
    package func announce(
        _ event: String,
        about record: RecordReference,
    ) throws(RecordProblem) -> [Webhook.Delivery] {
        let numbers = try withContents { contents throws(RecordProblem) in
            try contents.announce(event, about: record)
        }
        deliverDue()
        return withContents { contents in numbers.compactMap { contents.webhooks[$0] } }
    }

    /// Nothing more goes out: the bay is removed, though somebody may still have hold of it.
    func silence() {
        let moves = withContents { contents in
            contents.webhooks = contents.webhooks.renewed([])
            contents.flow.agenda = Agenda()
            let moves = contents.moves
            contents.moves = moves.renewed()
            return moves
        }
        endMoves(moves)
        followers.endAll("the bay was removed")
    }

    /// The lock is not held here: what the deliverer does may take its time, or come back at once.
    func hand(_ round: Webhook.Round?) {
        guard let deliverer, let round else { return }
        for parcel in round.parcels {
            deliverer.deliver(parcel) { outcome in self.note(outcome, of: parcel) }
        }
        if let wake = round.wake {
            deliverer.wake(at: wake) { [weak self] in self?.noteAlarm(wake) }
        }
    }

    private func note(_ outcome: Webhook.Outcome, of parcel: Webhook.Parcel) {
        withContents { $0.webhooks.note(outcome, of: parcel, at: $0.now) }
        deliverDue()
    }

    private func noteAlarm(_ time: UInt64) {
        withContents { $0.webhooks.noteAlarm(time) }
        deliverDue()
    }
}

extension Bay.Contents {
    /// Makes deliveries of what a vendor's outbox holds.
    mutating func takeAnnouncements(of vendor: Int, _ extras: inout Journal.Extras?) {
        let announcements = worlds[vendor].takeOutbox()
        guard !announcements.isEmpty else { return }
        let lost = webhooks.lost
        defer {
            if webhooks.lost > lost {
                extras.note("\(webhooks.lost - lost) deliveries were lost: too many are waiting already")
            }
        }
        for announcement in announcements {
            for number in announce(announcement, of: vendor) {
                guard let delivery = webhooks[number] else { continue }
                extras.note(
                    "announced \(delivery.event) to \(delivery.target.authority): delivery \(delivery.id)"
                )
                extras?.deliveries.append(number)
            }
        }
    }

    /// Announces an event about a record. The world need not have changed.
    mutating func announce(
        _ event: String,
        about record: RecordReference,
    ) throws(RecordProblem) -> [UInt64] {
        let vendor = try vendor(record.vendor)
        guard let contract = mounts[vendor].webhooks else {
            throw RecordProblem("\(record.vendor) has no webhooks")
        }
        guard contract.events.contains(where: { $0.name == event }) else {
            throw RecordProblem("\(record.vendor) has no event '\(event)'")
        }
        worlds[vendor].now = now
        guard let announcement = worlds[vendor].announcement(of: event, about: record) else {
            throw RecordProblem("there is no record \(record) that '\(event)' could be about")
        }
        return announce(announcement, of: vendor)
    }

    private mutating func announce(_ announcement: Announcement, of vendor: Int) -> [UInt64] {
        guard !webhooks.subscriptions.isEmpty, let contract = mounts[vendor].webhooks else { return [] }
        var chance = worlds[vendor].chance
        defer { worlds[vendor].chance = chance }
        return webhooks.add(announcement, of: vendor, contract, at: worlds[vendor].now) {
            "whd_" + chance.hex("webhook", 16)
        }
    }

    /// What is due now.
    mutating func round() -> Webhook.Round? { round(at: MonotonicTime.now()) }

    mutating func round(at monotonic: UInt64) -> Webhook.Round? {
        let clock = clock
        return webhooks.round(at: clock.now(monotonic)) { clock.monotonic(of: $0) }
    }
}

extension MountedWorld {
    /// The record's JSON, announced in the scope that the record itself names.
    func plainAnnouncement(
        of event: String,
        about record: RecordReference,
        scope: String?,
    ) -> Announcement? {
        var json = JSON.Writer()
        guard write(record.collection, record.key, to: &json) else { return nil }
        let named = scope.flatMap { value(of: record)?[$0] }
        return Announcement(event: event, scope: named?.scalarText ?? "", data: json.bytes)
    }
}

extension JSON.Value {
    fileprivate var scalarText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .null, .bool, .array, .object: nil
        }
    }
}
