import Engine
import HTTP
import JSON

extension Leadway {
    /// What a route demands of its caller: a scope, and rights in the account that a parameter of it names.
    package struct Permission: Sendable {
        let scope: Scope
        /// `altId` or `locationId`: in the query, or in the body where the operation has one.
        let account: String

        init(_ scope: Scope, in account: String) {
            self.scope = scope
            self.account = account
        }
    }

    /// The version of the API that a call is written for: required [seed].
    enum Version {
        static let fields = fields(Assumptions().versions)

        static func fields(_ versions: Assumptions.Versions) -> [Field] {
            [Field("Version", .oneOf(versions.accepted), required: true)]
        }
    }

    /// The platform's names for what a token may do [public: spec].
    enum Scope: String, Sendable, CaseIterable {
        case readProducts = "products.readonly"
        case writeProducts = "products.write"
        case readPrices = "products/prices.readonly"
        case writePrices = "products/prices.write"
    }
}

extension Check<Leadway> {
    /// `Authorization: Bearer …` [seed], of routes that demand something.
    static var bearer: Self {
        Check("bearer") { (call, world) throws(Leadway.Failure) in
            guard call.route.needs != nil, call.caller == nil else { return }
            call.caller = try Leadway.identify(call, in: &world)
        }
    }

    /// The `Version` field, which is required [seed]; that its absence is a 401 is reported from the field.
    static var version: Self {
        Check("version") { (call, world) throws(Leadway.Failure) in
            guard call.route.needs != nil, !call.call.isScripted else { return }
            guard let version = call.request.field("Version"), !version.isEmpty else { throw .versionMissing }
            guard world.assumptions.versions.accepted.contains(version) else { throw .versionUnknown }
        }
    }

    static var scope: Self {
        Check("scope") { (call, _) throws(Leadway.Failure) in
            guard let needs = call.route.needs, let caller = call.caller else { return }
            guard caller.scopes.contains(needs.scope) else { throw .scopeMissing }
        }
    }

    /// One token belongs to one account, or to the accounts of one agency [inferred]. A call that names no account is
    /// left to validation.
    static var account: Self {
        Check("account") { (call, world) throws(Leadway.Failure) in
            guard let needs = call.route.needs, let caller = call.caller else { return }
            let isInBody = call.route.operation.body != nil
            let account =
                isInBody
                ? try call.object()?[needs.account]?.string : call.request.query(named: needs.account)
            guard let account, !account.isEmpty else { return }
            guard caller.reaches(account, in: world.state) else { throw .forbidden }
        }
    }
}
