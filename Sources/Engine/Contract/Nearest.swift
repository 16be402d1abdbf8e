/// The name among `names` that was most likely meant: the closest by edits (insert, delete, replace, swap), if it is
/// close enough to be a slip of the finger.
package func nearest(to text: String, among names: some Sequence<String>) -> String? {
    let wanted = Array(text.lowercased().utf8)
    var best: (name: String, distance: Int)?
    for name in names {
        let candidate = Array(name.lowercased().utf8)
        let allowed = max(1, max(wanted.count, candidate.count) / 3)
        guard abs(candidate.count - wanted.count) <= allowed else { continue }
        let distance = editDistance(wanted, candidate)
        if distance <= allowed, distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
}

/// The optimal string alignment distance: edits that turn one text into the other, a swap of neighbours being one.
private func editDistance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for row in 0..<one.count {
        var current = [row + 1]
        current.reserveCapacity(other.count + 1)
        for column in 0..<other.count {
            let replaced = last[column] + (one[row] == other[column] ? 0 : 1)
            var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                cost = min(cost, beforeLast[column - 1] + 1)
            }
            current.append(cost)
        }
        beforeLast = last
        last = current
    }
    return last[other.count]
}
