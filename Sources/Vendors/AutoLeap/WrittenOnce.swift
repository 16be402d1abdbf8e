import HTTP
import JSON

extension AutoLeap {
    /// JSON that is made of a row when somebody first asks for it, and kept: most rows are never asked.
    ///
    /// It belongs to a row as it is, and bays that have the row in common share it. A row that changes becomes another,
    /// which begins anew.
    final class WrittenOnce: Sendable {
        private let made = Guarded<[UInt8]>([])

        /// What `write` writes, which must be the same each time.
        func json(_ write: (inout JSON.Writer) -> Void) -> [UInt8] {
            made.withLock { made in
                if made.isEmpty {
                    var json = JSON.Writer()
                    write(&json)
                    made = json.bytes
                }
                return made
            }
        }
    }
}
