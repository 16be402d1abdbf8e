import Mockbay
import Support

extension Mockbay.HTP {
    var port: UInt16 { Mockbay.port(in: url) }

    /// The path of a call, with the bay that the base URL leads into.
    func path(_ path: String) -> String {
        url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3).map { "/\($0)" }.joined()
            + path
    }

    /// A request as it goes over the wire. The credentials are those of `default`.
    func request(_ method: String, _ path: String, _ body: String = "") -> String {
        """
        \(method) \(self.path(path)) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic ZGVtbzpkZW1v\r\n\
        Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)
        """
    }

    /// The request and its reply, on a connection of their own.
    func call(_ method: String, _ path: String, _ body: String = "") -> RawResponse? {
        RawClient(port).exchange(request(method, path, body))
    }

    static let item = "101-1-500001"

    func details() -> RawResponse? { call("GET", "/inventory/details/101/1/500001") }

    /// Sells one piece of the item.
    @discardableResult
    func sell(_ order: String = "PO-1") -> Int? {
        let line = #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "price": "1.00"}"#
        return call("POST", "/sale/create", #"{"po_number": "\#(order)", "line_items": [\#(line)]}"#)?.status
    }
}

extension Mockbay {
    static func port(in url: String) -> UInt16 {
        UInt16(url.split(separator: ":")[2].prefix { $0 != "/" }) ?? 0
    }
}

extension Mockbay.Bay {
    /// How many pieces of the item there are.
    func stock() throws -> Mockbay.Value { try record("htp.items/\(Mockbay.HTP.item)")["available_quantity"] }
}
