import AutoLeap
import Engine
import HTTP
import JSON
import Testing
import VendorSupport

/// The envelope of lists, field by field.
@Suite struct `A page` {
    let client: Client

    init() throws { client = try LeapBay().client() }

    private static let lists = [
        "items?companyId=SHOP5678", "customers?companyId=SHOP5678", "vehicles?companyId=SHOP5678",
        "inventoryLevels?companyId=SHOP5678", "itemPricing?companyId=SHOP5678",
        "appointmentRequests?companyId=SHOP5678", "orders?companyId=SHOP5678", "payments?companyId=SHOP5678",
        "technicians/timesheetLogs?companyId=SHOP5678&startDate=2025-01-01&endDate=2025-12-31",
    ]

    private static let unsorted: JSON.Value = ["unsorted": true, "sorted": false, "empty": false]

    @Test(arguments: lists)
    func `has every field, in the documented order`(_ list: String) {
        let page = client.get(list + "&size=10&page=2").json
        #expect(
            page.object?.keys == [
                "content", "pageable", "totalPages", "totalCount", "last", "size", "number", "first", "sort",
                "numberOfElements", "empty",
            ]
        )
        let total = page["totalCount"]?.int ?? 0
        #expect(total > 20)
        #expect(page["content"]?.array?.count == 10)
        #expect(page["numberOfElements"] == 10)
        #expect(page["number"] == 2)
        #expect(page["size"] == 10)
        #expect(page["totalPages"]?.int == (total + 9) / 10)
        #expect(page["first"] == false)
        #expect(page["last"] == false)
        #expect(page["empty"] == false)
        #expect(page["sort"] == Self.unsorted)
        let pageable: JSON.Value = [
            "sort": Self.unsorted, "offset": 10, "pageSize": 10, "pageNumber": 2, "paged": true,
            "unpaged": false,
        ]
        #expect(page["pageable"] == pageable)
    }

    @Test(arguments: lists)
    func `counts from one, and pages make up the whole without doubles`(_ list: String) throws {
        let first = client.get(list + "&size=100").json
        #expect(first["number"] == 1)
        #expect(first["pageable"]?["offset"] == 0)
        #expect(first["first"] == true)
        #expect(first["last"] == true)
        let whole = try client.everything(list, size: 100)
        #expect(try client.everything(list, size: 7) == whole)
        #expect(Set(whole.map { "\($0)" }).count == whole.count)
        #expect(whole.count == first["totalCount"]?.int)
    }

    @Test(arguments: lists)
    func `past the end is empty, and no error`(_ list: String) {
        let page = client.get(list + "&page=999").json
        #expect(page["content"] == [])
        #expect(page["empty"] == true)
        #expect(page["first"] == false)
        #expect(page["last"] == true)
        #expect(page["numberOfElements"] == 0)
        #expect((page["totalCount"]?.int ?? 0) > 0)
        #expect(client.get(list + "&page=2147483647").json["empty"] == true)
    }

    @Test func `of nothing has no pages`() {
        let page = client.get("items?companyId=SHOP5678&itemNumber=NONE").json
        #expect(page["totalPages"] == 0)
        #expect(page["totalCount"] == 0)
        #expect(page["first"] == true)
        #expect(page["last"] == true)
        #expect(page["empty"] == true)
    }

    @Test(arguments: lists)
    func `holds a hundred rows at most, without a word`(_ list: String) {
        let page = client.get(list + "&size=5000").json
        #expect(page["size"] == 100)
        #expect(page["pageable"]?["pageSize"] == 100)
    }

    @Test(arguments: lists)
    func `has the default size where none is asked for`(_ list: String) {
        #expect(client.get(list).json["size"]?.int == (list.hasPrefix("payments") ? 10 : 100))
    }

    @Test(
        arguments: lists,
        ["size=0", "size=-1", "size=ten", "size=1.5", "page=0", "page=-3", "page=x", "page=99999999999"]
    )
    func `is refused for`(_ list: String, _ parameter: String) {
        let name = parameter.prefix { $0 != "=" }
        Refused(
            why: parameter,
            path: "\(list)&\(parameter)",
            error: "\(name) must be a whole number from 1 to 2147483647"
        ).expect(from: client)
    }

    @Test(arguments: [
        ("customers", "createdDate", "createdDate"), ("vehicles", "createdDate", "createdDate"),
        ("appointmentRequests", "startDate", "startDateTime"),
        ("appointmentRequests", "endDate", "endDateTime"),
        ("orders", "createdDate", "createdDate"), ("payments", "createdDate", "paymentDate"),
    ])
    func `is sorted by name and direction, and says so`(_ list: String, _ sort: String, _ field: String)
        throws
    {
        let path = "\(list)?companyId=SHOP5678&size=100&sort=\(sort)"
        let rising = try client.column(field, of: path)
        #expect(rising == rising.sorted())
        #expect(try client.column(field, of: path + "&sortDirection=ASC") == rising)
        #expect(try client.column(field, of: path + "&sortDirection=DESC") == rising.reversed())
        let sorted: JSON.Value = ["unsorted": false, "sorted": true, "empty": false]
        #expect(client.get(path).json["sort"] == sorted)
        #expect(client.get(path).json["pageable"]?["sort"] == sorted)
        let pages = try (1...100).prefix { _ in true }.reduce(into: [String]()) { all, page in
            if all.count < rising.count {
                all += try client.column(
                    field,
                    of: "\(list)?companyId=SHOP5678&sort=\(sort)&sortDirection=DESC&size=9&page=\(page)"
                )
            }
        }
        #expect(pages == rising.reversed())
    }

    @Test func `of orders is sorted by number as a number`() throws {
        let numbers = try client.rows("orders?companyId=SHOP5678&sort=repairOrderNumber&sortDirection=DESC")
            .compactMap { $0["repairOrderNumber"]?.int }
        #expect(numbers == Array((20...71).reversed()))
    }

    @Test(arguments: [
        ("customers?companyId=SHOP5678&sort=lastName", "sort must be one of createdDate"),
        ("payments?companyId=SHOP5678&sort=paymentDate", "sort must be one of createdDate"),
        ("orders?companyId=SHOP5678&sort=x", "sort must be one of createdDate, repairOrderNumber"),
        ("appointmentRequests?companyId=SHOP5678&sort=createdDate", "sort must be one of startDate, endDate"),
        ("orders?companyId=SHOP5678&sortDirection=down", "sortDirection must be one of ASC, DESC"),
    ])
    func `has no other orders`(_ path: String, _ error: String) {
        Refused(why: path, path: path, error: error).expect(from: client)
    }
}

