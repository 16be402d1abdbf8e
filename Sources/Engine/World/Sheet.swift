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
            for (name, value) in ordered where !hidden.contains(name) { json.member(name, value) }
        }
        self.fields = ordered
        self.json = json.bytes
    }

    private static func ordered(_ fields: JSON.Object, by model: [Field]) -> JSON.Object {
        // Records of files mostly have their fields in the model's order, so that one walk along both finds them all.
        var place = 0
        for field in model where place < fields.count && fields[place].key == field.name { place += 1 }
        if place == fields.count { return fields }
        var ordered = JSON.Object()
        for field in model { ordered[field.name] = fields[field.name] }
        if ordered.count < fields.count {
            for (name, value) in fields where ordered[name] == nil { ordered[name] = value }
        }
        return ordered
    }

    package subscript(name: String) -> JSON.Value? { fields[name] }

    /// A text among the fields; empty where it is not there.
    package func text(_ name: String) -> String { fields[name]?.string ?? "" }
}
