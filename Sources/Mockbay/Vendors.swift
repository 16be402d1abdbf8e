import Control
import Engine
import Hosting

/// Where clients find the vendors, and with which credentials. In a bay they lead there without the path, too: those that
/// can carry its name do.
extension Mockbay {
    public struct AutoLeap: Sendable, Hashable {
        /// The base URL: `http://127.0.0.1:40001/~bay-1/v2`
        public let url: String
        public let partnerID: String
        public let authKey: String
    }

    public struct AutoSync: Sendable, Hashable {
        /// The base URL: `http://127.0.0.1:40002/~bay-1/v1`
        public let url: String
        public let apiKey: String
        public let clientID: String
        public let clientSecret: String
    }

    /// HeavyTruckParts.Net.
    public struct HTP: Sendable, Hashable {
        /// The base URL: `http://127.0.0.1:40003/~bay-1`
        public let url: String
        public let user: String
        public let password: String
    }

    public struct Leadway: Sendable, Hashable {
        /// The base URL: `http://127.0.0.1:40004/~bay-1`
        public let url: String
        public let token: String
        /// The account that the token is for.
        public let altID: String
        public let clientID: String
        public let clientSecret: String
        /// The code that the client is given when it is installed.
        public let code: String
    }
}

/// One vendor's door into a bay.
struct Door {
    let url: String
    private let vendor: String
    private let credentials: [(name: String, value: String)]

    /// - Parameter bay: `nil` for the one that clients are in who name none.
    init(_ vendor: String, _ addresses: Addresses, bay: BayName?) {
        guard let index = Vendors.mounts.firstIndex(where: { $0.facts.key == vendor }) else {
            preconditionFailure("there is no vendor '\(vendor)'")
        }
        let facts = Vendors.mounts[index].facts
        self.vendor = vendor
        url = addresses.url(of: index, facts, for: bay)
        credentials = facts.credentials(for: bay)
    }

    subscript(name: String) -> String {
        guard let value = credentials.first(where: { $0.name == name })?.value else {
            preconditionFailure("\(vendor) has no credential '\(name)'")
        }
        return value
    }
}
