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
    package init(_ fields: consuming JSON.Object, orderedBy model: [Field] = [], hiding hidden: [String] = [])
    {
        // Records mostly have their fields in the model's order, or nearly: each is found where it is looked for first.
        var next = 0
        fields.sort { name in
            // Those that the model does not have keep their order.
            let place = model.place(of: name, from: next) ?? model.count
            next = min(place + 1, model.count)
            return place
        }
        var json = JSON.Writer(reserving: fields.length + 4)
        json.object(fields, hiding: hidden)
        self.json = json.bytes
        self.fields = fields
    }

    package subscript(name: String) -> JSON.Value? { fields[name] }

    /// A text among the fields; empty where it is not there.
    package func text(_ name: String) -> String { fields[name]?.string ?? "" }
}
