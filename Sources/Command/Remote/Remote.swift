import Engine
import Hosting
import JSON

/// `mockbay clock`, `journal`, `coverage`, `explain` and `snapshot`: one control call, and its reply for people.
struct Remote {
    let command: RemoteCommand

    func run(_ output: inout DescriptorStream) -> Int32 {
        var errors = DescriptorStream.error
        do throws(RemoteProblem) {
            try perform(&output)
            return ExitCode.fine
        } catch {
            print("mockbay: \(error)", to: &errors)
            return ExitCode.failed
        }
    }

    private func perform(_ output: inout DescriptorStream) throws(RemoteProblem) {
        guard let server = RemoteServer(command.url, token: command.token) else {
            throw RemoteProblem("'\(command.url)' is no URL of a server")
        }
        switch command.verb {
        case .call(let method, let path, let body, let accept):
            let reply = try checked(server.call(method, path, body: body, accept: accept))
            output.write(shown(reply.body))
        case .coverage(let path, let asJSON, let least):
            let reply = try checked(server.call("GET", path))
            guard let document = try? JSON.Value.parse(reply.body), let coverage = Coverage(document) else {
                throw RemoteProblem("what answers at \(command.url) knows no coverage")
            }
            output.write(coverage.text(asJSON: asJSON))
            if let complaint = coverage.complaint(below: least) { throw RemoteProblem(complaint) }
        case .table(let path):
            let reply = try checked(server.call("GET", path))
            output.write(Remote.table(reply.body))
        case .follow(let path):
            var lines = EventLines()
            // An optional closure may not hold on to what is lent.
            var stream = output
            defer { output = stream }
            let reply = try server.call("GET", path, accept: "text/event-stream") { bytes in
                for line in lines.take(bytes) { print(line, to: &stream) }
                return lines.closing == nil && stream.failure == nil
            }
            guard stream.failure == nil else { return }
            _ = try checked(reply)
            throw RemoteProblem("the stream has ended: \(lines.closing ?? "the server has gone")")
        case .save(let path, let file):
            let reply = try checked(server.call("GET", path))
            try onFile { () throws(FileProblem) in try Files.replace(file, with: reply.body) }
            print("saved in \(file)", to: &output)
        case .load(let path, let file):
            var contents: [UInt8] = []
            try onFile { () throws(FileProblem) in
                contents = try Files.contents(of: file, atMost: ScenarioFiles.largestSnapshot)
            }
            let reply = try checked(server.call("PUT", path, body: contents))
            output.write(shown(reply.body))
        }
    }

    private func onFile(_ body: () throws(FileProblem) -> Void) throws(RemoteProblem) {
        do throws(FileProblem) {
            try body()
        } catch {
            throw RemoteProblem("\(error)")
        }
    }

    /// A refusal as one line, with the problems it lists below.
    private func checked(_ reply: RemoteServer.Reply) throws(RemoteProblem) -> RemoteServer.Reply {
        guard reply.status >= 400 else { return reply }
        // A reply that is no JSON is not the control API's; it is shown as it is.
        guard let error = (try? JSON.Value.parse(reply.body))?["error"] else {
            throw RemoteProblem("\(reply.status): \(String(decoding: reply.body.prefix(300), as: UTF8.self))")
        }
        var text = "\(reply.status) \(error["code"]?.string ?? ""): \(error["message"]?.string ?? "")"
        if let hint = error["hint"]?.string, !hint.isEmpty { text += "; \(hint)" }
        for problem in error["problems"]?.array ?? [] {
            text += "\n  \(problem["line"]?.int ?? 0):\(problem["column"]?.int ?? 0): "
            text += problem["message"]?.string ?? ""
        }
        throw RemoteProblem(text)
    }

    /// JSON indented, a text as it is.
    private func shown(_ body: [UInt8]) -> String {
        guard body.first == UInt8(ascii: "{") || body.first == UInt8(ascii: "["),
            !body.dropLast().contains(0x0A)
        else { return String(decoding: body, as: UTF8.self) }
        return String(decoding: JSON.pretty(body), as: UTF8.self) + "\n"
    }

    /// The journal, a line for each exchange.
    static func table(_ body: [UInt8]) -> String {
        // The control API answered 200, so that this is its JSON.
        guard let journal = try? JSON.Value.parse(body), let entries = journal["entries"]?.array else {
            return String(decoding: body, as: UTF8.self)
        }
        var columns = Columns("number", "time", "status", "operation", "request", "why")
        for entry in entries {
            let request = entry["request"]
            let step = entry["step"]
            let why = [
                step.map { "step \($0["selector"]?.string ?? "")[\($0["step"]?.int ?? 0)]" },
                entry["chaos"]?.string.map { "chaos \($0)" }, entry["fault"]?.string,
                entry["forcedError"]?.string.map { "forced \($0)" }, entry["check"]?.string,
            ].compactMap(\.self).joined(separator: ", ")
            columns.add(
                "\(entry["number"]?.int ?? 0)",
                entry["time"]?.string ?? "",
                "\(entry["response"]?["status"]?.int ?? 0)",
                entry["operation"]?.string ?? "-",
                "\(request?["method"]?.string ?? "") \(request?["target"]?.string ?? "")",
                why
            )
        }
        var text = columns.text
        if let dropped = journal["dropped"]?.int, dropped > 0 {
            text += "\(dropped) older ones had no more room (--journal)\n"
        }
        if let next = journal["next"]?.int { text += "there are more: --since \(next)\n" }
        return text
    }
}

/// Server-sent events as they come in pieces: the data of exchanges a line each, and why it ended.
struct EventLines {
    private var pending: [UInt8] = []
    private var event = ""
    private(set) var closing: String?

    mutating func take(_ bytes: [UInt8]) -> [String] {
        pending += bytes
        var lines: [String] = []
        while let end = pending.firstIndex(of: 0x0A) {
            let line = String(decoding: pending[..<end], as: UTF8.self)
            pending.removeSubrange(...end)
            if line.isEmpty { event = "" }
            if line.hasPrefix("event: ") { event = String(line.dropFirst("event: ".count)) }
            guard line.hasPrefix("data: ") else { continue }
            let data = String(line.dropFirst("data: ".count))
            switch event {
            case "": lines.append(data)
            case "end": closing = (try? JSON.Value.parse(data))?["reason"]?.string ?? data  // else as it came
            default: lines.append("{\"event\":\"\(event)\",\"data\":\(data)}")
            }
        }
        return lines
    }
}
