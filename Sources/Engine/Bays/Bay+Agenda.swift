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
        guard performing == nil, let due = flow.agenda.due, due <= clock.now(monotonic) else { return }
        performing = due
        while let due = flow.agenda.due, due <= clock.now(monotonic) {
            performing = max(performing ?? due, due)
            performNext(&extras)
        }
        performing = nil
        setWorlds(to: clock.now(monotonic))
    }

    /// Does the next event of the agenda, for which the time has come.
    private mutating func performNext(_ extras: inout Journal.Extras?) {
        guard let time = performing, let (event, _) = flow.agenda.take(at: time) else { return }
        setWorlds(to: time)
        var own: Journal.Extras?
        for action in event.actions { perform(action, &own) }
        for note in own?.notes ?? [] { extras.note("at \(event.text): \(note)") }
        if flow.isTimed { flow.settle(in: worlds, at: now) }
    }

    private mutating func setWorlds(to time: Instant) {
        for index in worlds.indices { worlds[index].now = time }
    }

    /// Moves the clock on at once, as an action does: nobody can wait here, for this may be in the middle of a call. What
    /// is to go out on the way goes out afterwards, each at the moment that was meant for it.
    mutating func advance(by duration: Duration, _ extras: inout Journal.Extras?) {
        let monotonic = MonotonicTime.now()
        webhooks.fallBehind(by: duration)
        clock.advance(by: duration, monotonic)
        guard var time = performing else {
            setWorlds(to: clock.now(monotonic))
            return performDue(at: monotonic, &extras)
        }
        // In the middle of something that is due, what lies on the way is done before the rest of it.
        var left = max(.zero, duration)
        while let due = flow.agenda.due, due <= time + left {
            left -= max(.zero, due - time)
            performing = max(time, due)
            performNext(&extras)
            time = now
        }
        performing = time + left
        setWorlds(to: time + left)
    }
}
