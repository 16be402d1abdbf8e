package import JSON

/// A record's fields as the vendor shows them, and their JSON, made once: most replies are copied together from it.
///
/// A class, and immutable: indexes and pages move it about.
package final class Sheet: Sendable {
    package let fields: JSON.Object
    /// The fields as one JSON object.
    package let json: [UInt8]

    /// - Parameter model: gives the order of the fields; what it does not name follows behind.
    package init(_ fields: JSON.Object, orderedBy model: [Field] = []) {
        var ordered = JSON.Object()
        for field in model where fields[field.name] != nil { ordered[field.name] = fields[field.name] }
        if ordered.count < fields.count {
            for (name, value) in fields where ordered[name] == nil { ordered[name] = value }
        }
        var json = JSON.Writer()
        json.value(.object(ordered))
        self.fields = ordered
        self.json = json.bytes
    }

    package subscript(name: String) -> JSON.Value? { fields[name] }

    /// A text among the fields; empty where it is not there.
    package func text(_ name: String) -> String { fields[name]?.string ?? "" }
}
