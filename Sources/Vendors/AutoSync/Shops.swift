import Engine
import HTTP

extension AutoSync {
    /// The shops that a key can reach.
    ///
    /// Source: "Shops" [seed]. Of the two examples of a list the one of the reference counts the locations, the one of
    /// the quick start does not; here lists count them, and a single shop, of which there is no example, does not.
    enum Shops {
        static let routes: [Route<AutoSync>] = [
            Route(
                Operation(
                    "autosync.shops.list",
                    [.init(.get, "/v1/shops")],
                    about: "The shops that the key can reach.",
                    query: Page.parameters,
                    outcomes: [
                        .success(200), .error("unauthorized"), .error("forbidden"),
                        .error("invalid_parameter"), .error("rate_limited"), .error("server_error"),
                    ],
                    reply: Page.reply(of: Shop.shown(withLocations: true)),
                    paging: Page.contract
                ),
                needs: .shopsRead,
                listShops
            ),
            Route(
                Operation(
                    "autosync.shops.get",
                    [.init(.get, "/v1/shops/{shop_id}")],
                    about: "One shop.",
                    path: pathIDs,
                    outcomes: Outcomes.get,
                    reply: envelope(Shop.shown(withLocations: false))
                ),
                needs: .shopsRead,
                getShop
            ),
        ]

        static func listShops(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let page = try Page(call, in: world)
            let shops = world.state.shops.filter { call.caller?.reaches(shop: $0.id) == true }
            return listReply(page, in: world) { json in
                for shop in shops.dropFirst(page.start(among: shops.count)).prefix(page.size) {
                    shop.writeReply(withLocations: true, to: &json)
                }
                return shops.count
            }
        }

        static func getShop(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            guard let shop = world.state.shops[try call.shop()] else { throw .notFound("Shop") }
            return reply(in: world) { shop.writeReply(withLocations: false, to: &$0) }
        }
    }

    /// What calls may end in, by their kind.
    enum Outcomes {
        private static let always: [Operation.Outcome] = [
            .error("bad_request"), .error("unauthorized"), .error("forbidden"), .error("not_found"),
            .error("rate_limited"), .error("server_error"),
        ]

        static let get = [.success(200)] + always
        static let list = [.success(200)] + always + [.error("invalid_parameter")]
        static let update = list
        static let create = [.success(201)] + always + [.error("invalid_parameter")]
    }
}
