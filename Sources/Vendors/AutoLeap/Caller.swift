package import Engine
package import HTTP
import JSON

extension AutoLeap {
    /// Who makes a call.
    package struct Caller: Sendable {
        /// `nil` where the credentials name nobody, and for a scenario's actor.
        var partner: Partner?
        /// The tokens that the call was made with.
        var session: Session?
        /// Why the credentials will not do; judged after the limit.
        var refusal: Failure?
        /// A scenario's actor with a free name: every company is open to it.
        var hasFullRights = false
    }

    /// How a call says who makes it. Without one of these it is by an access token.
    package enum Permission: Sendable {
        /// The partner's id and key in the body.
        case login
        /// A refresh token in the body.
        case refreshToken
    }

    package static func identify(_ call: Call, in world: inout World) throws(Failure) -> Caller {
        switch call.route.needs {
        case .login:
            let id = call.text(inBody: "partnerId").map { BaySuffix($0).credential }
            return Caller(partner: id.flatMap { world.state.partners[$0] })
        case .refreshToken:
            let session = call.text(inBody: "refreshToken").flatMap {
                world.state.sessions.session(ofRefreshToken: $0)
            }
            return Caller(partner: session.flatMap { world.state.partners[$0.partner] }, session: session)
        case nil:
            guard let token = call.request.credential("Bearer") else { return Caller(refusal: .missingToken) }
            let text = BaySuffix(of: token, in: call.request).credential
            guard let session = world.state.sessions[text],
                let partner = world.state.partners[session.partner]
            else { return Caller(refusal: .badToken) }
            let isValid = session.accessExpiry.map { $0 > world.now } ?? false
            return Caller(partner: partner, session: session, refusal: isValid ? nil : .badToken)
        }
    }

    /// Calls count for the partner, whatever the company, the token or the address they come from [public].
    package static func account(of caller: Caller) -> String? { caller.partner?.id }

    package static func limit(of caller: Caller, _ method: HTTP.Method) -> Limit? {
        caller.partner?.limits[method == .head ? .get : method]
    }

    /// Access tokens name their bay in a claim, all other credentials behind a `~`.
    package static func bay(namedBy request: borrowing Request) -> String? {
        var named: Set<String> = []
        if let token = request.credential("Bearer") {
            let bytes = request.head[token.range]
            if let bay = AccessToken.bay(in: bytes) { named.insert(bay) }
            if let bay = BaySuffix.bay(utf8: bytes) { named.insert(bay) }
        }
        if request.method == .post, let body = bodyOfCredentials(request) {
            for text in [body.root["partnerId" as StaticString], body.root["refreshToken" as StaticString]] {
                if let bay = text?.string.flatMap({ BaySuffix($0).bay }) { named.insert(bay) }
            }
        }
        // Two that disagree make a name that none can have, and with that a 400.
        return named.isEmpty ? nil : named.sorted().joined(separator: "~")
    }

    /// The body of login, refresh and logout: the only ones with credentials in them.
    private static func bodyOfCredentials(_ request: borrowing Request) -> JSON.Document? {
        let path = request.head[request.path.range]
        let isAboutTokens = ["/login", "/generateNewAccessToken", "/logout"].contains { end in
            path.count > end.utf8.count && path.suffix(end.utf8.count).elementsEqual(end.utf8)
        }
        // What is no JSON names no bay; the operation will refuse it.
        return isAboutTokens ? try? JSON.Document(request.body) : nil
    }

    package static func actor(named name: String, in world: World) -> Caller {
        if let partner = world.state.partners[name] { return Caller(partner: partner) }
        return Caller(hasFullRights: true)
    }
}

extension VendorCall<AutoLeap> {
    /// A text of the body's top level; `nil` where there is none.
    func text(inBody name: StaticString) -> String? {
        guard case .json(let document) = call.body else { return nil }
        return document.root[name]?.string
    }

    /// The members of the body that the operation declares, each checked.
    func posted() throws(AutoLeap.Failure) -> JSON.Object {
        let root = try json()
        do throws(Mismatch) {
            return try Field.members(of: root, as: route.operation.body ?? [])
        } catch {
            throw .invalid(error.sentence)
        }
    }

    /// The body, checked against what the operation declares.
    func body() throws(AutoLeap.Failure) -> JSON.Node {
        let root = try json()
        if let mismatch = Field.firstMismatch(in: root, as: route.operation.body ?? []) {
            throw .invalid(mismatch.sentence)
        }
        return root
    }
}