@Suite struct `The address` {
    let bay: LeapBay
    let client: Client

    init() throws {
        bay = try LeapBay()
        client = try bay.client()
    }

    @Test(arguments: [
        Refused(why: "a path that is none", path: "nothing", status: 404, error: "Resource not found"),
        Refused(why: "capitals", path: "inventorylevels?companyId=SHOP5678", status: 404),
        Refused(why: "a later path for orders", path: "repairOrders?companyId=SHOP5678", status: 404),
        Refused(
            why: "a later path for stock",
            method: .put,
            path: "inventoryLevels/update",
            body: "{}",
            status: 404
        ),
        Refused(why: "updating items", method: .put, path: "items", body: "{}", status: 404),
        Refused(why: "deleting", method: .delete, path: "items/ITEM1", status: 404),
        Refused(
            why: "a method that a path does not have",
            method: .post,
            path: "orders",
            body: "{}",
            status: 404
        ),
        Refused(
            why: "confirming appointments",
            method: .patch,
            path: "appointmentRequests",
            body: "{}",
            status: 404
        ),
    ])
    func `is unknown with`(_ row: Refused) { row.expect(from: client) }

    @Test func `may have a slash too many behind the version`() {
        #expect(client.get("/items/ITEM1").status == 200)
        #expect(client.get("//partners//profile").status == 200)
        #expect(client.get("items/ITEM1/").status == 404)
    }

    @Test func `begins with the version`() {
        let reply = bay.request(.get, "/items/ITEM1", fields: [("Authorization", "Bearer \(client.token)")])
        #expect(reply.response.status == 404)
    }

    @Test func `may have parameters nobody knows, as a body may have fields`() {
        #expect(client.get("items/ITEM1?nonsense=1").status == 200)
        let body = #"{"companyId":"SHOP5678","more":1,"items":[{"itemId":"ITEM1","more":{}}]}"#
        #expect(client.send(.patch, "items", body).json == acknowledgement)
    }
}
