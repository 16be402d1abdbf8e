import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import Leadway

/// Each file of `Scenarios` that is about Leadway, met by a client that copes and by one that does not.
@Suite struct `Leadway's scenarios` {
    /// A bay of the scenario's world. The clock stands, so that nothing depends on the time a test takes.
    private func bay(_ name: String) throws -> LeadwayBay { try LeadwayBay(playing: "leadway-\(name)") }

    @Test(arguments: [
        "rows-shift-between-pages", "burst-limit", "wrong-account", "version-missing",
        "reset-after-stock-update", "token-expires-between-pages", "server-error-then-fine",
        "calls-as-documented",
    ])
    func `load, and say what they are about`(_ name: String) throws {
        let scenario = try LeadwayBay.scenario("leadway-\(name)")
        #expect(scenario.name.hasPrefix("Leadway: "))
        #expect(!scenario.about.isEmpty)
        #expect(scenario.tags.first == "leadway")
        _ = try scenario.laid(over: LeadwayBay.defaultStart())
    }

    // MARK: Rows shifting between two pages

    /// Reads page after page and believes them.
    private func readCarelessly(_ bay: LeadwayBay) -> [String] {
        stride(from: 0, to: 100, by: 20).flatMap { bay.inventory("&limit=20&offset=\($0)").ids }
    }

    /// Drops rows that come twice, and starts over as long as there are fewer than the total.
    private func readCarefully(_ bay: LeadwayBay) -> Set<String> {
        for _ in 1...3 {
            var seen: Set<String> = []
            var total = 0
            for offset in stride(from: 0, to: 100, by: 20) {
                let page = bay.inventory("&limit=20&offset=\(offset)")
                seen.formUnion(page.ids)
                total = page.json["total"]?["total"]?.int ?? 0
            }
            if seen.count == total { return seen }
        }
        return []
    }

    @Test func `a row that moves is missed by who trusts offsets`() throws {
        let whole = Set(try LeadwayBay().inventory("&limit=100").ids)
        let rows = readCarelessly(try bay("rows-shift-between-pages"))
        #expect(rows.count == 100 && Set(rows).count == 99, "one comes twice")
        #expect(whole.subtracting(rows) == ["654e5344a66d91192913c56d"], "and one never")
        #expect(readCarefully(try bay("rows-shift-between-pages")) == whole)
    }

    // MARK: Burst limit

    @Test func `a limit lets through who waits for an interval`() throws {
        let bay = try bay("burst-limit")
        for left in ["2", "1", "0"] {
            let reply = bay.inventory("&limit=1")
            #expect(reply.status == 200 && reply.field("X-RateLimit-Remaining") == left)
        }
        for _ in 1...5 { #expect(bay.inventory().status == 429, "hammering") }
        let refused = bay.inventory()
        #expect(refused.field("Retry-After") == nil)
        let interval = try #require(refused.field("X-RateLimit-Interval-Milliseconds").flatMap(Int.init))
        #expect(bay.inventory(token: "pit-readonly").status == 200, "another token")
        bay.advance(by: .milliseconds(interval))
        #expect(bay.inventory().status == 200)
    }

    // MARK: Wrong account

    @Test func `a token of another account is no matter of trying again`() throws {
        let bay = try bay("wrong-account")
        let hammering = (1...3).map { _ in bay.inventory().status }
        #expect(hammering == [403, 403, 403])
        // Who takes whatever the token opens gets the other account's stock without a word.
        let taken = bay.get("/products/inventory?altId=\(otherAccount)&limit=100")
        #expect(taken.status == 200 && !taken.ids.contains(shirt))
        // Who reads the message stops, and says so.
        #expect(bay.inventory().message == "The token does not have access to this location.")
        #expect(bay.inventory(token: "pit-demo").json["error"] == "Forbidden")
    }

    // MARK: Version

    private func ask(_ bay: LeadwayBay, token: String?, version: String?) -> Response {
        bay.get("/products/inventory?altId=\(account)", token: token, version: version)
    }

    @Test func `a version that is missing is not cured by a new token`() throws {
        let bay = try bay("version-missing")
        #expect(ask(bay, token: "pit-demo", version: nil).status == 401)
        // The careless one takes every 401 for a bad token, and fetches another, and another.
        for _ in 1...2 {
            let grant = bay.form(
                "client_id=mockbay-client&client_secret=mockbay-secret&grant_type=authorization_code&code=code-demo"
            )
            #expect(ask(bay, token: grant.json["access_token"]?.string, version: "v3").status == 401)
        }
        // The careful one reads.
        let refused = ask(bay, token: "pit-demo", version: nil)
        #expect(refused.message?.contains("version") == true)
        #expect(ask(bay, token: "pit-demo", version: "v3").message == "version header is invalid")
        #expect(ask(bay, token: "pit-demo", version: "2021-07-28").status == 200)
    }

    // MARK: Reset after an update

    @Test func `an update whose reply is lost can be made again, unless it is a difference`() throws {
        func sell(_ count: Int, from stock: Int, in bay: LeadwayBay) -> Delivery {
            let item = #"{"priceId": "\#(shirt)", "availableQuantity": \#(stock - count)}"#
            let body = #"{"altId": "\#(account)", "altType": "location", "items": [\#(item)]}"#
            return bay.send(.post, "/products/inventory", body: body)
        }
        func stock(_ bay: LeadwayBay) -> Int {
            bay.inventory("&search=TSHIRT-MED-001").rows.first?["availableQuantity"]?.int ?? -1
        }
        let careful = try bay("reset-after-stock-update")
        #expect(sell(3, from: 50, in: careful).fault == Fault(.reset, at: .afterBodyBytes(8)))
        let again = sell(3, from: 50, in: careful)
        #expect(again.fault == nil && again.response.status == 201)
        #expect(stock(careful) == 47)
        // Reads the stock anew before it repeats, and subtracts once more.
        let careless = try bay("reset-after-stock-update")
        _ = sell(3, from: stock(careless), in: careless)
        _ = sell(3, from: stock(careless), in: careless)
        #expect(stock(careless) == 44)
    }

    // MARK: Token that expires

    @Test func `a token that expires between two pages is refreshed once`() throws {
        let client = "client_id=mockbay-client&client_secret=mockbay-secret"
        func session(in bay: LeadwayBay, _ rest: String) -> JSON.Value {
            bay.form("\(client)&\(rest)").json
        }
        let bay = try bay("token-expires-between-pages")
        let first = session(in: bay, "grant_type=authorization_code&code=code-demo")
        let token = first["access_token"]?.string
        #expect(bay.inventory("&limit=50", token: token).rows.count == 50)
        let second = bay.inventory("&limit=50&offset=50", token: token)
        #expect(second.status == 401 && second.rows.isEmpty, "the careless one has half of the stock")
        let refresh = try #require(first["refresh_token"]?.string)
        let renewed = session(in: bay, "grant_type=refresh_token&refresh_token=\(refresh)")
        let rest = bay.inventory("&limit=50&offset=50", token: renewed["access_token"]?.string)
        #expect(rest.rows.count == 50)
        // Who keeps the old refresh token has none the next time.
        #expect(session(in: bay, "grant_type=refresh_token&refresh_token=\(refresh)")["statusCode"] == 400)
    }
}
