import Engine
import HTTP
import JSON

extension HeavyTruckParts {
    /// Templates and who has which: types, list, assign, remove. Arguments stand in the query, for writing too.
    ///
    /// Source: "End user templates" [seed]; the replies to assigning and removing, and every refusal, are [inferred].
    enum Templates {
        static let routes: [Route<HeavyTruckParts>] = [
            Route(
                Operation(
                    "htp.templates.types",
                    [.init(.head, "/enduser/templates")],
                    about:
                        "The types of templates. A reply to HEAD has no body: see the assumption htp.head_mode.",
                    outcomes: [.success(200), .error("unauthorized")]
                ),
                list
            ),
            Route(
                Operation(
                    "htp.templates.list",
                    [.init(.get, "/enduser/templates"), .init(.get, "/enduser/templates/{type}")],
                    about: "The templates that can be assigned, of all types or of one.",
                    outcomes: [.success(200), .error("unauthorized"), .error("not_found")]
                ),
                list
            ),
            Route(
                Operation(
                    "htp.templates.assign",
                    [.init(.put, "/enduser/templates/{type}"), .init(.post, "/enduser/templates/{type}")],
                    about:
                        "Gives an end user the template of that name, for one type or, with the type 'all', for every "
                        + "type that has one.",
                    query: [
                        Field("userid", .id, required: true), Field("template", .string(), required: true),
                    ],
                    outcomes: writing
                ),
                assign
            ),
            Route(
                Operation(
                    "htp.templates.remove",
                    [.init(.delete, "/enduser/templates/{type}")],
                    about:
                        "Takes an end user's template away, of one type or, with the type 'all', of every type.",
                    query: [Field("userid", .id, required: true)],
                    outcomes: writing
                ),
                remove
            ),
        ]

        private static let writing: [Operation.Outcome] = [
            .success(200), .error("bad_request"), .error("unauthorized"), .error("not_found"),
        ]

        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let kinds = try wantedKinds(call.path("type") ?? "all")
            let templates = world.state.templates
            let types = Set(templates.map(\.kind)).sorted()
            let head = HeadReply(
                reduced: { json in json.array { json in for type in types { json.string(type.rawValue) } } },
                field: ("X-Mockbay-Template-Types", types.map(\.rawValue).joined(separator: ","))
            )
            return head.reply(to: call, in: world) { json in
                json.array { json in
                    for template in templates where kinds.contains(template.kind) {
                        json.object { json in
                            json.member("template_name", template.name)
                            json.member("template_type", template.kind.rawValue)
                        }
                    }
                }
            }
        }

        /// Answers with what the end user has now.
        static func assign(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let kinds = try wantedKinds(call.path("type") ?? "")
            let endUser = try endUser(named: call, in: world.state.endUsers)
            guard let name = call.query("template"), !name.isEmpty else {
                throw .badRequest("template is required")
            }
            let templates = world.state.templates
            let found = kinds.filter { templates.contains(Template.id($0, name)) }
            guard !found.isEmpty else { throw .notFound("there is no template '\(name)'") }
            world.state.endUsers.update(endUser.id) { endUser in
                for kind in found { endUser.templates[kind] = name }
            }
            return associations(of: endUser.id, for: call, in: world)
        }

        /// Answers with what the end user has left. Removing what is not there changes nothing and is no error.
        static func remove(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let kinds = try wantedKinds(call.path("type") ?? "")
            let endUser = try endUser(named: call, in: world.state.endUsers)
            if kinds.contains(where: { endUser.templates[$0] != nil }) {
                world.state.endUsers.update(endUser.id) { endUser in
                    for kind in kinds { endUser.templates[kind] = nil }
                }
            }
            return associations(of: endUser.id, for: call, in: world)
        }

        private static func wantedKinds(_ type: String) throws(Failure) -> [Template.Kind] {
            if type == "all" { return Template.Kind.allCases }
            guard let kind = Template.Kind(rawValue: type) else {
                throw .notFound("there is no type of template '\(type)'")
            }
            return [kind]
        }

        private static func endUser(named call: Call, in endUsers: Table<EndUser>) throws(Failure) -> EndUser
        {
            guard let userID = call.query("userid"), !userID.isEmpty else {
                throw .badRequest("userid is required")
            }
            guard let id = wholeNumber(userID), let endUser = endUsers[id],
                try call.user().sees(dataset: endUser.dataset)
            else { throw .notFound("there is no end user '\(userID)'") }
            return endUser
        }

        private static func associations(of id: Int, for call: Call, in world: World) -> Response {
            let associations = world.state.endUsers[id]?.associations ?? []
            let numbers = world.assumptions.numbers
            return .reply(to: call.caller) { json in
                json.array { json in
                    for association in associations {
                        json.object { json in
                            json.quoted("userid", id, numbers)
                            json.member("template_name", association.template)
                            json.member("template_type", association.kind.rawValue)
                        }
                    }
                }
            }
        }
    }
}
