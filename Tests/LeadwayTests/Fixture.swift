import Foundation

/// A file of `fixtures/`, read from the source tree.
enum Fixture {
    static func data(_ path: String) throws -> Data {
        let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try Data(contentsOf: top.appending(path: "fixtures/\(path)"))
    }

    static func text(_ path: String) throws -> String {
        try String(decoding: data(path), as: UTF8.self)
    }
}
