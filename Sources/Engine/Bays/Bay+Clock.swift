/// The way of a bay's clock through the time in between.
///
///     due now ──> sent, awaited ──> next moment ≤ target? ──yes──> the clock is put there ──> due now …
///                      │                    └──no──> the clock is put to the target, and it is reported
///                      └── nothing waits here: the outcome of the last one that is out goes on from here
extension Bay {
    /// Moves the clock, and reports once, from any thread, when that has come to its end: what falls due on the way is
    /// done in order, with the clock standing at the moment of each (or running on from there), and what goes out is
    /// awaited before the clock goes on. Moves are made one after the other, as they come.
    package func move(
        _ move: ClockMove,
        report: @escaping @Sendable (ClockMove.Outcome) -> Void = { _ in },
    ) {
        withContents { $0.moves.add(move, report) }
        deliverDue()
    }

    /// Does what the scenario has for times that have come, hands what is due to the deliverer, and takes the clock as
    /// far on its way as it gets without waiting.
    package func deliverDue() {
        let isDelivering = deliverer != nil
        follow(withContents { $0.goOn(delivering: isDelivering) })
        setAlarm()
    }

    /// The lock is not held here: what the deliverer does may take its time, or come back at once.
    func follow(_ leg: Leg) {
        for report in leg.reports { report() }
        hand(leg.round)
        guard let number = leg.waiting, let deliverer else { return }
        let patience = UInt64(ClockMove.patience.wholeMilliseconds) * 1_000_000
        deliverer.wake(at: MonotonicTime.now() + patience) { [weak self] in self?.hurry(number) }
    }

    /// The time of a move is over: it waits for nothing more.
    private func hurry(_ number: UInt64) {
        let isMoving = withContents { contents in
            guard contents.moves.first?.number == number else { return false }
            contents.moves.first?.isPatient = false
            return true
        }
        if isMoving { deliverDue() }
    }

    /// Tells those who wait for a clock that is no more.
    func endMoves(_ moves: ClockMoves) {
        for journey in moves.journeys { journey.report(.ended) }
    }

    /// What comes of a part of the way.
    struct Leg: Sendable {
        var round: Webhook.Round?
        /// The move that has begun to wait.
        var waiting: UInt64?
        /// To be called without the lock.
        var reports: [@Sendable () -> Void] = []

        mutating func add(_ more: Webhook.Round?) {
            guard let more else { return }
            round = Webhook.Round(
                parcels: (round?.parcels ?? []) + more.parcels,
                wake: more.wake ?? round?.wake
            )
        }
    }
}

extension Bay.Contents {
    /// - Parameter isDelivering: whether somebody takes webhooks out; where nobody does, nothing waits for them.
    mutating func goOn(delivering isDelivering: Bool) -> Bay.Leg {
        var leg = Bay.Leg()
        while true {
            catchUp()
            if isDelivering { leg.add(round()) }
            guard var journey = moves.first else { return leg }
            let monotonic = MonotonicTime.now()
            let now = clock.now(monotonic)
            guard let remaining = journey.remaining ?? journey.move.distance(from: now) else {
                journey.move.perform(on: &clock, monotonic)
                webhooks.isStirred = true
                arrive(journey, &leg)
                continue
            }
            guard journey.isPatient else {
                var extras: Journal.Extras?
                advance(by: remaining, &extras)
                earlierNotes += extras?.notes ?? []
                if isDelivering { leg.add(round()) }
                arrive(journey, &leg)
                continue
            }
            if isDelivering, webhooks.isAnyOut {
                if !journey.hasAlarm { leg.waiting = journey.number }
                journey.hasAlarm = true
                journey.remaining = remaining
                moves.first = journey
                return leg
            }
            let next = [flow.agenda.due, isDelivering ? webhooks.next : nil].compactMap(\.self).min()
            let step = min(remaining, next.map { max(.zero, $0 - now) } ?? remaining)
            if remaining == .zero, next.map({ $0 > now }) ?? true {
                arrive(journey, &leg)
            } else {
                clock.advance(by: step, monotonic)
                journey.remaining = remaining - step
                moves.first = journey
            }
        }
    }

    private mutating func arrive(_ journey: ClockMoves.Journey, _ leg: inout Bay.Leg) {
        moves.first = nil
        let outcome = ClockMove.Outcome.arrived(clock, isSettled: journey.isPatient)
        leg.reports.append { journey.report(outcome) }
    }
}

extension ClockMove {
    /// How far the clock is to go on; `nil` for what is done at once.
    fileprivate func distance(from now: Instant) -> Duration? {
        switch self {
        case .advance(let duration): max(.zero, duration)
        case .set(let instant): instant >= now ? instant - now : nil
        case .scale, .freeze, .resume: nil
        }
    }

    fileprivate func perform(on clock: inout Clock, _ monotonic: UInt64) {
        switch self {
        case .advance(let duration): clock.advance(by: duration, monotonic)
        case .set(let instant): clock.set(to: instant, monotonic)
        case .scale(let speed): clock.scale(speed, monotonic)
        case .freeze: clock.freeze(monotonic)
        case .resume: clock.resume(monotonic)
        }
    }
}
