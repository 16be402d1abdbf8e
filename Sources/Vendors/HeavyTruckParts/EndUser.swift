package import Engine
package import JSON

extension HeavyTruckParts {
    /// A customer of the API user: whom prices, quantities and availability are cut to.
    ///
    /// Source: "End user lookup" [seed]; `default_zip` [seed] as a notion, its name and that of `templates` [inferred].
    package struct EndUser: Record {
        package let id: Int
        /// The dataset whose API users know the customer.
        let dataset: String
        let company: String
        let name: String
        let street: String
        let city: String
        let state: String
        let zip: String
        /// The full name; `countryCode` has the two letters.
        let country: String
        let countryCode: String
        let email: String
        let phone: String
        /// What distances are measured from when a search names no place; empty for none.
        let defaultZip: String
        /// The name of the template assigned for each type.
        var templates: [Template.Kind: String]
    }
}

extension HeavyTruckParts.EndUser {
    package struct Indexes: RowIndexes {
        /// By email, in small letters.
        private(set) var email = Index<String, Int>()
        /// Those who have a template.
        private(set) var associated = Index<Int, Int>()

        package init() {}

        package mutating func insert(_ row: HeavyTruckParts.EndUser) {
            if !row.email.isEmpty { email.insert(row.email.lowercased(), row.id) }
            if !row.templates.isEmpty { associated.insert(row.id, row.id) }
        }

        package mutating func remove(_ row: HeavyTruckParts.EndUser) {
            if !row.email.isEmpty { email.remove(row.email.lowercased(), row.id) }
            if !row.templates.isEmpty { associated.remove(row.id, row.id) }
        }
    }

    package static let model: [Field] = [
        Field("userid", .integer(1...9_999_999_999), required: true),
        Field("dataset", .string(), source: .inferred, about: "heavy_truck where it is not given"),
        Field("company", .string()),
        Field("name", .string()),
        Field("street", .string()),
        Field("city", .string()),
        Field("state", .string()),
        Field("zip", .string()),
        Field("country", .string(), about: "the full name"),
        Field("country_code", .string(), about: "two letters"),
        Field("email", .string()),
        Field("phone", .string()),
        Field(
            "default_zip",
            .string(),
            source: .inferred,
            about: "the origin of distances without a zipcode"
        ),
        Field(
            "templates",
            .object(
                HeavyTruckParts.Template.Kind.allCases.map {
                    Field($0.rawValue, .string(), source: .inferred)
                }
            ),
            source: .inferred,
            about: "the name of the template by type"
        ),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        func text(_ name: String) -> String { object[name]?.string ?? "" }
        guard let id = object["userid"]?.int else {
            throw RecordProblem("must be a whole number", at: ["userid"])
        }
        self.id = id
        dataset = object["dataset"]?.string ?? "heavy_truck"
        company = text("company")
        name = text("name")
        street = text("street")
        city = text("city")
        state = text("state")
        zip = text("zip")
        country = text("country")
        countryCode = text("country_code")
        email = text("email")
        phone = text("phone")
        defaultZip = text("default_zip")
        templates = [:]
        for kind in HeavyTruckParts.Template.Kind.allCases {
            let template = object["templates"]?[kind.rawValue]?.string ?? ""
            if !template.isEmpty { templates[kind] = template }
        }
    }

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("userid", id)
            json.member("dataset", dataset)
            json.member("company", company)
            json.member("name", name)
            json.member("street", street)
            json.member("city", city)
            json.member("state", state)
            json.member("zip", zip)
            json.member("country", country)
            json.member("country_code", countryCode)
            json.member("email", email)
            json.member("phone", phone)
            json.member("default_zip", defaultZip)
            json.key("templates")
            json.object { json in
                for (kind, template) in associations {
                    json.key(kind.rawValue)
                    json.string(template)
                }
            }
        }
    }

    /// The assigned templates in the order of their types.
    var associations: [(kind: HeavyTruckParts.Template.Kind, template: String)] {
        templates.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
