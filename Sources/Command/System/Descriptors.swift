import Glibc

/// Text to a descriptor by `write(2)`: standard output and standard error.
struct DescriptorStream: TextOutputStream {
    static var output: DescriptorStream { DescriptorStream(descriptor: STDOUT_FILENO) }
    static var error: DescriptorStream { DescriptorStream(descriptor: STDERR_FILENO) }

    let descriptor: Int32

    mutating func write(_ string: String) {
        // Nobody is left to tell about a failure.
        _ = writeAll(Array(string.utf8), to: descriptor)
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
