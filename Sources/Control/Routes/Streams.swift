import Engine
import HTTP
import JSON

extension ControlAPI {
    /// The exchanges as they happen, as server-sent events: the number as `id`, the entry as `data`.
    ///
    /// `vendor`, `op` and `status` as in the list. Begins with what comes from now on, or behind the number in `since`
    /// or in the field `Last-Event-ID`, with which a browser takes a stream up again.
    func followJournal(_ call: ControlCall) throws(Refused) -> Delivery {
        let bay = try bayToSetUp(of: call)
        let filter = try filter(of: call)
        var since = call.request.query("since") == nil ? nil : filter.since
        if let text = call.request.field("Last-Event-ID") {
            guard let number = UInt64(text) else {
                throw Refused(
                    400,
                    "bad_field",
                    "Last-Event-ID is the number of an exchange, not '\(text)'",
                    path: "Last-Event-ID"
                )
            }
            since = number
        }
        var response = Response(200, .eventStream)
        response.add("Cache-Control", "no-store")
        var delivery = Delivery(response)
        guard call.request.method != .head else { return delivery }
        let stream = JournalStream(of: bay, filter, since: since)
        guard bay.followers.add(stream) else {
            throw Refused(
                503,
                "too_many_followers",
                "\(Followers.most) follow the journal of '\(bay.name)' already",
                hint: "end those that are done with"
            )
        }
        delivery.stream = stream
        return delivery
    }
}
