extension Journal.Extras? {
    mutating func edit(_ change: (inout Journal.Extras) -> Void) {
        var extras = self ?? Journal.Extras()
        change(&extras)
        self = extras
    }

    /// Adds a sentence on why the reply is as it is.
    mutating func note(_ text: String) {
        if self == nil { self = Journal.Extras() }
        self?.notes.append(text)
    }
}
