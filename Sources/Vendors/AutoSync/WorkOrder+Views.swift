import Engine
import HTTP
package import JSON

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

extension AutoSync.WorkOrderFields {
    /// The row of a list [seed]. Blanks: what is shown of customer, vehicle and technician, and what else the whole has.
    package func writeShown(to json: inout JSON.Writer, blanks: inout [Range<Int>]) {
        func blank(_ json: JSON.Writer) { blanks.append(json.bytes.count..<json.bytes.count) }
        /// Somebody or something by id, to be mentioned.
        func write(_ id: Int, to json: inout JSON.Writer) {
            json.object { json in
                json.member("id", id)
                json.fragment(",")
                blank(json)
            }
        }
        json.member("work_order_number", number)
        json.member("status", status.rawValue)
        json.key("customer")
        write(customer, to: &json)
        json.key("vehicle")
        write(vehicle, to: &json)
        json.member("subtotal", subtotal)
        json.member("tax", tax)
        json.member("total", total)
        json.key("technician")
        if let technician {
            write(technician, to: &json)
        } else {
            json.null()
            blank(json)
        }
        json.member("created_at", createdAt)
        blank(json)
    }

    /// What is mentioned of customers and technicians, or of vehicles, that are gone.
    static let noName = Array("\"name\":null".utf8)
    static let noVehicle = Array("\"year\":null,\"make\":null,\"model\":null".utf8)
}

/// A work order as replies and events show it, with the names of whom and what it is about.
extension AutoSync.State {
    typealias WorkOrder = AutoSync.WorkOrder

    /// The row of a list.
    func writeRow(_ order: WorkOrder, to json: inout JSON.Writer) { write(order, [], to: &json) }

    /// The whole, with all jobs and the payment history [seed]; by which names is [inferred].
    func writeWhole(_ order: WorkOrder, to json: inout JSON.Writer) {
        var more = JSON.Writer()
        more.fragment(",")
        more.member("notes", order.fields.notes)
        more.array("jobs") { json in
            for id in jobs.indexes.parent.ids(for: order.id) {
                if let job = jobs[id] { json.raw(job.json) }
            }
        }
        more.array("payments") { json in
            for id in payments.indexes.parent.ids(for: order.id) {
                if let payment = payments[id] { json.raw(payment.json) }
            }
        }
        write(order, more.bytes, to: &json)
    }

    /// - Parameter more: the members that follow those of a row.
    private func write(_ order: WorkOrder, _ more: [UInt8], to json: inout JSON.Writer) {
        typealias Fields = AutoSync.WorkOrderFields
        let stencil = order.stencil
        let customer = customers[order.fields.customer]?.mention ?? Fields.noName
        let vehicle = vehicles[order.fields.vehicle]?.mention ?? Fields.noVehicle
        let technician = order.fields.technician.map { employees[$0]?.mention ?? Fields.noName } ?? []
        let count = stencil.count + customer.count + vehicle.count + technician.count + more.count
        json.raw(count) { output in
            stencil.copy(0, to: &output)
            output.append(copying: customer)
            stencil.copy(1, to: &output)
            output.append(copying: vehicle)
            stencil.copy(2, to: &output)
            output.append(copying: technician)
            stencil.copy(3, to: &output)
            output.append(copying: more)
            stencil.copy(4, to: &output)
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
            json.object("customer") { json in
                json.member("id", order.fields.customer)
                json.member("name", customers[order.fields.customer]?.fields.name)
            }
        }
        return json.bytes
    }
}
