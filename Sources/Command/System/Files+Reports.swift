import Glibc
import Hosting

extension Files {
    /// Adds to the end of a file, which is made where there is none.
    static func append(_ bytes: [UInt8], to path: String) throws(FileProblem) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileProblem(path: path, reason: lastFailure()) }
        defer { close(descriptor) }
        guard writeAll(bytes, to: descriptor) else { throw FileProblem(path: path, reason: lastFailure()) }
    }

    /// Finds out whether `replace` can be expected to work, before an hour of work is lost to a folder that is not there.
    static func requireRoom(for path: String) throws(FileProblem) {
        guard !path.isEmpty else { throw FileProblem(path: "''", reason: "a file needs a name") }
        guard !isFolder(path) else { throw FileProblem(path: path, reason: "this is a folder") }
        guard unsafe access(folder(of: path), W_OK | X_OK) == 0 else {
            throw FileProblem(path: path, reason: lastFailure())
        }
    }
}
