import Control
import Engine
import Foundation
import HTTP
import Hosting
import JSON
import Testing

@testable import Command

/// A reply that is kept in `fixtures`, and what its vendor declares of it.
private struct KeptReply: CustomTestStringConvertible {
    var vendor: Int
    /// `items.get.part`: the operation without its vendor, and what is special.
    var name: String
    var testDescription: String { "\(Vendors.mounts[vendor].facts.key) \(name)" }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fixtures")

    /// All that are JSON.
    static let all = Vendors.mounts.indices.flatMap { vendor in
        let folder = folder.appending(path: Vendors.mounts[vendor].facts.key).path
        // The count is checked.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.sorted().filter { $0.hasSuffix(".http") }
            .map { KeptReply(vendor: vendor, name: String($0.dropLast(5))) }
    }
}

@Suite struct `A kept reply` {
    @Test func `is there in every vendor`() {
        #expect(Set(KeptReply.all.map(\.vendor)) == Set(Vendors.mounts.indices))
    }

    @Test(arguments: KeptReply.all)
    fileprivate func `is what is declared`(_ kept: KeptReply) throws {
        let mount = Vendors.mounts[kept.vendor]
        let file = KeptReply.folder.appending(path: "\(mount.facts.key)/\(kept.name).http")
        let text = try String(contentsOf: file, encoding: .utf8)
        let parts = try #require(text.range(of: "\n\n"))
        let head = text[..<parts.lowerBound]
        guard head.contains("application/json") else { return }
        let status = try #require(Int(head.dropFirst("HTTP/1.1 ".count).prefix(3)))
        let body = try JSON.Document(Array(text[parts.upperBound...].utf8))
        let names = kept.name.split(separator: ".").prefix(2).joined(separator: ".")
        let operation = mount.operations.first { $0.name == "\(mount.facts.key).\(names)" }
        let declared = status >= 400 ? mount.replies.refusal(status) : operation?.reply
        let problems = try #require(declared, "there is no such operation").problems(
            with: body.root,
            in: "reply"
        )
        #expect(problems.map(\.message) == [])
        if let operation, status < 400 { #expect(operation.outcomes.contains(.success(status))) }
    }
}

@Suite struct `The declared operations` {
    private static let operations = Vendors.mounts.flatMap { mount in
        mount.operations.map { (mount: mount, operation: $0) }
    }

    @Test func `end in a success and in errors that the vendor has`() {
        for (mount, operation) in Self.operations {
            let endings = mount.endings(of: operation)
            #expect(endings.count == operation.outcomes.count, "\(operation.name) has an unknown error")
            #expect(endings.contains { $0.error == nil }, "\(operation.name) never ends well")
        }
    }

    @Test func `need a scope where the vendor has scopes`() {
        for (mount, operation) in Self.operations {
            let isOpen = mount.security.open.contains(operation.name)
            let hasScopes = ["autosync", "leadway"].contains(mount.facts.key) && !isOpen
            #expect(operation.scopes.count == (hasScopes ? 1 : 0), "\(operation.name)")
        }
    }
}
