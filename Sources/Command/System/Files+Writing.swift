import Glibc
import Hosting

extension Files {
    /// Puts a file there as a whole: whoever looks sees the old one, or none, or this one.
    ///
    /// A link is followed. What is no file (a device, a pipe, the standard output by its name) is written to.
    static func replace(_ wanted: String, with bytes: [UInt8]) throws(FileProblem) {
        if isStream(wanted) { return try append(bytes, to: wanted) }
        let path = realPath(wanted)
        guard !isFolder(path) else { throw FileProblem(path: wanted, reason: "this is a folder") }
        let draft = "\(path).\(getpid())"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileProblem(path: path, reason: lastFailure()) }
        let isWritten = writeAll(bytes, to: descriptor) && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, unsafe rename(draft, path) == 0 else {
            let reason = lastFailure()
            unsafe unlink(draft)
            throw FileProblem(path: path, reason: reason)
        }
        // The name is safe once the folder is; one that cannot be synced has the file all the same.
        let folder = unsafe open(Files.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Takes a file away, where there is one; what is none (a device, a pipe) stays.
    static func remove(_ path: String) throws(FileProblem) {
        var facts = stat()
        guard !isStream(path), unsafe stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            return
        }
        guard unsafe unlink(realPath(path)) == 0 else {
            throw FileProblem(path: path, reason: lastFailure())
        }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The path without links, where something is there; else as it is.
    static func realPath(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// Whether something is there that opens as neither a file nor a folder, or a descriptor that is open already:
    /// /dev/stdout is to be written to also where it leads to a file.
    static func isStream(_ path: String) -> Bool {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { return false }
        let kind = facts.st_mode & S_IFMT
        return kind != S_IFDIR && (kind != S_IFREG || path.hasPrefix("/dev/") || path.hasPrefix("/proc/"))
    }

    static func isFolder(_ path: String) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }

    /// The JSON files in a folder and those below it, in the order of their names. Hidden ones are left out.
    static func jsonFiles(in folder: String) throws(FileProblem) -> [String] {
        var files: [String] = []
        for name in try names(in: folder) where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            if isFolder(path) {
                files += try jsonFiles(in: path)
            } else if name.hasSuffix(".json") || name.hasSuffix(".json5") {
                files.append(path)
            }
        }
        return files
    }

    private static func names(in folder: String) throws(FileProblem) -> [String] {
        guard let stream = unsafe opendir(folder) else {
            throw FileProblem(path: folder, reason: lastFailure())
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let bytes = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
                unsafe Array($0.prefix { $0 != 0 })
            }
            names.append(String(decoding: bytes, as: UTF8.self))
        }
        return names.sorted()
    }
}
