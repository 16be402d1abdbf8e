import Engine
import JSON

extension AutoLeap {
    /// A customer of a company.
    ///
    /// Source: the bodies of creating and updating [public]; how one looks in replies is [inferred].
    struct Customer: Archivable {
        let stored: StoredRow

        typealias Ranking = Dates

        static let title = "Customer"
        static let collection = "customers"
        static let statusName = "customerStatus"
        static var table: any WritableKeyPath<State, Table<Customer>> & Sendable { \.customers }

        /// What a customer is called that was given no name to display [inferred].
        static let derivedName = "displayName"
        static func name(of fields: JSON.Object) -> String {
            [fields["firstName"], fields["lastName"]].compactMap { $0?.string }.joined(separator: " ")
        }

        var facetValues: [(name: StaticString, value: String)] {
            [
                ("locationId", sheet.text("preferredLocationID")),
                ("customerType", sheet.text("customerType")),
            ]
        }

        /// The name, emails and phone numbers in lower case: what a search looks at.
        var searchText: [String] {
            let phones = (sheet["phones"]?.array ?? []).compactMap { $0["number"]?.string }
            let emails = (sheet["emails"]?.array ?? []).compactMap { $0["emailAddress"]?.string }
            let names = [
                sheet.text("displayName"), "\(sheet.text("firstName")) \(sheet.text("lastName"))",
                sheet.text("companyName"),
            ]
            return (names + phones + emails).map { $0.lowercased() }
        }
    }
}

extension AutoLeap.Customer {
    /// What a client may write, the names aside.
    private static let optional: [Field] = [
        Field("companyName", .nullable(.string()), source: posted),
        Field(
            "phones",
            .nullable(
                .array(
                    .object([
                        Field("number", .string(), source: posted),
                        Field("label", .string(), source: posted),
                        Field("type", .oneOf(["mobile", "landline"]), source: posted),
                        Field("primary", .boolean, source: posted),
                        Field("active", .boolean, source: posted),
                    ])
                )
            ),
            source: posted
        ),
        Field(
            "emails",
            .nullable(
                .array(
                    .object([
                        Field("emailAddress", .string(), source: posted),
                        Field("label", .string(), source: posted),
                        Field("primary", .boolean, source: posted),
                        Field("active", .boolean, source: posted),
                    ])
                )
            ),
            source: posted
        ),
        Field("communicationPreference", .nullable(.oneOf(["mobile", "email"])), source: posted),
        Field("notes", .nullable(.string()), source: posted),
        Field("mainAddress", .nullable(.object(address)), source: posted),
        Field("secondaryAddress", .nullable(.object(address)), source: .public("customers/put")),
        Field("taxExempt", .nullable(.boolean), source: posted),
        Field(
            "reasonForTaxExempt",
            .nullable(.string()),
            source: .public("customers/put"),
            about: "one of a list that is not known to its end: any text"
        ),
        Field("tags", .nullable(.array(.object(AutoLeap.tag))), source: posted),
        Field("chargeAccount", .nullable(.boolean), source: posted),
        Field("okForMarketing", .nullable(.boolean), source: posted),
        Field("preferredLocationID", .nullable(.string()), source: posted, about: "with a capital ID"),
        Field("languagePreference", .nullable(.string()), source: posted),
    ]

    private static let posted = Source.public("customers/post")

    private static let address = ["address", "city", "state", "zip", "country"].map {
        Field($0, .string(), source: posted)
    }

    /// Sent as `Regular` in the sample: capitals do not matter [inferred], so that the declaration takes any text.
    private static let type = Field(
        "customerType",
        .nullable(.string()),
        source: posted,
        about: "regular or fleet, in capitals or not; stored in lower case"
    )

    static let types = ["regular", "fleet"]

    private static let displayName = Field(
        "displayName",
        .nullable(.string()),
        source: posted,
        about: "first and last name unless said"
    )

    static let created: [Field] =
        [
            type,
            Field("firstName", .string(), required: true, source: posted),
            Field("lastName", .string(), required: true, source: posted),
            displayName,
        ] + optional

    static let updated: [Field] =
        [
            Field("customerId", .string(), required: true, source: .public("customers/put")),
            type,
            Field("firstName", .string(), source: .public("customers/put")),
            Field("lastName", .string(), source: .public("customers/put")),
            displayName,
        ] + optional

    static let model: [Field] =
        [
            Field("customerId", .string(), required: true, source: .public("customers/put")),
            Field("companyId", .string(), required: true, source: .inferred),
        ] + created + [
            Field("customerStatus", .oneOf(["Active", "Inactive"]), source: .inferred),
            Field("createdDate", .dateTime, required: true, source: .inferred),
            Field("updatedDate", .dateTime, source: .inferred),
        ]

    static func key(of fields: JSON.Object) -> String { fields["customerId"]?.string ?? "" }
}

extension AutoLeap {
    /// A tag of a customer or a vehicle; the color is hexadecimal, without `#` [public].
    static let tag = [
        Field("name", .string(), source: .public("customers/post")),
        Field("color", .string(), source: .public("customers/post")),
    ]
}
