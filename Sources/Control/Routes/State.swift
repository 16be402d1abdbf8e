import Engine
import HTTP
import JSON

/// What a bay's vendors remember.
extension ControlAPI {
    static let stateRoutes = [
        ControlRoute(
            .get,
            "/bays/{bay}/state/{vendor}/{collection}",
            query: ["offset", "limit"],
            ControlAPI.listRecords
        ),
        ControlRoute(.get, "/bays/{bay}/state/{vendor}/{collection}/{id}", ControlAPI.showRecord),
    ]

    /// How many records a page has unless it is told otherwise, and at most.
    private static let pageSize = 50
    private static let largestPage = 1000

    /// A page of a collection, by key: `{"vendor", "collection", "total", "offset", "limit", "records"}`.
    func listRecords(_ call: ControlCall) throws(Refused) -> Response {
        let offset = try call.number("offset", in: 0...Int.max) ?? 0
        let limit = try call.number("limit", in: 1...ControlAPI.largestPage) ?? ControlAPI.pageSize
        let (world, collection) = try collection(of: call)
        var records = JSON.Writer()
        records.array { records in world.write(collection.name, offset: offset, limit: limit, to: &records) }
        return .json { json in
            json.object { json in
                json.member("vendor", call.path("vendor"))
                json.member("collection", collection.name)
                json.member("total", world.count(of: collection.name) ?? 0)
                json.member("offset", offset)
                json.member("limit", limit)
                json.key("records")
                json.raw(ControlAPI.shown(records.bytes, of: collection))
            }
        }
    }

    /// One record, every field under its wire name.
    func showRecord(_ call: ControlCall) throws(Refused) -> Response {
        let bay = try bay(of: call)
        let (vendor, collection) = try collectionNamed(by: call)
        let place = StatePlace(bay: bay, vendor: vendor, key: call.path("vendor"), collection: collection)
        return try bay.withContents { contents throws(Refused) in
            let key = place.key(call.path("id"), in: contents)
            guard place.value(key, in: contents) != nil else { throw place.unknown(call.path("id")) }
            return place.show(key, 200, in: contents)
        }
    }

    /// Records as they may be shown: credentials by their fingerprints.
    static func shown(_ records: [UInt8], of collection: CollectionListing) -> [UInt8] {
        var json = JSON.Writer(reserving: records.count)
        Secrets(ofRecordsWith: collection.fields).write(body: records, to: &json)
        return json.bytes
    }

    /// The world and the collection that the path names. The world is a copy, which costs nothing, and
    /// leaves the bay free while it is written out.
    private func collection(of call: ControlCall) throws(Refused) -> (any MountedWorld, CollectionListing) {
        let bay = try bay(of: call)
        let (vendor, collection) = try collectionNamed(by: call)
        return (bay.withContents { $0.worlds[vendor] }, collection)
    }

    /// Where the vendor stands that the path names, and its collection.
    func collectionNamed(by call: ControlCall) throws(Refused) -> (Int, CollectionListing) {
        let keys = bays.mounts.map(\.facts.key)
        guard let vendor = keys.firstIndex(of: call.path("vendor")) else {
            throw .unknown("vendor", call.path("vendor"), among: keys, status: 404, path: "vendor")
        }
        let collections = bays.mounts[vendor].collections
        guard let collection = collections.first(where: { $0.name == call.path("collection") }) else {
            throw .unknown(
                "collection",
                call.path("collection"),
                among: collections.map(\.name),
                status: 404,
                path: "collection"
            )
        }
        return (vendor, collection)
    }
}
