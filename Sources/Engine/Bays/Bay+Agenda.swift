/// What a scenario does at times of its own.
extension Bay {
    /// Has the deliverer call back when the next thing falls due. Without a deliverer, or while the clock stands, it is
    /// done before the next call, or when the clock is moved.
    func setAlarm() {
        guard let deliverer, let time = withContents({ $0.alarm() }) else { return }
        deliverer.wake(at: time) { [weak self] in self?.noteTime(time) }
    }

    private func noteTime(_ time: UInt64) {
        withContents { $0.flow.agenda.noteAlarm(time) }
        deliverDue()
    }
}

extension Bay.Contents {
    mutating func alarm() -> UInt64? { flow.agenda.due == nil ? nil : flow.agenda.alarm(clock) }

    /// Does what has fallen due, and looks which steps are used up by now. Calls do so for themselves.
    package mutating func catchUp() {
        var extras: Journal.Extras?
        let monotonic = MonotonicTime.now()
        performDue(at: monotonic, &extras)
        earlierNotes += extras?.notes ?? []
        if flow.isTimed { flow.settle(in: worlds, at: clock.now(monotonic)) }
    }

    /// Does what has fallen due, in order, each at the time for which it was meant. What it does may move the clock, and
    /// with that make more of it due.
    mutating func performDue(at monotonic: UInt64, _ extras: inout Journal.Extras?) {
        for note in earlierNotes { extras.note(note) }
        if !earlierNotes.isEmpty { earlierNotes = [] }
        // Within something that is due, the round that does it goes on with what else is.
        guard performing == nil, let due = flow.agenda.due, due <= clock.now(monotonic) else { return }
        var latest = due
        while let (event, due) = flow.agenda.take(at: clock.now(monotonic)) {
            latest = max(latest, due)
            performing = latest
            for index in worlds.indices { worlds[index].now = latest }
            var own: Journal.Extras?
            for action in event.actions { perform(action, &own) }
            latest = performing ?? latest
            for note in own?.notes ?? [] { extras.note("at \(event.text): \(note)") }
            if flow.isTimed { flow.settle(in: worlds, at: latest) }
        }
        performing = nil
        let now = clock.now(monotonic)
        for index in worlds.indices { worlds[index].now = now }
    }

    /// Moves the clock on, as an action does.
    mutating func advance(by duration: Duration, _ extras: inout Journal.Extras?) {
        let monotonic = MonotonicTime.now()
        webhooks.isStirred = true
        clock.advance(by: duration, monotonic)
        if let time = performing { performing = time + duration }
        let now = performing ?? clock.now(monotonic)
        for index in worlds.indices { worlds[index].now = now }
        performDue(at: monotonic, &extras)
    }
}
