extension Webhook {
    /// A bay's subscriptions and deliveries.
    ///
    /// Deliveries to the same target form a lane and go out one after the other: the next one waits until the one before
    /// it is delivered or has failed for good. Different targets do not wait for each other.
    package struct Queue: Sendable {
        private struct Lane: Sendable {
            /// `nil` for a late one, which has a lane of its own.
            let target: Target?
            /// By number, the next first.
            var numbers: [UInt64] = []
            /// To come after the one that is announced next.
            var held: UInt64?
            /// How far the bay's clock is ahead of the lane: it was moved over moments that the lane has yet to live
            /// through, one try after the other.
            var behind = Duration.zero
        }

        package private(set) var subscriptions: [Subscription]
        /// By number. Of those that are done with the oldest are forgotten: there are gaps.
        package private(set) var deliveries: [Delivery] = []
        /// Deliveries for which there was no room: see `Rules.waiting` and `Rules.bytes`.
        package private(set) var lost: UInt64 = 0
        /// How many of the deliveries are done with.
        private var finished = 0
        /// Of all bodies.
        private var bytes = 0
        private var lanes: [Lane] = []
        /// What lanes are behind that are made before the next round.
        private var behind = Duration.zero
        private var lastNumber: UInt64 = 0
        /// See `Parcel.life`.
        private let life: UInt64
        /// For when somebody will ask what is due.
        private var wake: UInt64?
        /// Whether something may be due that nobody has looked for: what a bay asks after every call.
        var isStirred = false

        init(_ subscriptions: [Subscription], life: UInt64 = 0) {
            self.subscriptions = subscriptions
            self.life = life
        }

        /// The queue of the bay's next life.
        func renewed(_ subscriptions: [Subscription]) -> Queue { Queue(subscriptions, life: life + 1) }

        package subscript(number: UInt64) -> Delivery? { index(number).map { deliveries[$0] } }

        private func index(_ number: UInt64) -> Int? {
            var low = 0
            var high = deliveries.count
            while low < high {
                let middle = (low + high) / 2
                if deliveries[middle].number < number { low = middle + 1 } else { high = middle }
            }
            return low < deliveries.count && deliveries[low].number == number ? low : nil
        }

        // MARK: In

        /// Makes the deliveries of an announcement, due at once unless a fault says otherwise.
        /// - Parameter id: draws the next one.
        /// - Returns: their numbers.
        mutating func add(
            _ announcement: Announcement,
            of vendor: Int,
            _ contract: Contract,
            at now: Instant,
            id: () -> String,
        ) -> [UInt64] {
            var body: [UInt8]?
            var numbers: [UInt64] = []
            for position in subscriptions.indices
            where subscriptions[position].wants(announcement, of: vendor) {
                let bytes = body ?? contract.envelope(announcement, now)
                body = bytes
                let fault = fault(for: announcement.event, of: position)
                for _ in 0..<(fault?.kind == .duplicate ? 2 : 1) {
                    guard makeRoom(for: bytes.count, to: subscriptions[position].target) else {
                        lost += 1
                        continue
                    }
                    lastNumber += 1
                    numbers.append(lastNumber)
                    enqueue(
                        Delivery(
                            number: lastNumber,
                            id: id(),
                            vendor: vendor,
                            event: announcement.event,
                            scope: announcement.scope,
                            target: subscriptions[position].target,
                            body: bytes,
                            signature: contract.signature(bytes, secret(of: position, fault)),
                            made: now,
                            fault: fault?.kind,
                            state: fault?.kind == .drop ? .dropped : .pending,
                            due: now + delay(of: fault)
                        )
                    )
                }
            }
            return numbers
        }

        private func secret(of position: Int, _ fault: Fault?) -> [UInt8] {
            let secret = Array(subscriptions[position].secret.utf8)
            return fault?.kind == .badSignature ? secret + Array("?".utf8) : secret
        }

        private func delay(of fault: Fault?) -> Duration {
            switch fault?.kind {
            case .late: fault?.delay ?? .zero
            case .reorder: Rules.reorderWait
            case .duplicate, .badSignature, .drop, nil: .zero
            }
        }

        private mutating func fault(for event: String, of position: Int) -> Fault? {
            let isHolding = lanes.contains { $0.target == subscriptions[position].target && $0.held != nil }
            let faults = subscriptions[position].faults
            guard
                let index = faults.firstIndex(where: { fault in
                    // One already waits for its successor, which is this one.
                    fault.applies(to: event) && !(fault.kind == .reorder && isHolding)
                })
            else { return nil }
            subscriptions[position].faults[index].used += 1
            return faults[index]
        }

        private mutating func enqueue(_ delivery: Delivery) {
            deliveries.append(delivery)
            bytes += delivery.body.count
            guard delivery.state == .pending else {
                finished += 1
                return
            }
            isStirred = true
            if delivery.fault == .late {
                return lanes.append(Lane(target: nil, numbers: [delivery.number], behind: behind))
            }
            let lane = lanes.firstIndex { $0.target == delivery.target } ?? lanes.count
            if lane == lanes.count { lanes.append(Lane(target: delivery.target, behind: behind)) }
            if delivery.fault == .reorder {
                lanes[lane].held = delivery.number
            } else {
                lanes[lane].numbers.append(delivery.number)
                if let held = lanes[lane].held.take() {
                    update(held) { $0.due = delivery.due }
                    lanes[lane].numbers.append(held)
                }
            }
        }

        /// Whether there is room for one more; what is done with makes way.
        private mutating func makeRoom(for size: Int, to target: Target) -> Bool {
            let lane = lanes.first { $0.target == target }
            guard lane?.numbers.count ?? 0 < Rules.waiting else { return false }
            if finished >= Rules.remembered { forget(Rules.remembered / 10) }
            if bytes + size > Rules.bytes { forget(finished) }
            return bytes + size <= Rules.bytes
        }

        /// Forgets the oldest ones that are done with.
        private mutating func forget(_ count: Int) {
            var left = min(count, finished)
            finished -= left
            var freed = 0
            deliveries.removeAll { delivery in
                guard left > 0, delivery.state != .pending else { return false }
                left -= 1
                freed += delivery.body.count
                return true
            }
            bytes -= freed
        }

        // MARK: Out

        /// Takes what is due and marks it as out.
        /// - Parameter monotonic: the time of the host at which the bay's clock will show an instant.
        mutating func round(at now: Instant, monotonic: (Instant) -> UInt64?) -> Round? {
            isStirred = false
            behind = .zero
            var parcels: [Parcel] = []
            for lane in lanes.indices {
                if let held = lanes[lane].held, let delivery = self[held], delivery.due <= now {
                    // Nothing has come that it could come after.
                    lanes[lane].held = nil
                    lanes[lane].numbers.append(held)
                }
                guard let first = lanes[lane].numbers.first, let delivery = self[first],
                    delivery.due <= now
                else {
                    lanes[lane].behind = .zero
                    continue
                }
                guard !delivery.isOut else { continue }
                let sent = lanes[lane].behind > .zero ? max(delivery.due, now - lanes[lane].behind) : now
                lanes[lane].behind = now - sent
                update(first) { $0.attempts.append(Attempt(sent: sent)) }
                parcels.append(parcel(of: delivery))
            }
            parcels.sort { $0.number < $1.number }
            var alarm: UInt64?
            if let time = next.flatMap(monotonic), time < wake ?? .max {
                wake = time
                alarm = time
            }
            return parcels.isEmpty && alarm == nil ? nil : Round(parcels: parcels, wake: alarm)
        }

        /// When the next one goes out that is not out yet; one behind another is not looked at before its turn.
        var next: Instant? {
            lanes.flatMap { [$0.numbers.first, $0.held] }.compactMap { number in
                number.flatMap { self[$0] }.flatMap { $0.isOut ? nil : $0.due }
            }.min()
        }

        /// Whether what became of a try is not known yet, of any.
        var isAnyOut: Bool {
            lanes.contains { $0.numbers.first.flatMap { self[$0] }?.isOut ?? false }
        }

        /// The clock is about to be moved over what is to be done meanwhile.
        mutating func fallBehind(by duration: Duration) {
            isStirred = true
            behind += duration
            for lane in lanes.indices { lanes[lane].behind += duration }
        }

        private func parcel(of delivery: Delivery) -> Parcel {
            Parcel(
                number: delivery.number,
                life: life,
                target: delivery.target,
                headers: [Header("Content-Type", "application/json"), delivery.signature],
                body: delivery.body
            )
        }

        /// The alarm for that time has gone off.
        mutating func noteAlarm(_ time: UInt64) {
            if wake == time { wake = nil }
        }

        /// What became of a parcel. One of an earlier life is nobody's any more.
        mutating func note(_ outcome: Outcome, of parcel: Parcel, at now: Instant) {
            let number = parcel.number
            guard parcel.life == life, let delivery = self[number], delivery.isOut,
                let lane = lanes.firstIndex(where: { $0.numbers.first == number })
            else { return }
            let moment = now - lanes[lane].behind
            update(number) { delivery in
                delivery.attempts[delivery.attempts.count - 1].outcome = outcome
                if outcome.isDelivered {
                    delivery.state = .delivered
                } else if delivery.attempts.count >= Rules.tries {
                    delivery.state = .failed
                } else {
                    delivery.due = moment + Rules.backOff[delivery.attempts.count - 1]
                }
            }
            isStirred = true
            guard self[number]?.state != .pending else { return }
            finished += 1
            lanes[lane].numbers.removeFirst()
            if lanes[lane].target == nil { lanes.remove(at: lane) }
        }

        private mutating func update(_ number: UInt64, _ change: (inout Delivery) -> Void) {
            if let index = index(number) { change(&deliveries[index]) }
        }

        /// Whether nothing is out and nothing is due.
        package func isSettled(at now: Instant) -> Bool {
            !isAnyOut && next.map { $0 > now } ?? true
        }
    }
}
