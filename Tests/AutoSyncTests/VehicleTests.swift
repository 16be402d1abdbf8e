import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

@Suite struct `Vehicles` {
    let bay: AutoSyncBay

    init() throws {
        bay = try AutoSyncBay()
        try bay.set(
            "vehicles",
            "9001",
            [
                "id": 9001, "shop_id": 1, "customer_id": 42, "year": 1999, "make": "Saab", "model": "9-5",
                "vin": "YS3ED48E5X3000001", "license_plate": "SAAB 95",
            ]
        )
    }

    @Test(arguments: [
        ("vin=ys3ed48e5x3000001", [9001]), ("vin=48E5X", [9001]), ("license_plate=saab", [9001]),
        ("license_plate=AB+95", [9001]), ("customer_id=42&vin=YS3", [9001]), ("customer_id=41&vin=YS3", []),
        ("customer_id=999999", []), ("vin=YS3&license_plate=zzz", []), ("customer_id=-1", []),
    ])
    func `are found`(_ query: String, _ ids: [Int]) {
        let reply = bay.get("/shops/1/vehicles?\(query)")
        #expect(reply.status == 200)
        #expect(reply.rows.compactMap { $0["id"]?.int } == ids)
    }

    @Test func `are found by their owner`() throws {
        let owned = bay.get("/shops/1/vehicles?customer_id=42").rows
        #expect(owned.contains { $0["id"] == 78 })
        #expect(owned.allSatisfy { $0["customer_id"] == 42 })
    }

    @Test(arguments: ["customer_id=Sarah", "customer_id=", "customer_id=4.2"])
    func `are not looked for by`(_ query: String) {
        #expect(bay.get("/shops/1/vehicles?\(query)").status == 422)
    }

    @Test func `number 78 is the documentation's`() {
        let data = bay.get("/shops/1/vehicles/78").data
        #expect(data["customer_id"] == 42)
        #expect([data["year"], data["make"], data["model"]] == [2021, "Ford", "F-150"])
        #expect(
            data.object?.keys == [
                "id", "customer_id", "year", "make", "model", "vin", "license_plate", "mileage", "created_at",
            ]
        )
    }

    @Test func `are added with what is known`() {
        let reply = bay.post(
            "/shops/1/vehicles",
            #"{"customer_id": 42, "year": 2024, "make": "Ford", "model": "Maverick", "vin": "3FTTW8E31RRA00001", "mileage": 12}"#
        )
        #expect(reply.status == 201)
        #expect(
            reply.data == [
                "id": 9002, "customer_id": 42, "year": 2024, "make": "Ford", "model": "Maverick",
                "vin": "3FTTW8E31RRA00001", "license_plate": nil, "mileage": 12,
                "created_at": "2026-03-02T08:00:00Z",
            ]
        )
        #expect(bay.get("/shops/1/vehicles/9002").data == reply.data)
    }

    @Test(arguments: [
        (#"{"year": 2024, "make": "Ford", "model": "F"}"#, "The 'customer_id' field is required."),
        (#"{"customer_id": 42, "make": "Ford", "model": "F"}"#, "The 'year' field is required."),
        (#"{"customer_id": 42, "year": 2024, "model": "F"}"#, "The 'make' field is required."),
        (#"{"customer_id": 42, "year": 2024, "make": "Ford"}"#, "The 'model' field is required."),
        (
            #"{"customer_id": 42, "year": "2024", "make": "Ford", "model": "F"}"#,
            "The 'year' field must be a whole number."
        ),
        (
            #"{"customer_id": 42, "year": 2024.5, "make": "Ford", "model": "F"}"#,
            "The 'year' field must be a whole number."
        ),
        (
            #"{"customer_id": 999, "year": 2024, "make": "Ford", "model": "F"}"#,
            "The 'customer_id' field must be the id of a customer of this shop."
        ),
        (
            #"{"customer_id": 101, "year": 2024, "make": "Ford", "model": "F"}"#,
            "The 'customer_id' field must be the id of a customer of this shop."
        ),
        (
            #"{"customer_id": 42, "year": 2024, "make": "Ford", "model": "F", "vin": "1FT"}"#,
            "The 'vin' field must be 17 characters long."
        ),
        (
            #"{"customer_id": 42, "year": 2024, "make": "Ford", "model": "F", "mileage": "12"}"#,
            "The 'mileage' field must be a whole number."
        ),
    ])
    func `are not added`(_ body: String, _ message: String) {
        let before = bay.count(of: "vehicles")
        let reply = bay.post("/shops/1/vehicles", body)
        #expect(reply.status == 422)
        #expect(reply.message == message)
        #expect(bay.count(of: "vehicles") == before)
    }
}
