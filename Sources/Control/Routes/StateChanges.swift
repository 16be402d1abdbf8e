import Engine
import HTTP
import JSON

/// Changing what a bay's vendors remember: checked against the model, and there at once for the vendors' replies.
/// Nothing is announced and nothing is journalled.
extension ControlAPI {
    static let stateChangeRoutes = [
        ControlRoute(.put, "/bays/{bay}/state/{vendor}/{collection}", ControlAPI.replaceRecords),
        ControlRoute(.patch, "/bays/{bay}/state/{vendor}/{collection}", ControlAPI.patchRecords),
        ControlRoute(.delete, "/bays/{bay}/state/{vendor}/{collection}", ControlAPI.removeRecords),
        ControlRoute(.put, "/bays/{bay}/state/{vendor}/{collection}/{id}", ControlAPI.putRecord),
        ControlRoute(.patch, "/bays/{bay}/state/{vendor}/{collection}/{id}", ControlAPI.patchRecord),
        ControlRoute(.delete, "/bays/{bay}/state/{vendor}/{collection}/{id}", ControlAPI.removeRecord),
    ]

    /// Puts a whole record: 201 for a new one, 200 for one that was there. A fingerprint that stands for a credential
    /// of the record leaves that credential as it is.
    func putRecord(_ call: ControlCall) throws(Refused) -> Response {
        let place = try place(of: call)
        let given = try body(of: call)
        return try place.bay.withContents { contents throws(Refused) in
            let key = place.key(call.path("id"), in: contents)
            let old = place.value(key, in: contents)
            let whole = Secrets.restored(given.root.value, from: old)
            let isNew = try place.put(whole, key, of: given, in: &contents)
            return place.show(key, isNew ? 201 : 200, in: contents)
        }
    }

    /// Lays a merge patch (RFC 7396) over a record: 200 with the record as it is then.
    func patchRecord(_ call: ControlCall) throws(Refused) -> Response {
        let place = try place(of: call)
        let patch = try body(of: call)
        return try place.bay.withContents { contents throws(Refused) in
            let key = place.key(call.path("id"), in: contents)
            guard let old = place.value(key, in: contents) else { throw place.unknown(key) }
            let change = Secrets.restored(patch.root.value, from: old)
            _ = try place.put(old.merging(change), key, of: nil, in: &contents)
            return place.show(key, 200, in: contents)
        }
    }

    func removeRecord(_ call: ControlCall) throws(Refused) -> Response {
        let place = try place(of: call)
        let wasThere = place.bay.withContents { contents in
            let key = place.key(call.path("id"), in: contents)
            return contents.worlds[place.vendor].remove(place.collection.name, key)
        }
        guard wasThere else { throw place.unknown(call.path("id")) }
        return Response(204)
    }

    /// Puts an array of whole records in the place of all that the collection has. A fingerprint that stands for a
    /// credential of one of these leaves that credential as it is.
    func replaceRecords(_ call: ControlCall) throws(Refused) -> Response {
        let place = try place(of: call)
        let given = try body(of: call)
        return try place.bay.withContents { contents throws(Refused) in
            let whole = try place.restored(given, in: contents)
            do throws(FixtureProblems) {
                try contents.worlds[place.vendor].replaceAll(of: place.collection.name, by: whole.root)
            } catch {
                throw place.refused(error, in: whole, file: "body")
            }
            return place.count(in: contents)
        }
    }

    /// Lays a merge patch over the collection as an object of its records by key: `null` takes a record away.
    func patchRecords(_ call: ControlCall) throws(Refused) -> Response {
        let place = try place(of: call)
        let patch = try body(of: call)
        guard let members = patch.root.value.object else {
            throw Refused(
                400,
                "bad_body",
                "the body must be an object of records by key",
                hint: #"such as {"42": {"price": 3}, "43": null}"#
            )
        }
        return try place.bay.withContents { contents throws(Refused) in
            var changed = contents
            for (name, change) in members {
                let key = place.key(name, in: changed)
                if change.isNull {
                    _ = changed.worlds[place.vendor].remove(place.collection.name, key)
                    continue
                }
                let old = place.value(key, in: changed)
                let whole = (old ?? .object(JSON.Object())).merging(Secrets.restored(change, from: old))
                _ = try place.put(whole, key, of: nil, in: &changed)
            }
            contents.worlds = changed.worlds
            return place.count(in: contents)
        }
    }

    func removeRecords(_ call: ControlCall) throws(Refused) -> Response {
        let place = try place(of: call)
        let none = try body(Array("[]".utf8))
        return try place.bay.withContents { contents throws(Refused) in
            do throws(FixtureProblems) {
                try contents.worlds[place.vendor].replaceAll(of: place.collection.name, by: none.root)
            } catch {
                throw place.refused(error, in: none, file: "body")
            }
            return Response(204)
        }
    }

    private func body(of call: ControlCall) throws(Refused) -> JSON.Document {
        guard !call.request.body.isEmpty else {
            throw Refused(400, "missing_body", "the call needs a record, or records, as its body")
        }
        return try body(call.request.body)
    }

    private func body(_ bytes: [UInt8]) throws(Refused) -> JSON.Document {
        do throws(JSON.SyntaxError) {
            return try JSON.Document(bytes)
        } catch {
            throw Refused(400, "malformed_json", "the body is no JSON: \(error)")
        }
    }

