/// Puts responses on the wire (RFC 9112 §4, §6), one behind the other into a buffer that is used again.
package struct ResponseWriter: Sendable {
    /// What a response has to know of the request that it answers.
    package struct Occasion: Sendable, Equatable {
        package var method: Method
        /// The minor version the client spoke.
        package var minorVersion: Int
        /// The connection is closed after the response.
        package var closes: Bool

        package init(method: Method = .get, minorVersion: Int = 1, closes: Bool = false) {
            self.method = method
            self.minorVersion = minorVersion
            self.closes = closes
        }
    }

    /// What a reply begins with that has nothing of its own: status line, `Date` and `Content-Type`.
    private struct Opening: Sendable, Equatable {
        var status: Int
        var second: Int64
        var contentType: ContentType?
    }

    /// The opening of the last reply, and its text: most share it with the one before.
    private var opening = Opening(status: 0, second: .min, contentType: nil)
    private var openingText: [UInt8] = []

    package init() {}

    /// Appends head and body. The `Date` is `delivery.date`, or else `now` (seconds since 1970).
    /// - Parameter excess: added to the true `Content-Length`: a lie, for the fault of that name.
    /// - Returns: the length of the head.
    @discardableResult
    package mutating func write(
        _ delivery: borrowing Delivery,
        to output: inout [UInt8],
        on occasion: Occasion,
        now: Int64,
        excess: Int = 0,
    ) -> Int {
        let status = delivery.response.status
        open(
            Opening(
                status: status,
                second: delivery.date ?? now,
                contentType: delivery.response.contentType
            )
        )
        // RFC 9110 §8.6: never with 1xx and 204. A 304's would describe another representation than ours.
        let hasContent = status >= 200 && status != 204 && status != 304
        // RFC 9110 §9.3.2: the reply to HEAD is that to GET without its content.
        let body = hasContent && occasion.method != .head ? delivery.response.body.span : Span()
        let fields = delivery.response.fieldLines.span
        var head = 0
        let room = openingText.count + fields.count + ResponseWriter.framingRoom + body.count
        output.append(addingCapacity: room) { output in
            output.append(copying: openingText.span)
            output.append(copying: fields)
            if let id = delivery.requestID {
                output.append("X-Mockbay-Request-Id: ")
                output.append(decimal: id)
                output.append("\r\n")
            }
            if hasContent, delivery.stream == nil {
                output.append("Content-Length: ")
                output.append(decimal: delivery.response.body.count + excess)
                output.append("\r\n")
            }
            if occasion.closes {
                output.append("Connection: close\r\n")
            } else if occasion.minorVersion == 0 {
                output.append("Connection: keep-alive\r\n")
            }
            output.append("\r\n")
            head = output.count
            output.append(copying: body)
        }
        return head
    }

    /// What the lines that a connection adds take at most: number, length, persistence, the empty line.
    private static let framingRoom = 128

    private mutating func open(_ wanted: Opening) {
        guard wanted != opening else { return }
        opening = wanted
        openingText.removeAll(keepingCapacity: true)
        openingText.append("HTTP/1.1 ")
        openingText.append(decimal: wanted.status)
        openingText.append(Octet.space)
        openingText.append(reasonPhrase(wanted.status))
        openingText.append("\r\nDate: ")
        openingText.append(copying: HTTPDate.format(wanted.second).span)
        if let type = wanted.contentType {
            openingText.append("\r\nContent-Type: ")
            openingText.append(type.name)
        }
        openingText.append("\r\n")
    }
}

/// Head and body as they would leave undisturbed: what a journal or a golden shows.
package func wireBytes(of delivery: Delivery, on occasion: ResponseWriter.Occasion = .init(), now: Int64)
    -> [UInt8]
{
    var output: [UInt8] = []
    var writer = ResponseWriter()
    writer.write(delivery, to: &output, on: occasion, now: now)
    return output
}
