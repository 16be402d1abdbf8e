import Glibc
import Hosting

/// Text to a descriptor by `write(2)`: standard output and standard error.
struct DescriptorStream: TextOutputStream {
    static var output: DescriptorStream {
        DescriptorStream(name: "standard output", descriptor: STDOUT_FILENO)
    }
    /// Nobody is left to tell about its failures.
    static var error: DescriptorStream {
        DescriptorStream(name: "standard error", descriptor: STDERR_FILENO)
    }

    let name: String
    let descriptor: Int32
    /// The `errno` of the first text that did not go out; what would follow is left out.
    private(set) var failure: Int32?

    private init(name: String, descriptor: Int32) {
        self.name = name
        self.descriptor = descriptor
    }

    mutating func write(_ string: String) { write(Array(string.utf8)) }

    mutating func write(_ bytes: [UInt8]) {
        guard failure == nil else { return }
        if !writeAll(bytes, to: descriptor) { failure = errno }
    }

    /// What there is to say of its failure; `nil` where there was none, or just nobody who wanted to read on.
    var problem: FileProblem? {
        guard let failure, failure != EPIPE else { return nil }
        return unsafe FileProblem(path: name, reason: String(cString: strerror(failure)))
    }

    var isTerminal: Bool { isatty(descriptor) == 1 }
}

/// Writes all of the bytes, waiting where it must; `false` where that fails.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    unsafe bytes.withUnsafeBytes { buffer in
        var start = 0
        while start < buffer.count {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
            let count = unsafe write(descriptor, rest.baseAddress, rest.count)
            if count > 0 {
                start += count
            } else if errno == EAGAIN {
                // Standard error may be a pipe that somebody else made non-blocking.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                guard unsafe poll(&waiting, 1, -1) >= 0 || errno == EINTR else { return false }
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}

/// An environment variable; `nil` where it is not set.
func environmentVariable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
}
