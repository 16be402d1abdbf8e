package import Engine
import Glibc

/// A file that cannot be used, and what the system says of it.
package struct FileProblem: Error, Equatable, CustomStringConvertible {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { printable("\(path): \(reason)") }
}

/// What is done with files.
package enum Files {
    /// How scenarios get at the files that they name.
    package static let ofScenarios = ScenarioFiles { (path, limit) throws(ScenarioFiles.Unreadable) in
        do throws(FileProblem) {
            return try Files.contents(of: path, atMost: limit)
        } catch {
            throw ScenarioFiles.Unreadable(error.reason)
        }
    }

    /// All of a file that somebody named.
    ///
    /// A pipe, or a terminal, is read only where the name is that of a descriptor which is open already: `/dev/stdin`,
    /// or `/dev/fd/63` of a shell's process substitution. Nothing else need ever come to an end.
    /// - Parameter limit: bytes.
    package static func contents(of path: String, atMost limit: Int) throws(FileProblem) -> [UInt8] {
        // Opening a pipe would wait until somebody writes to it.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw FileProblem(path: path, reason: lastFailure()) }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else {
            throw FileProblem(path: path, reason: lastFailure())
        }
        switch facts.st_mode & S_IFMT {
        case S_IFREG:
            guard facts.st_size <= limit else { throw tooLarge(path, limit) }
        case S_IFDIR: throw FileProblem(path: path, reason: "this is a folder")
        case S_IFIFO where isDescriptor(path): break
        case S_IFCHR where isDescriptor(path) && isatty(descriptor) == 1: break
        default: throw FileProblem(path: path, reason: "is no regular file")
        }
        var contents: [UInt8] = []
        contents.reserveCapacity(Int(facts.st_size))
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe read(descriptor, $0.baseAddress, $0.count)
            }
            if count == 0 { return contents }
            if count > 0 {
                guard contents.count + count <= limit else { throw tooLarge(path, limit) }
                contents += buffer[..<count]
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard unsafe poll(&waiting, 1, -1) >= 0 || errno == EINTR else {
                    throw FileProblem(path: path, reason: lastFailure())
                }
            } else if errno != EINTR {
                throw FileProblem(path: path, reason: lastFailure())
            }
        }
    }

    private static func isDescriptor(_ path: String) -> Bool {
        ["/dev/stdin", "/dev/fd/", "/proc/self/fd/"].contains { path.hasPrefix($0) }
    }

    private static func tooLarge(_ path: String, _ limit: Int) -> FileProblem {
        FileProblem(path: path, reason: "is larger than \(sizeText(limit)), which is the most that is read")
    }
}

/// The size as people write it: `8MiB` for 8388608.
package func sizeText(_ bytes: Int) -> String {
    for (name, unit) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] where bytes % unit == 0 {
        return "\(bytes / unit)\(name)"
    }
    return "\(bytes)"
}

/// What the system says about the last failure: `No such file or directory`.
package func lastFailure() -> String { unsafe String(cString: strerror(errno)) }
