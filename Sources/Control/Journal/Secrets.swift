import Engine
import HTTP
import JSON

/// Which values of an exchange are credentials, and what is shown in their place.
///
/// What an operation declares secret is; so are, in any exchange, the names that credentials go by, for a call can
/// bring one that its operation does not know of, and replies hand out tokens.
struct Secrets {
    private static let usualNames: Set<String> = [
        "access_token", "refresh_token", "id_token", "token", "client_secret", "secret", "password",
        "api_key",
        "apikey", "auth_key", "authkey", "accesstoken", "refreshtoken", "clientsecret",
    ]
    private static let credentialFields: Set<String> = [
        "authorization", "proxy-authorization", "x-api-key", "api-key", "x-auth-token",
    ]
    /// What a redirect hands on in its address (RFC 6749 §4.1.2): good for a token.
    private static let redirectNames: Set<String> = ["code"]
    /// How the names of fields end that vendors and clients think up for credentials.
    private static let credentialEndings = [
        "authorization", "-token", "-secret", "api-key", "apikey", "sync-key",
    ]
    private static let cookieFields: Set<String> = ["cookie", "set-cookie"]

    private let queryNames: Set<String>
    private let bodyNames: Set<String>
    /// Collections whose records go by a credential: `autosync.keys`.
    private var collections: Set<String> = []

    /// Those of a scenario.
    init(ofScenariosFor mounts: [any Mounted]) {
        queryNames = []
        bodyNames = Set(mounts.flatMap(\.credentialKinds).flatMap { Secrets.names(in: $0.fields) })
        for mount in mounts {
            for collection in mount.collections where collection.keyIsSecret {
                collections.insert("\(mount.facts.key).\(collection.name)")
            }
        }
    }

    init(of operation: Operation?) {
        queryNames = Set(Secrets.names(in: operation?.query ?? []))
        bodyNames = Set(Secrets.names(in: operation?.body ?? []))
    }

    /// Those of records with these fields.
    init(ofRecordsWith fields: [Field]) {
        queryNames = []
        bodyNames = Set(Secrets.names(in: fields))
    }

    /// The secret fields among these, nested ones too, in lower case.
    private static func names(in fields: [Field]) -> [String] {
        fields.flatMap { field in (field.isSecret ? [field.name.lowercased()] : []) + names(in: field.type) }
    }

    private static func names(in type: FieldType) -> [String] {
        switch type {
        case .object(let fields): names(in: fields)
        case .array(let type), .list(let type), .map(let type), .nullable(let type): names(in: type)
        case .string, .id, .integer, .decimal, .number, .boolean, .flag, .date, .dateTime, .oneOf, .anything:
            []
        }
    }

