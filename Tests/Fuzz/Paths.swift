import Engine
import HTTP

/// The routers of all vendors take the operations that a plain comparison of segments takes, and captures decode;
/// escapes decode as a second decoder has it, and come back; forms hold what was put into them.
func check(_ bytes: [UInt8]) {
    checkEscapes(bytes)
    var target = bytes
    if target.first != UInt8(ascii: "/") { target.insert(UInt8(ascii: "/"), at: 0) }
    for method in ["GET", "POST", "DELETE"] {
        let head = Array("\(method) ".utf8) + target + Array(" HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        var request = Request()
        guard case .head? = try? RequestParser().parse(head.span, into: &request) else { return }
        for vendor in vendors { checkRoute(request, vendor) }
    }
}

private struct Contract: Sendable {
    let router: Router
    let bindings: [(operation: Int, method: HTTP.Method, segments: [[UInt8]])]
    let collapsesSlashes: Bool

    init(_ mount: any Mounted) {
        router = mount.router
        collapsesSlashes = mount.facts.key == "autoleap"
        bindings = mount.operations.enumerated().flatMap { index, operation in
            operation.bindings.map { (index, $0.method, parts(of: Array($0.path.utf8)[...])) }
        }
    }
}

private let vendors = FullHouse.mounts.map(Contract.init)

/// What stands between the slashes.
private func parts(of path: ArraySlice<UInt8>) -> [[UInt8]] {
    path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Array.init)
}

private func checkRoute(_ request: Request, _ vendor: Contract) {
    var path = parts(of: request.head[request.path.range])
    if vendor.collapsesSlashes {
        // The last one is what stands behind a slash at the end.
        path = path.dropLast().filter { !$0.isEmpty } + path.suffix(1)
    }
    let fitting = vendor.bindings.filter { binding in
        binding.segments.count == path.count && zip(binding.segments, path).allSatisfy(fits)
    }
    switch vendor.router.match(request.method, request.path, in: request.head) {
    case .notFound:
        claim(fitting.isEmpty, "a path was not found that is there")
    case .methodNotAllowed:
        claim(!fitting.isEmpty, "a path was found that is not there")
    case .operation(let operation, let captures):
        claim(
            fitting.contains { $0.operation == operation && $0.method == request.method },
            "another operation was found"
        )
        for index in 0..<captures.count {
            let capture = captures[index]
            claim(!capture.isEmpty && capture.end <= request.path.end, "a capture outside of the path")
            claim(request.decoded(capture) != nil, "a capture does not decode")
        }
    }
}

private func fits(_ pattern: [UInt8], _ segment: [UInt8]) -> Bool {
    if pattern.first == UInt8(ascii: "{") { return !segment.isEmpty }
    return pattern == segment || plainlyDecoded(segment) == pattern
}

private func checkEscapes(_ bytes: [UInt8]) {
    let plain = plainlyDecoded(bytes).flatMap { String(validating: $0, as: UTF8.self) }
    let decoded = Percent.decode(bytes)
    claim(decoded.map { Array($0.utf8) } == plain.map { Array($0.utf8) }, "escapes decode differently")
    let text = String(decoding: bytes, as: UTF8.self)
    claim(Percent.decode(Percent.encode(text).utf8) == text, "what is encoded does not come back")
    let pair = Percent.encode(text)
    let form = Form(Array("\(pair)=\(pair)&x=1".utf8))
    claim(form?.fields.first.map { $0.name == text && $0.value == text } ?? false, "a form lost a field")
    if let fields = Form(bytes)?.object { claim(fields.count <= bytes.count, "fields out of nothing") }
}

/// By cutting at the signs.
private func plainlyDecoded(_ bytes: [UInt8]) -> [UInt8]? {
    let pieces = bytes.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
    var result = Array(pieces.first ?? [])
    for piece in pieces.dropFirst() {
        let digits = String(decoding: piece.prefix(2), as: UTF8.self)
        guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let byte = UInt8(digits, radix: 16)
        else {
            return nil
        }
        result.append(byte)
        result += piece.dropFirst(2)
    }
    return result
}
