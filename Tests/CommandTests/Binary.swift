import Glibc
import Hosting
import Support
import Synchronization
import Testing

@testable import Command

extension Folder {
    func text(_ name: String) throws -> String {
        String(decoding: try Files.contents(of: "\(path)/\(name)", atMost: 1 << 20), as: UTF8.self)
    }

    var names: [String] { (try? Files.jsonFiles(in: path)) ?? [] }
}

/// The built program, running as a process whose streams the test has in its hands.
final class Binary {
    /// Beside the tests, where the package manager puts it.
    private static let path: String = {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/mockbay"
    }()

    let pid: pid_t
    private let input: Int32
    private let output: Int32
    private let errors: Int32
    private var hasInput = true
    private var rest: [UInt8] = []

    /// What a program left behind.
    struct End: Equatable {
        /// As shells give it: 128 and the signal where that ended it.
        var code: Int32
        var output: String
        var errors: String
    }

    /// - Parameters:
    ///   - variables: beside PATH and the options of sanitizers; nothing else is in its environment.
    ///   - target: what its standard output is, in place of a pipe to the test.
    init(_ words: [String], _ variables: [String: String] = [:], into target: String? = nil) throws {
        (pid, input, output, errors) = try Binary.spawning.withLock { _ in
            try Binary.spawn(words, variables, target)
        }
    }

    /// Held while one is started: no other program is to get the pipes that are made for it.
    private static let spawning = Mutex(())

    private static func spawn(
        _ words: [String],
        _ variables: [String: String],
        _ target: String?,
    ) throws -> (pid_t, input: Int32, output: Int32, errors: Int32) {
        var ends: [[Int32]] = []
        for _ in 0..<3 {
            var pair: [Int32] = [-1, -1]
            guard pipe(&pair) == 0 else { throw FileProblem(path: "pipe", reason: lastFailure()) }
            for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            ends.append(pair)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0][0], 0)
        if let target {
            posix_spawn_file_actions_addopen(&actions, 1, target, O_WRONLY, 0)
        } else {
            posix_spawn_file_actions_adddup2(&actions, ends[1][1], 1)
        }
        posix_spawn_file_actions_adddup2(&actions, ends[2][1], 2)
        let sanitizers = inheritedEnvironment().filter {
            $0.hasPrefix("ASAN_OPTIONS=") || $0.hasPrefix("TSAN_OPTIONS=")
        }
        let environment =
            ["PATH=/usr/local/bin:/usr/bin:/bin"] + sanitizers + variables.map { "\($0)=\($1)" }
        var arguments = ([Binary.path] + words).map { strdup($0) } + [nil]
        var texts = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + texts { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, Binary.path, &actions, nil, &arguments, &texts)
        for end in [ends[0][0], ends[1][1], ends[2][1]] { close(end) }
        guard code == 0 else { throw FileProblem(path: Binary.path, reason: String(cString: strerror(code))) }
        return (pid, ends[0][1], ends[1][0], ends[2][0])
    }

    deinit {
        if hasInput { close(input) }
        close(output)
        close(errors)
    }

    /// The next line that it or its command prints; `nil` where its output ends, or nothing comes for a long time.
    func line() -> String? {
        while true {
            if let end = rest.firstIndex(of: 0x0A) {
                defer { rest.removeFirst(end + 1) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            guard let more = Binary.read(output), !more.isEmpty else { return nil }
            rest += more
        }
    }

    /// Writes to its standard input.
    func type(_ text: String) { _ = writeAll(Array(text.utf8), to: input) }

    /// Ends its standard input.
    func endInput() {
        if hasInput { close(input) }
        hasInput = false
    }

    func signal(_ number: Int32) { kill(pid, number) }

    /// Waits until nobody has its streams any more, and for its end.
    func end() -> End {
        endInput()
        // Both are short enough for a pipe to hold one while the other is read.
        var texts: [String] = []
        for stream in [output, errors] {
            var bytes: [UInt8] = []
            if stream == output { swap(&bytes, &rest) }
            while let more = Binary.read(stream), !more.isEmpty { bytes += more }
            texts.append(String(decoding: bytes, as: UTF8.self))
        }
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
        return End(code: code, output: texts[0], errors: texts[1])
    }

    /// Some bytes; none at the end; `nil` where nothing comes.
    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 30_000) == 1 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        return count < 0 ? nil : Array(buffer[..<count])
    }
}

/// Runs it to its end.
func mockbay(_ words: [String], _ variables: [String: String] = [:]) throws -> Binary.End {
    try Binary(words, variables).end()
}
