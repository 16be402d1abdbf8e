import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `Callers` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    @Test func `are known by user and password with every request`() {
        #expect(bay.get("/inventory/feed").status == 200)
        let refused = bay.get("/inventory/feed", as: nil)
        #expect(refused.status == 401)
        #expect(refused.field("WWW-Authenticate") == "Basic realm=\"HTP API\"")
        #expect(refused.field("Set-Cookie") == nil)
        #expect(bay.get("/inventory/feed", as: "nobody").status == 401)
    }

    @Test(arguments: [
        "Basic", "Basic ", "Basic !!!!", "Bearer ZGVtbzpkZW1v", "Basic ZGVtbw==", "Basic ZGVtbzp4",
        "Basic ZGVtbzpkZW1v=x",
        "Basic OmRlbW8=", "BasicZGVtbzpkZW1v", "Basic Zm9v/+==",
    ])
    func `are nobody with credentials that are none`(_ value: String) {
        let reply = bay.send(.get, "/inventory/functiongroup", as: nil, fields: [("Authorization", value)])
            .response
        #expect(reply.status == 401)
    }

    @Test(arguments: ["Basic ZGVtbzpkZW1v", "basic ZGVtbzpkZW1v", "BASIC   ZGVtbzpkZW1v"])
    func `write the scheme as they like`(_ value: String) {
        let reply = bay.send(.get, "/inventory/functiongroup", as: nil, fields: [("Authorization", value)])
            .response
        #expect(reply.status == 200)
    }

    @Test func `choose a bay by what follows the tilde of the user`() throws {
        #expect(bay.get("/inventory/feed", as: "demo~ci-7").status == 200)
        #expect(bay.bays.all.map(\.name.description).contains("ci-7"))
        #expect(bay.get("/inventory/feed", as: "demo~a/b").status == 400)
        #expect(bay.get("/~one/inventory/feed", as: "demo~two").status == 400)
        #expect(bay.get("/~one/inventory/feed", as: "demo~one").status == 200)
        let address = bay.get("/inventory/search/3000/*/*?result_size=1", as: "demo~ci-7")
            .json["results"]?.array?.first?["details_uri"]?.string
        #expect(address?.hasPrefix("http://localhost/inventory/details/") == true)
    }

    @Test func `are limited by the account where a scenario sets limits`() throws {
        let bay = try HTPBay { world in
            world.limiter.policy = .all(Limit(requests: 2, per: .seconds(60)))
        }
        #expect(bay.get("/inventory/functiongroup").status == 200)
        #expect(bay.get("/inventory/functiongroup").status == 200)
        let refused = bay.get("/inventory/functiongroup")
        #expect(refused.status == 429)
        #expect(refused.field("Retry-After") == "60")
        #expect(bay.get("/inventory/functiongroup", as: "qa").status == 200)
        bay.advance(by: .seconds(60))
        #expect(bay.get("/inventory/functiongroup").status == 200)
    }

    @Test(arguments: HeavyTruckParts.errors.map(\.name))
    func `get any error that they ask for`(_ name: String) throws {
        let entry = try #require(HeavyTruckParts.errors.first { $0.name == name })
        let reply = bay.send(.get, "/inventory/feed", fields: [("X-Mockbay-Error", name)]).response
        // The codes of a sale belong to a sale.
        guard !name.hasPrefix("ERR_") else { return #expect(reply.status == 400) }
        #expect(reply.status == entry.status)
        #expect(reply.json["error"]?["code"] == .string(name))
        #expect(reply.json["error"]?["message"]?.string?.isEmpty == false)
        let throttles = ["rate_limited", "unavailable"].contains(name)
        #expect((reply.field("Retry-After") != nil) == throttles)
    }

    @Test func `of a scenario act with full rights under a free name`() throws {
        let replies = try bay.bays.default.withContents { contents throws(RecordProblem) in
            let operation =
                contents.mounts[0].operations.firstIndex { $0.name == "htp.inventory.details" } ?? 0
            let item: JSON.Object = ["path": ["vendor": "103", "store": "1", "item": "730001"]]
            let rival = try contents.worlds[0].act(as: "rival", operation, with: item)
            let demo = try contents.worlds[0].act(as: "demo", operation, with: item)
            return [rival.status, demo.status]
        }
        #expect(replies == [200, 404])
    }
}

