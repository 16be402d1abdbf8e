import Engine
import HTTP
import JSON
import Synchronization

/// A search by keywords finds what its grammar says, as a second reader of it has it, which joins what single words find.
func check(_ bytes: [UInt8]) {
    guard bytes.count <= 200, let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
        return
    }
    var reader = Reader()
    reader.read(Array(text.lowercased().utf8))
    // Further words are passed over.
    guard reader.words <= 64 else { return }
    let wanted = reader.found ?? items(with: "")
    let found = number(of: text)
    claim(found == wanted.count, "'\(text)' finds \(found) items, not \(wanted.count)")
}

/// Reads from left to right with a stack of what is open, and joins sets as it goes.
private struct Reader {
    private struct Query {
        /// What is joined already; `nil` while no word was asked for.
        var all: Set<String>?
        /// What pipes hold together so far.
        var any: Set<String>?
        var awaitsAlternative = false

        mutating func take(_ operand: Set<String>?) {
            if !awaitsAlternative { close() }
            awaitsAlternative = false
            guard let operand else { return }
            any = any?.union(operand) ?? operand
        }

        mutating func close() {
            if let any { all = all?.intersection(any) ?? any }
            any = nil
            awaitsAlternative = false
        }
    }

    private var open = [Query()]
    private(set) var words = 0

    var found: Set<String>? { open.first?.all }

    mutating func read(_ text: [UInt8]) {
        var atom: [UInt8] = []
        for byte in text + [0x20] {
            let isBlank = byte == 0x20 || (0x09...0x0D).contains(byte)
            let isSign = "()|".utf8.contains(byte)
            guard isBlank || isSign else {
                atom.append(byte)
                continue
            }
            if !atom.isEmpty { open[open.count - 1].take(words(of: atom)) }
            atom = []
            if isSign { read(sign: byte) }
        }
        while open.count > 1 { closeLast() }
        open[0].close()
    }

    private mutating func read(sign: UInt8) {
        switch sign {
        case UInt8(ascii: "|"):
            open[open.count - 1].awaitsAlternative = true
        case UInt8(ascii: "("):
            // Seventeen deep is one too many.
            if open.count <= 16 { open.append(Query()) } else { open[open.count - 1].take(nil) }
        default:
            if open.count > 1 { closeLast() } else { open[0].close() }
        }
    }

    private mutating func closeLast() {
        var last = open.removeLast()
        last.close()
        open[open.count - 1].take(last.all)
    }

    private mutating func words(of atom: [UInt8]) -> Set<String>? {
        let words = atom.split { byte in
            byte < 0x80 && !(0x30...0x39).contains(byte) && !(0x61...0x7A).contains(byte | 0x20)
        }
        self.words += words.count
        return words.reduce(nil) { (found: Set<String>?, word) in
            let items = items(with: String(decoding: word, as: UTF8.self))
            return found?.intersection(items) ?? items
        }
    }
}

private let dispatcher = Dispatcher(
    bays: Bays(mounts: FullHouse.mounts, base: FullHouse.start),
    surfaces: [.vendor(2)],
    control: NoControl()
)

private struct NoControl: ControlSurface {
    func respond(to request: Request, path: Slice) -> Delivery { Delivery(Response(404)) }
}

private func search(_ keywords: String, size: String) -> JSON.Document {
    let target = "/inventory/search/*/*/*?result_size=\(size)&keywords=\(Percent.encode(keywords))"
    let request = Request(.get, target, fields: [("Authorization", "Basic ZGVtbzpkZW1v")])
    let response = dispatcher.respond(to: request, on: Listener(0)).response
    guard response.status == 200, let document = try? JSON.Document(response.body) else {
        preconditionFailure("no search result: \(response)")
    }
    return document
}

private func number(of keywords: String) -> Int {
    search(keywords, size: "1").root["total_results" as StaticString]?.int ?? -1
}

/// The items that one word finds, or all for none, by their vendors' ids.
private func items(with word: String) -> Set<String> {
    known.withLock { known in
        if let items = known[word] { return items }
        var items: Set<String> = []
        if let results = search(word, size: "all").root["results" as StaticString] {
            for item in results.elements {
                let vendor = item["vendor" as StaticString]
                let parts = [
                    vendor?["vendor_id" as StaticString], vendor?["vendor_store" as StaticString],
                    item["vendor_inventory_id" as StaticString],
                ]
                items.insert(parts.map { $0?.string ?? "" }.joined(separator: "-"))
            }
        }
        if known.count > 10_000 { known = [:] }
        known[word] = items
        return items
    }
}

private let known = Mutex<[String: Set<String>]>([:])