    private func place(of call: ControlCall) throws(Refused) -> StatePlace {
        let (vendor, collection) = try collectionNamed(by: call)
        let bay = try bayToSetUp(of: call)
        return StatePlace(bay: bay, vendor: vendor, key: call.path("vendor"), collection: collection)
    }
}

/// A collection of a bay's.
struct StatePlace {
    let bay: Bay
    let vendor: Int
    /// The vendor's.
    let key: String
    let collection: CollectionListing

    func value(_ key: String, in contents: Bay.Contents) -> JSON.Value? {
        contents.worlds[vendor].value(
            of: RecordReference(vendor: self.key, collection: collection.name, key: key)
        )
    }

    /// - Parameter given: the text in which problems have their places, where the record is that text.
    func put(
        _ value: JSON.Value,
        _ key: String,
        of given: JSON.Document?,
        in contents: inout Bay.Contents,
    ) throws(Refused) -> Bool {
        let document = try StatePlace.document(of: value)
        do throws(FixtureProblems) {
            return try contents.worlds[vendor].put(document.root, into: collection.name, key)
        } catch {
            throw refused(error, in: document, file: "record")
        }
    }

    private static func document(of value: JSON.Value) throws(Refused) -> JSON.Document {
        var json = JSON.Writer()
        json.value(value)
        do throws(JSON.SyntaxError) {
            return try JSON.Document(json.bytes)
        } catch {
            throw Refused(400, "malformed_json", "the record is no JSON: \(error)")
        }
    }

    /// What a record goes by: its key, or the fingerprint that is shown for it where that is a credential.
    func key(_ name: String, in contents: Bay.Contents) -> String {
        guard collection.keyIsSecret, value(name, in: contents) == nil else { return name }
        return credentials(in: contents)[name] ?? name
    }

    /// Records with the collection's credentials in the place of the fingerprints that are shown for them.
    func restored(_ given: JSON.Document, in contents: Bay.Contents) throws(Refused) -> JSON.Document {
        let credentials = credentials(in: contents)
        guard !credentials.isEmpty else { return given }
        return try StatePlace.document(of: Secrets.restored(given.root.value, by: credentials))
    }

    /// The credentials of the collection's records, by their fingerprints.
    private func credentials(in contents: Bay.Contents) -> [String: String] {
        var json = JSON.Writer()
        json.array { json in
            contents.worlds[vendor].write(collection.name, offset: 0, limit: .max, to: &json)
        }
        // What a world writes is JSON.
        guard let records = try? JSON.Document(json.bytes) else { return [:] }
        return Secrets(ofRecordsWith: collection.fields).credentials(in: records.root.value)
    }

    func unknown(_ key: String) -> Refused {
        Refused(
            404,
            "unknown_record",
            "there is no record '\(key)' in \(self.key).\(collection.name)",
            path: "id",
            hint: "GET /__mockbay/bays/\(bay.name)/state/\(self.key)/\(collection.name) lists them"
        )
    }

    /// The first problem in full, with the path of the member it is about; all of them in `problems`.
    func refused(_ problems: FixtureProblems, in document: JSON.Document, file: String) -> Refused {
        let first = problems.findings.min { $0.offset < $1.offset }
        let more = problems.findings.count > 1 ? " (and \(problems.findings.count - 1) more)" : ""
        var refused = Refused(
            400,
            "invalid_record",
            (first?.message ?? "no such record") + more,
            path: first.map { document.root.path(to: $0.offset) } ?? "",
            hint: first?.hint.map { "did you mean '\($0)'?" }
                ?? "GET /__mockbay/bays/\(bay.name)/state/\(key)/\(collection.name) shows what records look like"
        )
        refused.findings = problems.findings.map { finding in
            ScenarioProblem(
                file: file,
                position: document.position(ofOffset: finding.offset),
                message: finding.message,
                hint: finding.hint
            )
        }
        return refused
    }

    func show(_ key: String, _ status: Int, in contents: Bay.Contents) -> Response {
        var json = JSON.Writer()
        _ = contents.worlds[vendor].write(collection.name, key, to: &json)
        return Response(status, .json, body: ControlAPI.shown(json.bytes, of: collection))
    }

    func count(in contents: Bay.Contents) -> Response {
        .json { json in
            json.object { json in
                json.member("vendor", key)
                json.member("collection", collection.name)
                json.member("total", contents.worlds[vendor].count(of: collection.name) ?? 0)
            }
        }
    }
}

extension JSON.Node {
    /// The members on the way to the value or the key at an offset of the text: `vendor.vendor_id`, `lines[2].qty`;
    /// "" for the whole.
    func path(to offset: Int) -> String {
        switch kind {
        case .object:
            for member in members {
                let value = member.value
                guard member.keyOffset <= offset, offset < value.offset + value.rawBytes.count else {
                    continue
                }
                let rest = value.path(to: offset)
                return rest.isEmpty || rest.hasPrefix("[") ? member.key + rest : member.key + "." + rest
            }
        case .array:
            for (index, element) in elements.enumerated()
            where element.offset <= offset && offset < element.offset + element.rawBytes.count {
                let rest = element.path(to: offset)
                return rest.isEmpty || rest.hasPrefix("[") ? "[\(index)]\(rest)" : "[\(index)].\(rest)"
            }
        case .null, .bool, .number, .string: break
        }
        return ""
    }
}
