import Engine
import JSON

extension AutoSync.WorkOrderFields {
    /// The row of a list: `writeRow`.
    static let row: [Field] = [
        Field("id", .integer(AutoSync.ids), required: true),
        Field("work_order_number", .string(), required: true),
        Field("status", .oneOf(Status.names), required: true),
        Field("customer", .object(person), required: true),
        Field(
            "vehicle",
            .object([
                Field("id", .integer(AutoSync.ids), required: true),
                Field("year", .nullable(.integer()), required: true),
                Field("make", .nullable(.string()), required: true),
                Field("model", .nullable(.string()), required: true),
            ]),
            required: true
        ),
        Field("subtotal", .number, required: true),
        Field("tax", .number, required: true),
        Field("total", .number, required: true),
        Field("technician", .nullable(.object(person)), required: true),
        Field("created_at", .dateTime, required: true),
    ]

    /// The whole: `writeWhole`.
    static let whole: [Field] =
        row + [
            Field("notes", .nullable(.string()), required: true, source: .inferred),
            Field("jobs", .array(.object(AutoSync.JobFields.shown)), required: true, source: .inferred),
            Field(
                "payments",
                .array(.object(AutoSync.PaymentFields.shown)),
                required: true,
                source: .inferred
            ),
        ]

    private static let person = [
        Field("id", .integer(AutoSync.ids), required: true),
        Field("name", .nullable(.string()), required: true, about: "null for one that is gone"),
    ]
}

/// A work order as replies and events show it, with the names of whom and what it is about.
extension AutoSync.State {
    typealias WorkOrder = AutoSync.WorkOrder

    /// The row of a list [seed].
    func writeRow(_ order: WorkOrder, to json: inout JSON.Writer) {
        json.object { json in writeMembers(order, to: &json) }
    }

    /// The whole, with all jobs and the payment history [seed]; by which names is [inferred].
    func writeWhole(_ order: WorkOrder, to json: inout JSON.Writer) {
        json.object { json in
            writeMembers(order, to: &json)
            json.member("notes", order.fields.notes)
            json.array("jobs") { json in
                for id in jobs.indexes.parent.ids(for: order.id) {
                    if let job = jobs[id] { json.raw(job.json) }
                }
            }
            json.array("payments") { json in
                for id in payments.indexes.parent.ids(for: order.id) {
                    if let payment = payments[id] { json.raw(payment.json) }
                }
            }
        }
    }

    private func writeMembers(_ order: WorkOrder, to json: inout JSON.Writer) {
        let fields = order.fields
        json.member("id", order.id)
        json.member("work_order_number", fields.number)
        json.member("status", fields.status.rawValue)
        writeCustomer(of: fields, to: &json)
        json.object("vehicle") { json in
            let vehicle = vehicles[fields.vehicle]?.fields
            json.member("id", fields.vehicle)
            json.member("year", vehicle?.year)
            json.member("make", vehicle?.make)
            json.member("model", vehicle?.model)
        }
        json.member("subtotal", fields.subtotal)
        json.member("tax", fields.tax)
        json.member("total", fields.total)
        json.key("technician")
        if let technician = fields.technician {
            json.object { json in
                json.member("id", technician)
                json.member("name", employees[technician]?.fields.name)
            }
        } else {
            json.null()
        }
        json.member("created_at", fields.createdAt)
    }

    private func writeCustomer(of order: AutoSync.WorkOrderFields, to json: inout JSON.Writer) {
        json.object("customer") { json in
            json.member("id", order.customer)
            json.member("name", customers[order.customer]?.fields.name)
        }
    }

    /// The row of a list, for events.
    func row(_ order: WorkOrder) -> [UInt8] {
        var json = JSON.Writer()
        writeRow(order, to: &json)
        return json.bytes
    }

    /// The little that `workorder.completed` tells [seed].
    func completion(_ order: WorkOrder) -> [UInt8] {
        var json = JSON.Writer()
        json.object { json in
            json.member("id", order.id)
            json.member("work_order_number", order.fields.number)
            json.member("total", order.fields.total)
            writeCustomer(of: order.fields, to: &json)
        }
        return json.bytes
    }
}
