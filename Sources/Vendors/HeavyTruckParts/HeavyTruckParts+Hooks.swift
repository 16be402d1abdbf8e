package import Engine
package import HTTP
package import JSON

extension HeavyTruckParts {
    /// An error of the catalogue on request. A sale code marks every line of the cart, and the answer is 200 as ever.
    package static func forcedReply(
        _ entry: CatalogueEntry<Failure>,
        to call: VendorCall<Self>,
        in world: VendorWorld<Self>,
    ) -> Response {
        guard let error = Sale.LineError(rawValue: entry.name) else {
            return response(to: entry.failure, for: call.caller, in: world)
        }
        guard call.route.operation.name == "htp.sale.create" else {
            return MockbayProblem(
                400,
                "error_of_another_operation",
                "\(entry.name) is an error of htp.sale.create, not of \(call.route.operation.name)"
            ).response
        }
        do throws(Failure) {
            return try Sales.forcedReply(error, to: call, in: world)
        } catch {
            return response(to: error, for: call.caller, in: world)
        }
    }

    package static func expand(
        shortForm with: JSON.Object,
        of operation: String,
        in world: VendorWorld<Self>,
    ) -> JSON.Value? {
        operation == "htp.sale.create" ? Sales.expand(shortForm: with, in: world) : nil
    }
}

extension Check<HeavyTruckParts> {
    /// Does what became due since the last call: see `Sales.settle`.
    static var documents: Self {
        Check("documents") { (_, world) throws(HeavyTruckParts.Failure) in
            HeavyTruckParts.Sales.settle(&world)
        }
    }
}
