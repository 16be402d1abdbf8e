/// The field lines of a head: order, case and duplicates as received. Looking up ignores case (RFC 9110 §5.1).
package struct Fields: Sendable {
    package struct Line: Sendable, Hashable {
        package var name: Slice
        /// Without the blanks around it.
        package var value: Slice

        package init(name: Slice, value: Slice) {
            self.name = name
            self.value = value
        }
    }

    package var lines: [Line] = []

    package init() {}

    /// The value of the first line of that name.
    package func first(_ name: StaticString, in head: [UInt8]) -> Slice? {
        for line in lines where isName(name, line.name, in: head) { return line.value }
        return nil
    }

    /// The values of all lines of that name, in their order.
    package func all(_ name: StaticString, in head: [UInt8]) -> [Slice] {
        lines.filter { isName(name, $0.name, in: head) }.map(\.value)
    }

    private func isName(_ name: StaticString, _ slice: Slice, in head: [UInt8]) -> Bool {
        guard name.utf8CodeUnitCount == slice.count else { return false }
        let start = Int(slice.start)
        return name.withUTF8Buffer { wanted in
            for index in 0..<wanted.count {
                let (one, other) = unsafe (wanted[index], head[start + index])
                guard one == other || asciiLowercase(one) == asciiLowercase(other) else { return false }
            }
            return true
        }
    }
}

/// The byte with `A`…`Z` turned into `a`…`z`.
@inlinable package func asciiLowercase(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
}