@Suite struct `The contract` {
    @Test func `names every operation once, and only errors of the catalogue`() {
        let names = HeavyTruckParts.routes.map(\.operation.name)
        #expect(Set(names).count == names.count)
        #expect(
            Set(names) == [
                "htp.inventory.search", "htp.inventory.details", "htp.inventory.wholeunitparts",
                "htp.inventory.mappingtypes", "htp.inventory.functiongroup", "htp.inventory.feed",
                "htp.available.part_types", "htp.available.makes", "htp.available.models",
                "htp.available.categories",
                "htp.available.vendors", "htp.templates.types", "htp.templates.list", "htp.templates.assign",
                "htp.templates.remove", "htp.endusers.lookup", "htp.endusers.listall", "htp.log.part_request",
                "htp.log.part_inquiry", "htp.log.phone_call", "htp.log.email", "htp.sale.create",
                "htp.sale.lookup",
            ]
        )
        let errors = Set(HeavyTruckParts.errors.map(\.name))
        for route in HeavyTruckParts.routes {
            for case .error(let name) in route.operation.outcomes {
                #expect(errors.contains(name), "\(name)")
            }
        }
    }
}

@Suite struct `XML replies` {
    @Test(arguments: [
        (
            #"{"a b":1,"c":null,"d":[true,"<&>"]}"#,
            "<a_b>1</a_b><c></c><d><item>true</item><item>&lt;&amp;&gt;</item></d>"
        ),
        (#"[{"x":"é"},{}]"#, "<item><x>é</x></item><item></item>"),
        (
            ##"{"qa":{"# of \"pins\"":"8","":"<"}}"##,
            ##"<qa><option label="# of &quot;pins&quot;">8</option><option label="">&lt;</option></qa>"##
        ),
        (#"{"1st":"\u0001\n","":"\t"}"#, "<_1st>\n</_1st><_>\t</_>"),
    ])
    func `stand for JSON`(_ json: String, _ xml: String) {
        let whole = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response>\(xml)</response>"
        #expect(String(decoding: HeavyTruckParts.xml(of: Array(json.utf8)), as: UTF8.self) == whole)
    }
}

@Suite struct `Generated records` {
    @Test func `are found, and are the same from the same seed`() throws {
        func world(_ seed: UInt64) throws -> HTPBay {
            var start = try HTPBay.defaultStart(seed: seed)
            start.worlds[0].chance = Chance(seed: seed, bay: "base")
            let isDone = [
                start.worlds[0].generate(2_000, of: "items"), start.worlds[0].generate(10, of: "endusers"),
                !start.worlds[0].generate(10, of: "teapots"),
            ]
            #expect(isDone == [true, true, true])
            return HTPBay(start: start)
        }
        let (one, same, other) = (try world(3), try world(3), try world(4))
        let target = "/inventory/search/*/*/*?page_number=20"
        #expect((one.get(target).json["total_results"]?.int ?? 0) > 1_800)
        #expect(one.get(target) == same.get(target))
        #expect(one.get(target) != other.get(target))
        #expect(one.count(of: "endusers") == 46)
        let results = one.get("/inventory/search/*/*/*?keywords=cummins%20isx&result_size=all").json[
            "results"
        ]?.array
        let looked = one.get("/inventory/search/*/CUMMINS/ISX?result_size=all").json["results"]?.array
        #expect((results?.count ?? 0) > 72)
        #expect((looked?.count ?? 0) > 72)
    }
}
