import Engine
import HTTP
import JSON

extension HeavyTruckParts {
    /// Who the end users are: one by email or id, and all that have a template.
    ///
    /// Source: "End user lookup", "Listing end users" [seed]; that an API user knows the end users of its dataset only,
    /// and every refusal, is [inferred].
    enum EndUsers {
        static let routes: [Route<HeavyTruckParts>] = [
            Route(
                Operation(
                    "htp.endusers.lookup",
                    [.init(.head, "/enduser/lookup"), .init(.get, "/enduser/lookup")],
                    about: "One end user, by email or by id.",
                    query: [
                        Field(
                            "email",
                            .string(),
                            about: "of several customers with one email the lowest id counts"
                        ),
                        Field("userid", .id, about: "wins over email where both are given"),
                    ],
                    outcomes: [
                        .success(200), .error("bad_request"), .error("unauthorized"), .error("forbidden"),
                        .error("not_found"),
                    ]
                ),
                lookUp
            ),
            Route(
                Operation(
                    "htp.endusers.listall",
                    [.init(.get, "/enduser/listall")],
                    about: "All end users that have a template, with a row for each template.",
                    query: [
                        Field(
                            "refresh_list",
                            .flag,
                            about: "associates end users with templates anew, where that is enabled"
                        )
                    ],
                    outcomes: [.success(200), .error("unauthorized"), .error("forbidden")]
                ),
                listAll
            ),
        ]

        /// What automatic association gives end users who have no template: the templates of this name [inferred].
        static let automaticTemplate = "Retail"

        static func lookUp(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let user = try call.user()
            guard user.hasEndUserLookup else {
                throw .forbidden("end-user lookup is not enabled for this account")
            }
            let endUser = try wanted(by: call, for: user, in: world.state.endUsers)
            let numbers = world.assumptions.numbers
            let head = HeadReply(
                reduced: { json in json.object { $0.quoted("userid", endUser.id, numbers) } },
                field: ("X-Mockbay-Userid", "\(endUser.id)")
            )
            return head.reply(to: call, in: world) { json in
                json.object { json in
                    json.quoted("userid", endUser.id, numbers)
                    json.member("company", endUser.company)
                    json.member("name", endUser.name)
                    json.member("street", endUser.street)
                    json.member("city", endUser.city)
                    json.member("state", endUser.state)
                    json.member("zip", endUser.zip)
                    json.member("country", endUser.country)
                    json.member("country_code", endUser.countryCode)
                    json.member("email", endUser.email)
                    json.member("phone", endUser.phone)
                }
            }
        }

        private static func wanted(
            by call: Call,
            for user: User,
            in endUsers: Table<EndUser>,
        ) throws(Failure) -> EndUser {
            if let userID = call.query("userid"), !userID.isEmpty {
                guard let id = wholeNumber(userID), let endUser = endUsers[id],
                    user.sees(dataset: endUser.dataset)
                else {
                    throw .notFound("there is no end user '\(userID)'")
                }
                return endUser
            }
            guard let email = call.query("email"), !email.isEmpty else {
                throw .badRequest("email or userid is required")
            }
            for id in endUsers.indexes.email.ids(for: email.lowercased()) {
                if let endUser = endUsers[id], user.sees(dataset: endUser.dataset) { return endUser }
            }
            throw .notFound("there is no end user with the email '\(email)'")
        }

        static func listAll(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let user = try call.user()
            guard user.hasEndUserList else {
                throw .forbidden("listing end users is not enabled for this account")
            }
            if isFlag(call.query("refresh_list")), user.hasTemplateAssociation {
                associate(endUsersOf: user, in: &world.state)
            }
            let endUsers = world.state.endUsers
            let numbers = world.assumptions.numbers
            return .reply(to: call.caller) { json in
                json.array { json in
                    for id in endUsers.indexes.associated.ids {
                        guard let endUser = endUsers[id], user.sees(dataset: endUser.dataset) else {
                            continue
                        }
                        for association in endUser.associations {
                            json.object { json in
                                json.quoted("userid", endUser.id, numbers)
                                json.member("company", endUser.company)
                                json.member("name", endUser.name)
                                json.member("email", endUser.email)
                                json.member("templatename", association.template)
                            }
                        }
                    }
                }
            }
        }

        /// Brings the associations up to date: new end users get theirs, those with a template that is gone lose it.
        /// The seed says no more than that; which templates new ones get is ours [inferred].
        private static func associate(endUsersOf user: User, in state: inout State) {
            let templates = state.templates
            var standard: [Template.Kind: String] = [:]
            for kind in Template.Kind.allCases where templates.contains(Template.id(kind, automaticTemplate))
            {
                standard[kind] = automaticTemplate
            }
            for endUser in state.endUsers where user.sees(dataset: endUser.dataset) {
                var associations = endUser.templates.filter {
                    templates.contains(Template.id($0.key, $0.value))
                }
                if endUser.templates.isEmpty { associations = standard }
                guard associations != endUser.templates else { continue }
                state.endUsers.update(endUser.id) { $0.templates = associations }
            }
        }
    }
}
