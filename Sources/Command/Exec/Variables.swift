import Control
import Engine

/// What a command is told in its environment: where the vendors are, with which credentials.
struct Variables {
    /// By the names that placeholders have: `url`, `autosync.url`, `htp.user`.
    private let values: [(name: String, value: String)]

    /// The variable for a value, where there is one.
    private static let named = [
        ("url", "MOCKBAY_URL"), ("bay", "MOCKBAY_BAY"), ("seed", "MOCKBAY_SEED"),
        ("autoleap.url", "AUTOLEAP_BASE_URL"), ("autoleap.partnerId", "AUTOLEAP_PARTNER_ID"),
        ("autoleap.authKey", "AUTOLEAP_AUTH_KEY"),
        ("autosync.url", "AUTOSYNC_BASE_URL"), ("autosync.api_key", "AUTOSYNC_API_KEY"),
        ("htp.url", "HTP_BASE_URL"), ("htp.user", "HTP_USER"), ("htp.password", "HTP_PASSWORD"),
        ("leadway.url", "LEADWAY_BASE_URL"), ("leadway.token", "LEADWAY_TOKEN"),
        ("leadway.altId", "LEADWAY_ALT_ID"),
    ]

    init(_ addresses: Addresses, seed: UInt64, _ mounts: [any Mounted]) {
        var values = [
            ("url", addresses.gateway), ("control", addresses.control), ("bay", "\(BayName.default)"),
            ("seed", "\(seed)"),
        ]
        for (index, mount) in mounts.enumerated() {
            let key = mount.facts.key
            values.append(("\(key).url", addresses.url(of: index, mount.facts, for: nil)))
            for (name, value) in mount.facts.credentials { values.append(("\(key).\(name)", value)) }
        }
        self.values = values
    }

    /// What the placeholders may be, before anything is known of the values.
    static func placeholders(_ mounts: [any Mounted]) -> [String] {
        let nowhere = Addresses(gateway: "", vendors: mounts.map { _ in "" })
        return Variables(nowhere, seed: 0, mounts).values.map(\.name)
    }

    /// An environment with the variables in it: those it had go on as they were, unless they have the same names.
    /// - Parameter own: what `--env` adds; beats all others.
    func laid(over inherited: [String], with own: [Assignment]) -> [String] {
        var added = Variables.named.compactMap { name, variable in
            value(of: name).map { Assignment(variable, $0) }
        }
        for assignment in own {
            added.removeAll { $0.name == assignment.name }
            added.append(Assignment(assignment.name, Variables.filled(assignment.value) { value(of: $0) }))
        }
        let names = Set(added.map(\.name))
        return inherited.filter { !names.contains(String($0.prefix { $0 != "=" })) }
            + added.map { "\($0.name)=\($0.value)" }
    }

    private func value(of name: String) -> String? { values.first { $0.name == name }?.value }

    /// Refuses placeholders that stand for nothing.
    static func check(_ assignments: [Assignment], _ mounts: [any Mounted]) throws(UsageProblem) {
        let names = placeholders(mounts)
        for assignment in assignments {
            var unknown: String?
            _ = filled(assignment.value) { name in
                if !names.contains(name) { unknown = unknown ?? name }
                return ""
            }
            guard let unknown else { continue }
            let hint = nearest(to: unknown, among: names).map { "did you mean '{\($0)}'?" }
            let all = names.map { "{\($0)}" }.joined(separator: ", ")
            throw UsageProblem(
                "exec: --env \(assignment.name): nothing is called '{\(unknown)}'; \(hint ?? "there are \(all)")"
            )
        }
    }

    /// The text with each `{name}` replaced. Braces around anything but a name are left as they are, as in JSON.
    private static func filled(_ text: String, _ value: (String) -> String?) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[open...]
            let name = rest.dropFirst().prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0))
            }
            if let first = name.first, first.isLetter, name.endIndex < rest.endIndex,
                rest[name.endIndex] == "}"
            {
                result += value(String(name)) ?? ""
                rest = rest[rest.index(after: name.endIndex)...]
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result + rest
    }
}
