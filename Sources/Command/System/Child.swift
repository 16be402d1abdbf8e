import Glibc

/// A command running as a child, in a process group of its own, with the standard streams of this process.
struct Child {
    /// How it ended.
    enum Ending: Equatable, Sendable {
        case exited(Int32)
        /// By a signal.
        case killed(Int32)
    }

    /// Its process id, which is that of its group, too.
    let pid: pid_t

    /// Starts it.
    /// - Parameters:
    ///   - words: the program, looked for in PATH unless there is a slash in it, and its arguments.
    ///   - environment: `NAME=value` each: all that it gets.
    ///   - signals: the mask it starts with.
    init(_ words: [String], environment: [String], signals: sigset_t) throws(ChildProblem) {
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var mask = signals
        var defaults = sigset_t()
        unsafe sigemptyset(&defaults)
        // What this process ignores for its own sake.
        for signal in [SIGPIPE, SIGTTOU] { unsafe sigaddset(&defaults, signal) }
        unsafe posix_spawnattr_setsigmask(&attributes, &mask)
        unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        var pid: pid_t = 0
        let code = unsafe withCStrings(words) { arguments in
            unsafe withCStrings(environment) { variables in
                unsafe posix_spawnp(&pid, words[0], nil, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw ChildProblem(program: words[0], code: code) }
        self.pid = pid
    }

    /// Sends a signal to the child and all that it has started in its group.
    func signal(_ number: Int32) { _ = kill(-pid, number) }

    /// Whether any process of its group is left.
    var hasGroup: Bool { kill(-pid, 0) == 0 }

    /// How it ended; `nil` while it runs. To be asked until it says so, and not again.
    func ending() -> Ending? {
        var status: Int32 = 0
        while true {
            let ended = unsafe waitpid(pid, &status, WNOHANG)
            if ended == pid { break }
            if ended < 0, errno == EINTR { continue }
            // Only whoever else waited for all children of this process can have taken its status.
            return ended == 0 ? nil : .exited(0)
        }
        // The layout of a status, which C has macros for.
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
    }
}

/// Why a command cannot be run.
struct ChildProblem: Error, Equatable, CustomStringConvertible {
    let program: String
    /// The `errno`.
    let code: Int32

    var isMissing: Bool { code == ENOENT }

    var description: String {
        let reason = unsafe String(cString: strerror(code))
        return "cannot run '\(program)': \(reason)"
    }
}

/// Hands the texts out as C has them: an array that ends with a null pointer.
private func withCStrings<Result>(
    _ texts: [String],
    _ body: ([UnsafeMutablePointer<CChar>?]) -> Result,
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe body(pointers)
}

/// The environment as this process was given it, `NAME=value` each, in its order.
func inheritedEnvironment() -> [String] {
    // Behind the arguments and their null pointer, as the system has laid them.
    var texts: [String] = []
    var place = unsafe CommandLine.unsafeArgv + Int(CommandLine.argc) + 1
    while let text = unsafe place.pointee {
        texts.append(unsafe String(cString: text))
        unsafe place += 1
    }
    return texts
}
