import HTTP

/// Numbers the attempts of a client at the same thing: calls with the same method, target and body (or idempotency
/// key), where each follows one that failed.
package struct RetryGroups: Sendable {
    /// One call of a group.
    package struct Attempt: Sendable {
        /// From 1.
        package let number: Int
        fileprivate let group: Group
    }

    /// A digest of what the calls of a group have in common: bodies can be large, and a group may wait long.
    fileprivate struct Group: Sendable, Hashable {
        let first: UInt64
        let second: UInt64
    }

    /// How many groups may wait for their next attempt; beyond that, the one that has waited longest is forgotten.
    static let most = 4096

    /// The groups whose last call failed, with how many did in a row and when the last one was noted.
    private var failures: [Group: (count: Int, noted: UInt64)] = [:]
    private var noted: UInt64 = 0

    package func attempt(of call: Call, vendor: Int) -> Attempt {
        let group = Group(call, vendor: vendor)
        return Attempt(number: (failures[group]?.count ?? 0) + 1, group: group)
    }

    package mutating func note(_ attempt: Attempt, failed: Bool) {
        guard failed else {
            failures[attempt.group] = nil
            return
        }
        noted += 1
        failures[attempt.group] = (attempt.number, noted)
        guard failures.count > RetryGroups.most else { return }
        if let oldest = failures.min(by: { $0.value.noted < $1.value.noted }) { failures[oldest.key] = nil }
    }
}

extension RetryGroups.Group {
    fileprivate init(_ call: Call, vendor: Int) {
        let request = call.request
        var first = SipHash(UInt64(vendor), 1)
        var second = SipHash(UInt64(vendor), 2)
        func add(_ bytes: some Sequence<UInt8>, count: Int) {
            first.add(UInt64(count))
            second.add(UInt64(count))
            for byte in bytes {
                first.add(byte)
                second.add(byte)
            }
        }
        add(request.head[request.methodName.range], count: request.methodName.count)
        add(request.head[request.target.range], count: request.target.count)
        if let key = request.fields.first("Idempotency-Key", in: request.head) {
            add([1], count: 1)
            add(request.head[key.range], count: key.count)
        } else {
            add([0], count: 1)
            add(request.body, count: request.body.count)
        }
        self.init(first: first.finish(), second: second.finish())
    }
}
