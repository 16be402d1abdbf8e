import Engine
import JSON

extension AutoLeap {
    /// A repair order. It is read only; what changes one happens inside AutoLeap [seed].
    ///
    /// Amounts are cents, taken as they are: the documented sample's own sums do not add up. Source: the reply for one
    /// order [public]; items of services and the dates of creation and update are [inferred].
    struct RepairOrder: SheetRow {
        let stored: StoredRow

        enum Ranking: CaseIterable { case created, updated, number, invoiced, finalized }

        /// How `repairOrderStatusId` and the texts of `repairOrderStatus` go together is not documented: an order has
        /// both [inferred].
        static let statusName = "repairOrderStatusId"
        static let hidden = [statusName]

        static let dateNames = ["estimateDate", "approveDate", "invoiceDate", "finalizeDate"]

        var number: Int { sheet["repairOrderNumber"]?.int ?? 0 }
        var isFinalized: Bool { rank(by: .finalized) != nil }

        var facetValues: [(name: StaticString, value: String)] {
            [
                ("locationId", sheet.text("locationId")), ("vehicleId", sheet.text("vehicleId")),
                ("statusId", sheet[RepairOrder.statusName]?.int.map(String.init) ?? ""),
                ("isFinalized", isFinalized ? "true" : "false"),
            ]
        }

        /// The number and the customer's name. A search looks at the vehicle, too, which has texts of its own.
        var searchText: [String] {
            let customer = sheet["customer"]
            let name = [customer?["firstName"]?.string, customer?["lastName"]?.string].compactMap { $0 }
            return [String(number), name.joined(separator: " ").lowercased()]
        }

        /// The key has the company in it, for numbers repeat between companies.
        static func key(_ company: Company.ID, _ number: String) -> String { "\(company)-\(number)" }

        /// Writes it as replies show it.
        func write(to json: inout JSON.Writer, _ unreached: Assumptions.UnreachedDates) {
            guard unreached == .null else { return json.raw(sheet.json) }
            json.object { json in
                for field in RepairOrder.model where !RepairOrder.hidden.contains(field.name) {
                    if let value = sheet[field.name] {
                        json.member(field.name, value)
                    } else if RepairOrder.dateNames.contains(field.name) {
                        json.member(field.name, JSON.Value.null)
                    }
                }
            }
        }
    }
}

extension AutoLeap.RepairOrder {
    static func key(of fields: JSON.Object) -> String {
        key(fields["companyId"]?.string ?? "", fields["repairOrderNumber"]?.number?.text ?? "")
    }

    static func check(_ fields: JSON.Object) throws(RecordProblem) {
        for name in dateNames {
            guard let value = fields[name], !value.isNull else { continue }
            guard Instant(iso8601: value.string ?? "") != nil else {
                throw RecordProblem("must be a date-time (YYYY-MM-DDThh:mm:ssZ)", at: [name])
            }
        }
    }

    func rank(by ranking: Ranking) -> Int64? {
        switch ranking {
        case .created: created.milliseconds
        case .updated: updated.milliseconds
        case .number: Int64(number)
        case .invoiced: Instant(iso8601: sheet.text("invoiceDate"))?.milliseconds
        case .finalized: Instant(iso8601: sheet.text("finalizeDate"))?.milliseconds
        }
    }
}

// MARK: - The model

extension AutoLeap.RepairOrder {
    private static let documented = Source.public("orders/{ronumber}")

    private static func texts(_ names: String...) -> [Field] {
        names.map { Field($0, .string(), source: documented) }
    }

    private static func amounts(_ names: String...) -> [Field] {
        names.map { Field($0, .integer(), source: documented, about: "cents") }
    }

    /// A discount or fee of the whole order: one object under a name in the plural.
    private static let orderLevel = FieldType.nullable(
        .object([
            Field("id", .string(), source: documented), Field("name", .string(), source: documented),
            Field("total", .integer(), source: documented, about: "cents"),
        ])
    )

    private static let people: [Field] = [
        Field(
            "customer",
            .object(texts("id", "firstName", "lastName", "customerType")),
            required: true,
            source: documented,
            about: "named by id, not by customerId"
        ),
        Field("serviceWriter", .object(texts("id", "name", "payrollId")), source: documented),
    ]

    private static let service: [Field] =
        [Field("id", .integer(), required: true, source: documented)]
        + texts("title", "serviceStatus") + [
            Field("authorized", .boolean, source: documented),
            Field("authorizedDate", .nullable(.dateTime), source: documented),
            Field(
                "technician",
                .array(
                    .object(
                        texts("id", "name") + [Field("isPrimaryTech", .boolean, source: documented)]
                            + texts("payrollId")
                    )
                ),
                source: documented,
                about: "several, though the name is in the singular"
            ),
            Field("note", .string(), source: documented),
            Field(
                "items",
                .array(
                    .object(
                        ["itemId", "itemType", "itemName", "itemNumber"].map {
                            Field($0, .string(), source: .inferred)
                        } + [Field("quantity", .number, source: .inferred)]
                            + ["cost", "price", "total"].map {
                                Field($0, .integer(), source: .inferred, about: "cents")
                            }
                            + [Field("taxable", .boolean, source: .inferred)]
                    )
                ),
                source: .inferred
            ),
        ]

    private static let dates = dateNames.map {
        Field($0, .nullable(.dateTime), source: documented, about: "once it has come that far")
    }

    static let model: [Field] =
        [
            Field("repairOrderNumber", .integer(1...Int(Int32.max)), required: true, source: documented),
            Field("companyId", .string(), required: true, source: documented),
            Field("locationId", .string(), required: true, source: documented),
            Field(statusName, .integer(1...7), required: true, source: .inferred, about: "not shown"),
            Field("repairOrderStatus", .string(), required: true, source: documented),
        ]
        + texts("workflowStatus", "paymentStatus") + people
        + texts("shopNotes", "recommendationsForCustomer", "vehicleId")
        + [
            Field("milesIn", .integer(), source: documented),
            Field("milesOut", .nullable(.integer()), source: documented),
        ]
        + dates + texts("invoicedBy", "finalizeBy", "finalizeType")
        + amounts("laborSales", "partsSales", "tiresSales", "subletSales", "otherSales")
        + amounts("laborCost", "partsCost", "tiresCost", "subletCost", "otherCost")
        + amounts("tireStorageTotal", "tireStorageCost")
        + amounts("serviceFeesTotal", "serviceFeesCost", "serviceDiscountsTotal")
        + [
            Field("orderLevelDiscounts", orderLevel, source: documented),
            Field("orderLevelFees", orderLevel, source: documented),
        ]
        + amounts("taxes", "taxableAmount", "nonTaxableAmount")
        + amounts("amountPaid", "totalSales", "totalCost", "passthroughTax")
        + [Field("taxRate", .number, source: documented, about: "a fraction: 0.035")]
        + texts("taxCode", "invoiceNumber")
        + [
            Field("services", .array(.object(service)), source: documented),
            Field("createdDate", .dateTime, required: true, source: .inferred),
            Field("updatedDate", .dateTime, source: .inferred),
        ]
}
