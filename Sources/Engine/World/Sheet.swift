package import JSON

/// A record's fields, and the JSON of those that the vendor shows, made once: most replies are copied together from it.
///
/// A class, and immutable: indexes and pages move it about.
package final class Sheet: Sendable {
    /// All fields.
    package let fields: JSON.Object
    /// The ones that are shown, as one JSON object.
    package let json: [UInt8]

    /// - Parameters:
    ///   - model: gives the order of the fields; what it does not name follows behind.
    ///   - hidden: the names of fields that replies do not show.
    package init(_ fields: JSON.Object, orderedBy model: [Field] = [], hiding hidden: [String] = []) {
        let ordered = Sheet.ordered(fields, by: model)
        var json = JSON.Writer()
        json.object { json in
            for (name, value) in ordered where !hidden.contains(name) {
                json.key(name)
                json.value(value)
            }
        }
        self.fields = ordered
        self.json = json.bytes
    }

    private static func ordered(_ fields: JSON.Object, by model: [Field]) -> JSON.Object {
        // Records mostly have their fields in the model's order, or nearly: each is found where it is looked for first.
        var places: [Int] = []
        places.reserveCapacity(fields.count)
        var next = 0
        var isSorted = true
        for (name, _) in fields {
            let place = model.place(of: name, from: next) ?? model.count
            if let last = places.last, place < last { isSorted = false }
            places.append(place)
            next = min(place + 1, model.count)
        }
        if isSorted { return fields }
        // Those that the model does not have keep their order.
        let order = places.indices.sorted { (places[$0], $0) < (places[$1], $1) }
        return JSON.Object(distinct: order.map { fields[$0] })
    }

    package subscript(name: String) -> JSON.Value? { fields[name] }

    /// A text among the fields; empty where it is not there.
    package func text(_ name: String) -> String { fields[name]?.string ?? "" }
}
