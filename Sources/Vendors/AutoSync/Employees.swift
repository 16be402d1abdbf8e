import Engine
import HTTP

extension AutoSync {
    /// Who works in a shop.
    ///
    /// Source: "Employees" [seed]; replies are [inferred].
    enum Employees {
        static let routes: [Route<AutoSync>] = [
            Route(
                Operation(
                    "autosync.employees.list",
                    [.init(.get, "/v1/shops/{shop_id}/employees")],
                    about: "A shop's employees by id, those that fit both filters.",
                    path: pathIDs,
                    query: [
                        Field("role", .oneOf(EmployeeFields.Role.allCases.map(\.rawValue))),
                        Field("status", .oneOf(EmployeeFields.Status.allCases.map(\.rawValue))),
                    ] + Page.parameters,
                    outcomes: Outcomes.list,
                    reply: Page.reply(of: EmployeeFields.shown),
                    paging: Page.contract
                ),
                needs: .employeesRead,
                listEmployees
            )
        ]

        static func listEmployees(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let role = try call.choiceFilter("role", EmployeeFields.Role.self)
            let status = try call.choiceFilter("status", EmployeeFields.Status.self)
            let page = try Page(call, in: world)
            var listing = Listing(world.state.employees, of: try call.shop())
            listing.filter("role", role?.rawValue)
            listing.filter("status", status?.rawValue)
            return listReply(page, of: listing, in: world)
        }
    }
}
