/// What a server asks for answers. Called on a loop's thread: it must not block, sleep or do I/O.
package protocol Responder: Sendable {
    /// Looks at a whole head before its body is read: the only chance to refuse `Expect: 100-continue`. Asked only
    /// where a body is to come; `nil` lets it. A refusal to a client that waits for `100 Continue` leaves at once and
    /// ends the connection; to another it leaves when its body has been read, in the place of `respond`.
    func refusal(of request: borrowing Request, on listener: Listener) -> Delivery?

    /// Answers a whole request.
    func respond(to request: borrowing Request, on listener: Listener) -> Delivery
}

/// Which of a server's listening sockets a request came in by: its position in the list the server was started with.
package struct Listener: Sendable, Hashable {
    package var index: Int

    package init(_ index: Int) {
        self.index = index
    }
}
