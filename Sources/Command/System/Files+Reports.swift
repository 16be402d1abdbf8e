import Glibc
import Hosting

extension Files {
    /// A device says whether it takes anything when it is given nothing. A pipe must not be opened before its time: who
    /// reads it would see an end.
    private static func requireRoom(ofStream path: String) throws(FileProblem) {
        guard unsafe access(path, W_OK) == 0 else { throw FileProblem(path: path, reason: lastFailure()) }
        var facts = stat()
        guard unsafe stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFCHR else { return }
        let descriptor = unsafe open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileProblem(path: path, reason: lastFailure()) }
        defer { close(descriptor) }
        var nothing: UInt8 = 0
        guard unsafe write(descriptor, &nothing, 0) == 0 else {
            throw FileProblem(path: path, reason: lastFailure())
        }
    }

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
        if isStream(path) { return try requireRoom(ofStream: path) }
        guard unsafe access(folder(of: path), W_OK | X_OK) == 0 else {
            throw FileProblem(path: path, reason: lastFailure())
        }
    }
}
