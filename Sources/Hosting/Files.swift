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

    package var description: String { "\(path): \(reason)" }
}

/// What is done with files.
package enum Files {
    /// How scenarios get at the files that they name.
    package static let ofScenarios = ScenarioFiles { (path) throws(ScenarioFiles.Unreadable) in
        do throws(FileProblem) {
            return try Files.contents(of: path)
        } catch {
            throw ScenarioFiles.Unreadable(error.reason)
        }
    }

    package static func contents(of path: String) throws(FileProblem) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileProblem(path: path, reason: lastFailure()) }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe read(descriptor, $0.baseAddress, $0.count)
            }
            if count == 0 { return contents }
            if count > 0 {
                contents += buffer[..<count]
            } else if errno != EINTR {
                throw FileProblem(path: path, reason: lastFailure())
            }
        }
    }
}

/// What the system says about the last failure: `No such file or directory`.
package func lastFailure() -> String { unsafe String(cString: strerror(errno)) }
