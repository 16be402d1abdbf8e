import Foundation

/// Why a fixture cannot be embedded: a sentence that names the file.
struct Problem: Error {
    let text: String

    init(_ text: String) { self.text = text }
}

/// One generated source: the fixture it comes from, the file it goes to, and the way between them.
struct Embedded {
    let source: String
    let target: String
    let generate: @Sendable (_ text: String) throws(Problem) -> String

    /// A vendor's default world: `fixtures/default/<key>.json`, as `defaultWorld` of the vendor's module.
    static func world(_ key: String, in vendor: String) -> Self {
        let source = "fixtures/default/\(key).json"
        return Self(source: source, target: Self.path("DefaultWorld", in: vendor)) { text throws(Problem) in
            let json = try compacted(text)
            return header(of: source) + """
                extension \(vendor) {
                    /// The world that serves when nothing else is asked for: strict JSON, a record a line.
                    package static let defaultWorld: StaticString = \(rawLiteral(json))
                }

                """
        }
    }

    /// The table of ZIP codes: `fixtures/<name>.csv`, as `ZIPTable` of the vendor's module.
    static func zipTable(_ name: String, in vendor: String) -> Self {
        let source = "fixtures/\(name).csv"
        return Self(source: source, target: Self.path("ZIPTable", in: vendor)) { text throws(Problem) in
            let table = try ZIPText(csv: text)
            return header(of: source) + table.source(in: vendor)
        }
    }

    private static func path(_ name: String, in vendor: String) -> String {
        "Sources/Vendors/\(vendor)/Generated/\(name).swift"
    }

    /// Whether the target is what the source makes of it.
    func isFresh() throws(Problem) -> Bool {
        guard let text = FileManager.default.contents(atPath: target) else { return false }
        return try text == Data(generated().utf8)
    }

    func write() throws(Problem) {
        let text = try generated()
        let folder = URL(filePath: target).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: target), options: .atomic)
        } catch {
            throw Problem("\(target): cannot be written: \(error.localizedDescription)")
        }
    }

    private func generated() throws(Problem) -> String {
        guard let data = FileManager.default.contents(atPath: source) else {
            throw Problem("\(source): cannot be read; run this in the top folder of the package")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Problem("\(source): is not UTF-8")
        }
        do throws(Problem) {
            return try generate(text)
        } catch {
            throw Problem("\(source): \(error.text)")
        }
    }
}

private func header(of source: String) -> String {
    """
    // swift-format-ignore-file
    // Made from \(source) by `swift run embed`. Change that, not this.


    """
}
