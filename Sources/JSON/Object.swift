/// The members of a JSON object, in their order, each key once. Keys differ where their bytes differ.
package struct Object: Sendable {
    package typealias Element = (key: String, value: Value)

    private var members: [Element] = []

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
        for place in members.indices where isSameText(members[place].key, key) { return place }
        return nil
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
