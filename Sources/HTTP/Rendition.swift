/// A delivery written out: its bytes, and what is to be done with them, step by step. Everything that a fault means is
/// decided here; a connection only follows.
package struct Rendition: Sendable, Equatable {
    package enum Step: Sendable, Equatable {
        case wait(Duration)
        /// The bytes before this offset leave as fast as they can.
        case send(upTo: Int)
        /// The bytes before this offset leave at that rate, never faster.
        case drip(upTo: Int, bytesPerSecond: Int)
        /// The last step: what becomes of the connection.
        case end(End)
    }

    package enum End: Sendable, Equatable {
        /// As the occasion says: on to the next request, or closed.
        case ordinary
        case close
        case reset
        /// Silence until the client goes away.
        case stall
    }

    package var bytes: [UInt8] = []
    package var steps: [Step] = []

    /// What `wrongLength` adds to the true length.
    static let excess = 64
    /// The rate of a `drip` that names none.
    static let defaultRate = 100
    /// A gigabyte a second: nobody sees the difference to more.
    static let maximalRate = 1_000_000_000
    /// What `garbage` sends: no HTTP of any version, nor a TLS record.
    static let garbage: StaticString = "\u{1}\u{2}%% this is no HTTP %%\u{3}\u{4}\r\n\r\n"
    /// What `malformed` puts in the place of the rest: a control byte, which JSON allows neither in strings nor
    /// between them, and XML nowhere.
    static let noise: StaticString = "\u{1}?"

    /// - Parameter now: the real time, seconds since 1970.
    package init(
        of delivery: borrowing Delivery,
        on occasion: ResponseWriter.Occasion,
        now: Int64,
        by writer: inout ResponseWriter,
    ) {
        if delivery.delay > .zero { steps.append(.wait(delivery.delay)) }
        guard let fault = delivery.fault else {
            writer.write(delivery, to: &bytes, on: occasion, now: now)
            steps += [.send(upTo: bytes.count), .end(.ordinary)]
            return
        }
        let excess = fault.kind == .wrongLength ? Self.excess : 0
        let head = writer.write(delivery, to: &bytes, on: occasion, now: now, excess: excess)
        let cut = Self.offset(of: fault.point, head: head, whole: bytes.count)
        switch fault.kind {
        case .reset: end(at: cut, .reset)
        case .close: end(at: cut, .close)
        case .stall: end(at: cut, .stall)
        case .empty: end(at: 0, .close)
        case .truncate: end(at: max(cut, head), .close)
        case .wrongLength: end(at: bytes.count, .close)
        case .garbage:
            bytes.removeSubrange(cut...)
            bytes.append(Self.garbage)
            end(at: bytes.count, .close)
        case .malformed:
            var broken = Delivery(delivery.response, date: delivery.date, requestID: delivery.requestID)
            let kept = min(max(cut - head, 0), broken.response.body.count)
            broken.response.body.removeSubrange(kept...)
            broken.response.body.append(Self.noise)
            bytes.removeAll()
            writer.write(broken, to: &bytes, on: occasion, now: now)
            end(at: bytes.count, .ordinary)
        case .drip:
            let rate =
                fault.bytesPerSecond > 0 ? min(fault.bytesPerSecond, Self.maximalRate) : Self.defaultRate
            if cut > 0 { steps.append(.send(upTo: cut)) }
            steps += [.drip(upTo: bytes.count, bytesPerSecond: rate), .end(.ordinary)]
        }
    }

    private mutating func end(at cut: Int, _ end: End) {
        bytes.removeSubrange(cut...)
        if cut > 0 { steps.append(.send(upTo: cut)) }
        steps.append(.end(end))
    }

    /// How many bytes leave before the point.
    private static func offset(of point: Fault.Point, head: Int, whole: Int) -> Int {
        let body = whole - head
        switch point {
        case .onAccept, .beforeHeaders: return 0
        case .afterHeaders: return head
        case .afterBodyBytes(let count): return head + min(max(count, 0), body)
        case .atBodyFraction(let fraction):
            // Also settles a fraction that is no number.
            guard fraction > 0 else { return head }
            return head + Int((Double(body) * min(fraction, 1)).rounded(.down))
        }
    }
}
