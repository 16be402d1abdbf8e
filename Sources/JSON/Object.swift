/// The members of a JSON object, in their order, each key once. Keys differ where their bytes differ.
package struct Object: Sendable {
    package typealias Element = (key: String, value: Value)

    private(set) var members: [Element] = []

    package init() {}

    /// Of a key that stands twice the last value counts, at the place of the first.
    package init(_ pairs: some Sequence<(String, Value)>) {
        var places = Places()
        for (key, value) in pairs {
            if let place = places.find(key, in: members) {
                members[place].value = value
            } else {
                members.append((key, value))
            }
        }
    }

    /// Of members of which no two have one key.
    package init(distinct members: [Element]) { self.members = members }

    package var keys: [String] { members.map(\.key) }

    /// Setting replaces in place or appends; setting `nil` removes.
    package subscript(key: String) -> Value? {
        get { place(of: key).map { members[$0].value } }
        set {
            switch (place(of: key), newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append((key, value))
            case (nil, nil): break
            }
        }
    }

    private func place(of key: String) -> Int? {
        let (members, key) = (members.span, key.utf8.span)
        for place in members.indices {
            let other = members[place].key.utf8
            // Most differ in length.
            if other.count == key.count, isSame(other.span, from: 0, key) { return place }
        }
        return nil
    }

    /// Puts the members in the order of their ranks, of which it asks for each as they stand; those of one rank stay in
    /// their order. It costs little where few are out of place.
    package mutating func sort(by rank: (_ key: String) -> Int) {
        var ranks: [Int] = []
        ranks.reserveCapacity(members.count)
        for place in members.indices {
            let rank = rank(members[place].key)
            var earlier = place
            while earlier > 0, ranks[earlier - 1] > rank { earlier -= 1 }
            ranks.insert(rank, at: earlier)
            if earlier < place { members.insert(members.remove(at: place), at: earlier) }
        }
    }

    /// How many bytes its JSON has where no text in it needs escapes.
    package var length: Int {
        let members = members.span
        var length = 1 + Swift.max(members.count, 1)
        for place in members.indices {
            length += members[place].key.utf8.count + 3 + members[place].value.length
        }
        return length
    }
}

extension Value {
    fileprivate var length: Int {
        switch self {
        case .null: 4
        case .bool(let value): value ? 4 : 5
        case .number(let number): number.text.utf8.count
        case .string(let text): text.utf8.count + 2
        case .array(let elements): elements.reduce(1 + max(elements.count, 1)) { $0 + $1.length }
        case .object(let object): object.length
        }
    }
}

extension Object: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { members.count }
    package subscript(position: Int) -> Element { members[position] }
}

extension Object: Equatable {
    /// Whether both have the same members, in whatever order.
    package static func == (left: Object, right: Object) -> Bool {
        guard left.count == right.count else { return false }
        var places = Places()
        for (key, value) in left.members {
            guard let place = places.find(key, in: right.members), right.members[place].value == value else {
                return false
            }
        }
        return true
    }
}

extension Object: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, Value)...) {
        self.init(elements)
    }
}

/// Finds members by key: by looking at each while they are few, by hashing from then on, so that building or comparing
/// a large object costs no more than its length.
private struct Places {
    private static let few = 64
    private var places: [[UInt8]: Int] = [:]

    /// Takes note of the members that were added since the last time.
    private mutating func catchUp(with members: [Object.Element]) {
        for place in places.count..<members.count { places[Array(members[place].key.utf8)] = place }
    }

    /// Where the member of that name is. Keys may only ever have been appended since the last call.
    mutating func find(_ key: String, in members: [Object.Element]) -> Int? {
        if members.count <= Places.few { return members.firstIndex { isSameText($0.key, key) } }
        catchUp(with: members)
        return places[Array(key.utf8)]
    }
}
