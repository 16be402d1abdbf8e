package import Engine
package import JSON

/// Where the server listens: what URLs are made of.
package struct Addresses: Sendable, Equatable {
    /// `http://127.0.0.1:4600`
    package let gateway: String
    /// One for each mount: `http://127.0.0.1:4603`.
    package let vendors: [String]

    package init(gateway: String, vendors: [String]) {
        self.gateway = gateway
        self.vendors = vendors
    }

    /// The control API's, with a slash at its end.
    package var control: String { gateway + "/__mockbay/" }

    /// The gateway as a bay's clients see it.
    package func gateway(for bay: BayName?) -> String { gateway + prefix(bay) }

    /// A vendor's base URL as a bay's clients see it.
    package func url(of vendor: Int, _ facts: VendorFacts, for bay: BayName?) -> String {
        vendors[vendor] + prefix(bay) + facts.basePath
    }

    private func prefix(_ bay: BayName?) -> String { bay.map { "/~\($0)" } ?? "" }

    /// Writes `"vendors": {"htp": {"url", "credentials"}}` with the URLs, and the credentials where they are wanted.
    package func write(
        _ mounts: [any Mounted],
        for bay: BayName?,
        credentials: Bool,
        to json: inout JSON.Writer,
    ) {
        json.object("vendors") { json in
            for (index, mount) in mounts.enumerated() {
                json.key(mount.facts.key)
                json.object { json in
                    json.member("url", url(of: index, mount.facts, for: bay))
                    guard credentials else { return }
                    json.object("credentials") { json in
                        for (name, value) in mount.facts.credentials(for: bay) { json.member(name, value) }
                    }
                }
            }
        }
    }
}

extension VendorFacts {
    /// The credentials with which clients reach a bay: those that carry it with its suffix.
    package func credentials(for bay: BayName?) -> [(name: String, value: String)] {
        guard let bay else { return credentials }
        return credentials.map { name, value in
            (name, bayCarriers.contains(name) ? "\(value)~\(bay)" : value)
        }
    }
}
