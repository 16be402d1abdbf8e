package import Engine
package import JSON

extension AutoSync {
    package typealias Customer = ShopRow<CustomerFields>

    /// A customer of a shop.
    ///
    /// Source: the body of Create Customer [seed]; that replies show the same fields, with `null` for what is not known,
    /// is [inferred].
    package struct CustomerFields: ShopFields {
        var firstName: String
        var lastName: String
        var email: String?
        var phone: String?
        var isBusiness = false
        var address: Address?
        let createdAt: Instant

        struct Address: Sendable, Hashable {
            var street: String?
            var city: String?
            var state: String?
            var zip: String?
        }

        /// First and last name in one.
        var name: String {
            if firstName.isEmpty || lastName.isEmpty { return firstName + lastName }
            return firstName + " " + lastName
        }
    }
}

extension AutoSync.CustomerFields {
    /// What a body may have; an update names only what changes.
    static func body(isUpdate: Bool) -> [Field] {
        [
            Field("first_name", .string(), required: !isUpdate),
            Field("last_name", .string(), required: !isUpdate),
            Field("email", .nullable(.string())),
            Field("phone", .nullable(.string())),
            Field("is_business", .boolean),
            Field(
                "address",
                .nullable(
                    .object(["street", "city", "state", "zip"].map { Field($0, .nullable(.string())) })
                )
            ),
        ]
    }

    package static let model: [Field] =
        body(isUpdate: false) + [Field("created_at", .dateTime, source: .inferred)]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        firstName = object.text("first_name") ?? ""
        lastName = object.text("last_name") ?? ""
        email = object.text("email")
        phone = object.text("phone")
        isBusiness = object["is_business"]?.bool ?? false
        if let parts = object["address"]?.object {
            address = Address(
                street: parts.text("street"),
                city: parts.text("city"),
                state: parts.text("state"),
                zip: parts.text("zip")
            )
        }
        createdAt = try object.creationTime()
    }

    package func write(to json: inout JSON.Writer) {
        json.member("first_name", firstName)
        json.member("last_name", lastName)
        json.member("email", email)
        json.member("phone", phone)
        json.member("is_business", isBusiness)
        json.key("address")
        if let address {
            json.object { json in
                json.member("street", address.street)
                json.member("city", address.city)
                json.member("state", address.state)
                json.member("zip", address.zip)
            }
        } else {
            json.null()
        }
        json.member("created_at", createdAt)
    }

    package var mention: [UInt8] { Self.members { $0.member("name", name) } }

    /// Takes from a body what it names. Of an address, too, only the named parts change [inferred].
    mutating func take(_ body: AutoSync.Body) throws(AutoSync.Failure) {
        firstName = try body.name("first_name", else: firstName)
        lastName = try body.name("last_name", else: lastName)
        email = body.text("email", else: email)
        phone = body.text("phone", else: phone)
        isBusiness = body.node["is_business"].map { $0.bool ?? false } ?? isBusiness
        guard let change = body.node["address"] else { return }
        guard !change.isNull else {
            address = nil
            return
        }
        let parts = AutoSync.Body(change)
        address = Address(
            street: parts.text("street", else: address?.street),
            city: parts.text("city", else: address?.city),
            state: parts.text("state", else: address?.state),
            zip: parts.text("zip", else: address?.zip)
        )
    }
}

extension AutoSync.CustomerFields {
    package func facets(of shop: Int) -> [Facet] { [Facet(shop, "is_business", isBusiness ? 1 : 0)] }

    package static let searchedTexts = 1

    /// Name, email and phone.
    package var searched: [[UInt8]] {
        var haystack = AutoSync.Haystack()
        haystack.add(name)
        haystack.add(email)
        haystack.add(phone: phone)
        return [haystack.bytes]
    }

    package var listedTime: Instant? { createdAt }
}