    /// The value of a field line as it is shown: of an `Authorization` the scheme stays.
    func shown(_ value: String, ofField name: String) -> String {
        let name = name.lowercased()
        if Secrets.cookieFields.contains(name) { return Fingerprint.text(of: value) }
        if name == "location" { return shown(target: value, Secrets.redirectNames) }
        if name == "referer" { return shown(target: value) }
        guard Secrets.isCredential(field: name) else { return value }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return Fingerprint.text(of: value) }
        return "\(parts[0]) \(Fingerprint.text(of: String(parts[1])))"
    }

    /// - Parameter name: in lower case.
    private static func isCredential(field name: String) -> Bool {
        credentialFields.contains(name) || credentialEndings.contains(where: name.hasSuffix)
    }

    /// A request target with the secret values of its query replaced; all else stays as it was sent.
    func shown(target: String) -> String { shown(target: target, queryNames) }

    private func shown(target: String, _ names: Set<String>) -> String {
        guard let mark = target.firstIndex(of: "?") else { return target }
        return target[...mark] + shown(form: String(target[target.index(after: mark)...]), names)
    }

    /// `name=value&…` with the secret values replaced.
    private func shown(form: String, _ names: Set<String>) -> String {
        form.split(separator: "&", omittingEmptySubsequences: false).map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, isSecret(decoded(parts[0]), names) else { return String(item) }
            return "\(parts[0])=\(Fingerprint.text(of: decoded(parts[1])))"
        }.joined(separator: "&")
    }

    private func isSecret(_ name: String, _ names: Set<String>) -> Bool {
        let name = name.lowercased()
        return names.contains(name) || Secrets.usualNames.contains(name)
    }

    /// Writes a body: a value if it is JSON, else a text, `null` where there is none. A text that is neither JSON nor
    /// a form cannot be looked into: where the operation takes a secret, the whole of it is one.
    func write(body: [UInt8], to json: inout JSON.Writer) {
        guard !body.isEmpty else { return json.null() }
        // What is no JSON is shown as text.
        if let document = try? JSON.Document(body) { return write(document.root, to: &json) }
        let text = String(decoding: body, as: UTF8.self)
        // Over bytes: to a text, CR LF is one character and no LF.
        if text.contains("="), !body.contains(0x0A), !text.contains("{") {
            return json.string(shown(form: text, bodyNames))
        }
        // One in parts names what it holds in the heads of the parts.
        let mayHold = !bodyNames.isEmpty || text.holds("Content-Disposition")
        json.string(mayHold ? Fingerprint.text(of: body) : text)
    }

    private func write(_ node: JSON.Node, to json: inout JSON.Writer) {
        switch node.kind {
        case .object:
            json.object { json in
                let isAuth = !collections.isEmpty && node["auth"]?.string != nil
                for member in node.members {
                    json.key(shown(reference: member.key))
                    if isAuth, member.key == "of", let text = member.value.string {
                        // `autosync/sk_live_demo`, of one credential; `autosync`, of all.
                        let parts = text.split(separator: "/", maxSplits: 1)
                        json.string(
                            parts.count == 2 ? "\(parts[0])/\(Fingerprint.text(of: String(parts[1])))" : text
                        )
                    } else if isSecret(member.key, bodyNames) {
                        // One of another type than it should have is one all the same.
                        write(secret: member.value, to: &json)
                    } else if let text = member.value.string,
                        Secrets.isCredential(field: member.key.lowercased())
                    {
                        // What a scenario's conditions ask of a header.
                        json.string(shown(text, ofField: member.key))
                    } else if let text = member.value.string, member.key == "url" {
                        json.string(shown(target: text))
                    } else {
                        write(member.value, to: &json)
                    }
                }
            }
        case .array:
            json.array { json in
                for element in node.elements { write(element, to: &json) }
            }
        case .string where !collections.isEmpty:
            json.string(shown(reference: node.string ?? ""))
        case .null, .bool, .number, .string:
            json.node(node)
        }
    }

    /// What a secret name holds: all texts and numbers in it as fingerprints.
    private func write(secret node: JSON.Node, to json: inout JSON.Writer) {
        switch node.kind {
        case .object:
            json.object { json in
                for member in node.members {
                    json.key(member.key)
                    write(secret: member.value, to: &json)
                }
            }
        case .array:
            json.array { json in
                for element in node.elements { write(secret: element, to: &json) }
            }
        case .string: json.string(Fingerprint.text(of: node.string ?? ""))
        case .number: json.string(Fingerprint.text(of: String(decoding: node.rawBytes, as: UTF8.self)))
        case .null, .bool: json.node(node)
        }
    }

    /// What names a record, with a credential among its name as a fingerprint; all else as it is.
    private func shown(reference text: String) -> String {
        guard !collections.isEmpty, var record = RecordReference(text),
            collections.contains("\(record.vendor).\(record.collection)")
        else { return text }
        record.isSecret = true
        return "\(record)"
    }
}

extension Secrets {
    /// A value that goes by a name, credentials in it as fingerprints.
    func shown(_ value: JSON.Value, named name: String) -> JSON.Value {
        switch value {
        case .string(let text):
            return isSecret(name, bodyNames) || isSecret(name, queryNames)
                ? .string(Fingerprint.text(of: text)) : value
        case .object(let members):
            return .object(JSON.Object(members.map { ($0.key, shown($0.value, named: $0.key)) }))
        case .array(let elements): return .array(elements.map { shown($0, named: name) })
        case .null, .bool, .number: return value
        }
    }

    /// The credentials in a value, by the fingerprints that are shown for them.
    func credentials(in value: JSON.Value, named name: String = "") -> [String: String] {
        switch value {
        case .string(let text): isSecret(name, bodyNames) ? [Fingerprint.text(of: text): text] : [:]
        case .object(let members):
            members.reduce(into: [:]) { all, member in
                all.merge(credentials(in: member.value, named: member.key)) { first, _ in first }
            }
        case .array(let elements):
            elements.reduce(into: [:]) { all, element in
                all.merge(credentials(in: element, named: name)) { first, _ in first }
            }
        case .null, .bool, .number: [:]
        }
    }

    /// A value with credentials back in the place of the fingerprints that were shown for them.
    static func restored(_ given: JSON.Value, by credentials: [String: String]) -> JSON.Value {
        switch given {
        case .string(let text): .string(credentials[text] ?? text)
        case .object(let members):
            .object(JSON.Object(members.map { ($0.key, restored($0.value, by: credentials)) }))
        case .array(let elements): .array(elements.map { restored($0, by: credentials) })
        case .null, .bool, .number: given
        }
    }

    /// A record as it was given, with the credentials back in the place of the fingerprints that were shown for them.
    static func restored(_ given: JSON.Value, from old: JSON.Value?) -> JSON.Value {
        switch (given, old) {
        case (.string(let text), .string(let known)) where text.hasPrefix(Fingerprint.prefix):
            return text == Fingerprint.text(of: known) ? .string(known) : given
        case (.object(let members), .object(let known)):
            return .object(JSON.Object(members.map { ($0.key, restored($0.value, from: known[$0.key])) }))
        case (.array(let elements), .array(let known)):
            return .array(
                elements.indices.map { restored(elements[$0], from: $0 < known.count ? known[$0] : nil) }
            )
        default: return given
        }
    }
}

/// A form's name or value, decoded; what does not decode stays as it is.
private func decoded(_ text: Substring) -> String {
    Percent.decode(Array(text.utf8), isForm: true) ?? String(text)
}
