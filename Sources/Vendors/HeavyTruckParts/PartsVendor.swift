package import Engine
package import JSON

extension HeavyTruckParts {
    /// A recycler and its stores.
    package final class PartsVendor: Record {
        package let id: Int
        let company: String
        let dataset: String
        let stores: [Store]

        /// One yard of a vendor. Its number is unique for the vendor only [inferred].
        struct Store: Sendable {
            let id: Int
            let contact: String
            let address: String
            let city: String
            let state: String
            let postalCode: String
            let country: String
            let phoneNumber: String
            let faxNumber: String
            let email: String
            /// The `vendor` object of items, with numbers as documented.
            private(set) var json: [UInt8] = []
        }

        package init(_ object: JSON.Object) throws(RecordProblem) {
            guard let id = object["vendor_id"]?.int else {
                throw RecordProblem("must be a whole number", at: ["vendor_id"])
            }
            self.id = id
            company = object["company"]?.string ?? ""
            dataset = object["dataset"]?.string ?? Dataset.heavyTruck.rawValue
            var stores: [Store] = []
            for store in object["stores"]?.array ?? [] {
                guard let store = store.object, let number = store["vendor_store"]?.int else { continue }
                if stores.contains(where: { $0.id == number }) {
                    throw RecordProblem("store \(number) is there twice", at: ["stores"])
                }
                stores.append(Store(number, store, of: id, company))
            }
            self.stores = stores.sorted { $0.id < $1.id }
        }

        func store(_ id: Int) -> Store? { stores.first { $0.id == id } }
    }
}

extension HeavyTruckParts.PartsVendor {
    package static let model: [Field] = [
        Field("vendor_id", .integer(1...HeavyTruckParts.Item.ID.highestVendor), required: true),
        Field("company", .string(), required: true),
        Field("dataset", .oneOf(HeavyTruckParts.Dataset.allCases.map(\.rawValue))),
        Field(
            "stores",
            .array(
                .object(
                    [
                        Field(
                            "vendor_store",
                            .integer(1...HeavyTruckParts.Item.ID.highestStore),
                            required: true
                        )
                    ]
                        + [
                            "contact", "address", "city", "state", "postal_code", "country", "phone_number",
                            "fax_number", "email",
                        ].map { Field($0, .string()) }
                )
            )
        ),
    ]

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("vendor_id", id)
            json.member("company", company)
            json.member("dataset", dataset)
            json.array("stores") { json in for store in stores { store.write(to: &json) } }
        }
    }
}

extension HeavyTruckParts.PartsVendor.Store {
    fileprivate init(_ id: Int, _ object: JSON.Object, of vendor: Int, _ company: String) {
        func text(_ name: String) -> String { object[name]?.string ?? "" }
        self.id = id
        contact = text("contact")
        address = text("address")
        city = text("city")
        state = text("state")
        postalCode = text("postal_code")
        country = text("country")
        phoneNumber = text("phone_number")
        faxNumber = text("fax_number")
        email = text("email")
        json = json(of: vendor, company, .documented)
    }

    /// The `vendor` object of search results, details and feed: without street and country [seed].
    func json(of vendor: Int, _ company: String, _ numbers: HeavyTruckParts.Assumptions.Numbers) -> [UInt8] {
        var json = JSON.Writer()
        json.object { json in
            json.member("company", company)
            json.member("contact", contact)
            json.member("city", city)
            json.member("state", state)
            json.member("postal_code", postalCode)
            json.member("phone_number", phoneNumber)
            json.member("fax_number", faxNumber)
            json.member("email", email)
            json.quoted("vendor_id", vendor, numbers)
            json.quoted("vendor_store", id, numbers)
        }
        return json.bytes
    }

    /// The `vendor` object of `available/vendors`: other fields, other keys, and ids without quotation marks [seed].
    func writeListed(
        of vendor: Int,
        _ company: String,
        _ numbers: HeavyTruckParts.Assumptions.Numbers,
        to json: inout JSON.Writer,
    ) {
        json.object { json in
            json.member("company", company)
            json.member("address", address)
            json.member("state", state)
            json.member("postal_code", postalCode)
            json.member("country", country)
            json.member("phone_number", phoneNumber)
            json.member("email", email)
            json.unquoted("vendor_id", vendor, numbers)
            json.unquoted("vendor_store_id", id, numbers)
        }
    }

    fileprivate func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("vendor_store", id)
            json.member("contact", contact)
            json.member("address", address)
            json.member("city", city)
            json.member("state", state)
            json.member("postal_code", postalCode)
            json.member("country", country)
            json.member("phone_number", phoneNumber)
            json.member("fax_number", faxNumber)
            json.member("email", email)
        }
    }
}
