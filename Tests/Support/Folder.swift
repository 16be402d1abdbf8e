import Glibc

/// A folder of its own for a test, gone with all that is in it.
package final class Folder {
    package let path: String

    package init() throws {
        var template = Array("/tmp/mockbay-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(what: "no folder for the test") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Folder.remove(path) }

    private struct Failure: Error {
        let what: String
    }

    private static func remove(_ folder: String) {
        guard let stream = opendir(folder) else { return }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
            )
        }
        closedir(stream)
        for name in names where name != "." && name != ".." {
            if unlink("\(folder)/\(name)") != 0 { remove("\(folder)/\(name)") }
        }
        rmdir(folder)
    }

    /// Writes a file.
    /// - Returns: its path.
    @discardableResult
    package func put(_ name: String, _ text: String) throws -> String {
        let path = "\(path)/\(name)"
        guard let file = fopen(path, "w") else { throw Failure(what: path) }
        let bytes = Array(text.utf8)
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else { throw Failure(what: path) }
        return path
    }
}
