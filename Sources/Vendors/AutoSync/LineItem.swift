import Engine
import JSON

extension AutoSync {
    /// A line of a job: so many hours or pieces at a price.
    ///
    /// Source: that jobs group line items [seed]; all names are [inferred]. Members of other names are kept as they came.
    struct LineItem: Sendable {
        let id: Int
        let kind: Kind
        let description: String?
        let quantity: Quantity
        let unitPrice: Money
        let total: Money
        let part: Int?
        let others: JSON.Object

        enum Kind: String, Sendable, CaseIterable {
            case labor, part, fee
        }

        /// What is not as it should be.
        struct Wrong: Error {
            let field: String
            let wanted: String
        }

        /// Hours or pieces of one line.
        static let highestQuantity = 1_000_000

        static let body: [Field] = [
            Field(
                "type",
                .oneOf(Kind.allCases.map(\.rawValue)),
                source: .inferred,
                about: "part where there is a part_id, else labor"
            ),
            Field("description", .nullable(.string()), source: .inferred),
            Field("quantity", .number, source: .inferred, about: "1 where it is not given"),
            Field("unit_price", .number, source: .inferred, about: "0 where it is not given"),
            Field("part_id", .nullable(.integer()), source: .inferred),
        ]

        /// - Parameter id: overrules what the object says, as the total is always reckoned here.
        init(_ object: JSON.Object, id: Int) throws(Wrong) {
            self.id = id
            part = object["part_id"]?.int
            kind = object.text("type").flatMap(Kind.init) ?? (part == nil ? .labor : .part)
            description = object.text("description")
            if let number = object["quantity"]?.number {
                guard let quantity = Quantity(number, limit: Self.highestQuantity) else {
                    throw Wrong(
                        field: "quantity",
                        wanted: "from 0 to \(Self.highestQuantity), with at most four decimals"
                    )
                }
                self.quantity = quantity
            } else {
                quantity = .one
            }
            if let number = object["unit_price"]?.number {
                guard let price = Money(number) else {
                    throw Wrong(field: "unit_price", wanted: "an amount from 0 to \(Money.highest)")
                }
                unitPrice = price
            } else {
                unitPrice = .zero
            }
            guard let total = unitPrice.times(quantity) else {
                throw Wrong(field: "quantity", wanted: "less at that price: the total is too high")
            }
            self.total = total
            var others = object
            for name in ["id", "type", "description", "quantity", "unit_price", "total", "part_id"] {
                others[name] = nil
            }
            self.others = others
        }
    }
}

extension AutoSync.LineItem: JSON.Writable {
    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("id", id)
            json.member("type", kind.rawValue)
            json.member("description", description)
            json.member("quantity", quantity)
            json.member("unit_price", unitPrice)
            json.member("total", total)
            if let part { json.member("part_id", part) }
            for (name, value) in others { json.member(name, value) }
        }
    }
}
