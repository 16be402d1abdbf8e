/// A reply that goes on after its head for as long as somebody listens: server-sent events.
///
/// The loop asks for the next piece only when the one before has left, so that one piece is all that a client who does
/// not read can make it hold.
package protocol ReplyStream: AnyObject, Sendable {
    /// It is being sent. `wake` tells the loop, from any thread, that there may be something new.
    func begin(wake: @escaping @Sendable () -> Void)
    /// What is to be sent next. Called on the loop's thread: it must not block.
    func next() -> ReplyPiece
    /// What is sent where nothing else was for a while: a client that has vanished is noticed by it.
    var pulse: [UInt8] { get }
    /// What is sent last where the server stops.
    func farewell() -> [UInt8]
    /// The client has gone, or everything was sent. Called once.
    func end()
}

/// What a stream has to say.
package enum ReplyPiece: Sendable, Equatable {
    case bytes([UInt8])
    /// Nothing until it wakes the loop.
    case nothing
    /// The last bytes; then the connection is closed in order.
    case last([UInt8])
}
