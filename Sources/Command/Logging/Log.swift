import Engine
import Glibc
import HTTP
import Hosting
import JSON
import Serving

/// The log on standard error.
///
/// Loops only append to a buffer in memory. A thread of its own writes it out, so that a reader who does not read can
/// hold up nobody else: lines for which the buffer has no more room are dropped and counted.
///
///     loop ─┐                      wakes by a pipe, where it sleeps
///     loop ─┼─→ pending (≤ 1 MiB) ─→ writer ─→ standard error
///     main ─┘
final class Log: Sendable {
    /// How much may wait to be written.
    static let room = 1 << 20
    /// How long the writer lets lines gather, in milliseconds, so that a busy server does not wake it for each.
    private static let pause: Int32 = 5
    /// How long the end of the program waits for the last lines.
    private static let farewell: Int32 = 500

    private struct Pending: Sendable {
        var bytes: [UInt8] = []
        var dropped = 0
        var isAsleep = false
        var isClosing = false
    }

    private let format: LogFormat
    private let isQuiet: Bool
    private let isColoured: Bool
    private let descriptor: Int32
    private let pending = Guarded(Pending())
    /// Wakes the writer.
    private let bell: Pipe
    /// Closed by the writer when it is done.
    private let end: Pipe

    /// Starts the writer.
    init(_ format: LogFormat, isQuiet: Bool, isColoured: Bool, to descriptor: Int32 = STDERR_FILENO) {
        self.format = format
        self.isQuiet = isQuiet
        self.isColoured = isColoured
        self.descriptor = descriptor
        bell = Pipe()
        end = Pipe()
        do throws(SystemError) {
            try Worker { [self] in write() }.detach()
        } catch {
            preconditionFailure("no thread for the log: \(error)")
        }
    }

    /// Logs that something happened.
    func note(_ event: String, _ details: [(String, JSON.Value)] = []) {
        guard !isQuiet else { return }
        append(format.line(event, details, at: WallClock.now(), isColoured: isColoured))
    }

    /// Logs something that whoever runs the server has to know, also where it is quiet.
    func warn(_ message: String) {
        append(
            format.line(
                "warning",
                [("message", .string(message))],
                at: WallClock.now(),
                isColoured: isColoured
            )
        )
    }

    private func append(_ line: [UInt8]) {
        let isAsleep = pending.withLock { pending in
            guard pending.bytes.count + line.count <= Log.room else {
                pending.dropped += 1
                return false
            }
            pending.bytes.append(contentsOf: line)
            defer { pending.isAsleep = false }
            return pending.isAsleep
        }
        if isAsleep { bell.ring() }
    }

    /// Writes out what is left, unless nobody takes it.
    func close() {
        let isAsleep = pending.withLock { pending in
            pending.isClosing = true
            defer { pending.isAsleep = false }
            return pending.isAsleep
        }
        if isAsleep { bell.ring() }
        end.wait(atMost: Log.farewell)
    }

    /// What the writer's thread does.
    private func write() {
        while true {
            let (bytes, dropped, isClosing) = pending.withLock { pending in
                let taken = (pending.bytes, pending.dropped, pending.isClosing)
                pending.bytes = []
                pending.dropped = 0
                pending.isAsleep = taken.0.isEmpty && !taken.2
                return taken
            }
            if !bytes.isEmpty {
                // A standard error that is closed takes nothing; the server goes on without.
                _ = writeAll(bytes, to: descriptor)
            }
            if dropped > 0 {
                let details: [(String, JSON.Value)] = [("lines", .number(JSON.Number(dropped)))]
                append(format.line("dropped", details, at: WallClock.now(), isColoured: isColoured))
            }
            if isClosing, dropped == 0 { break }
            if !isClosing { bell.wait(atMost: bytes.isEmpty ? -1 : Log.pause) }
        }
        end.ring()
    }
}

extension Log: Witness {
    func saw(_ request: borrowing Request, _ sighting: Sighting) {
        append(format.line(for: request, sighting, at: WallClock.now(), isColoured: isColoured))
    }
}

/// Two ends to wake a thread by.
private struct Pipe: Sendable {
    private let reading: Int32
    private let writing: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        let code = unsafe pipe(&ends)
        precondition(code == 0, "no descriptors for the log")
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reading = ends[0]
        writing = ends[1]
    }

    func ring() {
        var byte: UInt8 = 0
        _ = unsafe write(writing, &byte, 1)
    }

    /// Waits until it has been rung, at most so many milliseconds; below zero, for ever.
    func wait(atMost milliseconds: Int32) {
        var waiting = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&waiting, 1, milliseconds) > 0 else { return }
        var byte: UInt8 = 0
        _ = unsafe read(reading, &byte, 1)
    }
}
