extension Value {
    /// Whether all that the subset says is so here: of an object, every member of the subset's is contained in the one
    /// of the same name; arrays are of one length and contain element by element; numbers are the same number however
    /// they are written; anything else is equal.
    package func contains(_ subset: Value) -> Bool {
        switch (self, subset) {
        case (.object(let whole), .object(let part)):
            part.allSatisfy { key, wanted in whole[key]?.contains(wanted) ?? false }
        case (.array(let whole), .array(let part)):
            whole.count == part.count && zip(whole, part).allSatisfy { $0.contains($1) }
        case (.number(let whole), .number(let part)):
            whole.isNumericallyEqual(to: part)
        default:
            self == subset
        }
    }

    /// The value after a merge patch (RFC 7396 §2): members of the patch replace, `null` ones remove, objects are
    /// merged in turn, and a patch that is no object replaces the whole.
    package func merging(_ patch: Value) -> Value {
        guard case .object(let changes) = patch else { return patch }
        var result = object ?? [:]
        for (key, change) in changes {
            if change.isNull {
                result[key] = nil
            } else {
                result[key] = (result[key] ?? .null).merging(change)
            }
        }
        return .object(result)
    }
}
