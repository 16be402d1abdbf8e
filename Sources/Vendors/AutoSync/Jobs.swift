import Engine
import HTTP
import JSON

extension AutoSync {
    /// The jobs of a work order: look at all, add one. There is no call that changes one [seed].
    ///
    /// Source: "Jobs" [seed]; the shape of line items and all replies are [inferred].
    enum Jobs {
        static let routes: [Route<AutoSync>] = [
            Route(
                Operation(
                    "autosync.jobs.list",
                    [.init(.get, "/v1/shops/{shop_id}/workorders/{wo_id}/jobs")],
                    about: "The jobs of a work order by id, with their line items.",
                    path: pathIDs,
                    query: Page.parameters,
                    outcomes: Outcomes.list,
                    reply: Page.reply(of: JobFields.shown),
                    paging: Page.contract
                ),
                needs: .workOrdersRead,
                listJobs
            ),
            Route(
                Operation(
                    "autosync.jobs.create",
                    [.init(.post, "/v1/shops/{shop_id}/workorders/{wo_id}/jobs")],
                    about:
                        "Adds a job, which changes the amounts of the work order and announces workorder.updated.",
                    path: pathIDs,
                    body: JobFields.body,
                    outcomes: Outcomes.create,
                    reply: envelope(JobFields.shown)
                ),
                needs: .workOrdersWrite,
                createJob
            ),
        ]

        static func listJobs(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let id = try call.id("wo_id")
            let page = try Page(call, in: world)
            guard world.state.workOrders.row(id, in: try call.shop()) != nil else {
                throw .notFound("Work order")
            }
            let jobs = world.state.jobs
            return listReply(page, in: world) { json in
                let ids = jobs.indexes.parent.ids(for: id)
                for id in ids.page(offset: page.start(among: ids.count), limit: page.size) {
                    if let job = jobs[id] { json.raw(job.json) }
                }
                return ids.count
            }
        }

        static func createJob(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let id = try call.id("wo_id")
            let body = try Body(call)
            let shop = try call.shop()
            let name = try body.name("name", else: "")
            let firstLine = world.state.highestLineItem + 1
            let lines = try lineItems(body, from: firstLine, in: shop, of: world.state)
            guard let fields = JobFields(workOrder: id, name: name, lineItems: lines) else { throw tooMuch }
            guard let order = world.state.workOrders.row(id, in: shop) else { throw .notFound("Work order") }
            let rate = world.state.shops[shop]?.taxRate ?? Shop.defaultTaxRate
            let subtotal = order.fields.subtotal + fields.subtotal
            guard let total = order.fields.with(subtotal: subtotal, taxRate: rate) else { throw tooMuch }
            let job = world.state.jobs.add(fields, in: shop)
            world.state.lastLineItem = firstLine + lines.count - 1
            let changed = world.state.workOrders.change(order, to: total)
            world.announce(.workOrderUpdated, shop: shop, world.state.row(changed))
            return reply(201, in: world, job)
        }

        private static let tooMuch = Failure.wrong(
            "line_items",
            "amounts that add up to at most \(Money.highest)"
        )

        private static func lineItems(
            _ body: Body,
            from first: Int,
            in shop: Int,
            of state: State,
        ) throws(Failure) -> [LineItem] {
            guard let list = body.node["line_items"] else { return [] }
            var lines: [LineItem] = []
            for (index, element) in list.elements.enumerated() {
                let path = "line_items[\(index)]"
                do throws(LineItem.Wrong) {
                    let object = element.value.object ?? JSON.Object()
                    lines.append(try LineItem(object, id: first + index))
                } catch {
                    throw .wrong("\(path).\(error.field)", error.wanted)
                }
                if let part = lines[index].part, state.parts.row(part, in: shop) == nil {
                    throw .unknown("\(path).part_id", "part")
                }
            }
            return lines
        }
    }
}

extension AutoSync.State {
    /// The highest id that a line item has; 0 where there is none.
    var highestLineItem: Int {
        lastLineItem
            ?? jobs.reduce(0) { highest, job in
                job.fields.lineItems.reduce(highest) { max($0, $1.id) }
            }
    }
}
