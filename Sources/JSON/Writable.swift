/// What writes itself as one JSON value, straight into the reply: models, and the simple types they are made of.
@usableFromInline package protocol Writable {
    func write(to json: inout Writer)
}

extension Writer {
    /// A key and its value; `nil` is written as `null`.
    @inlinable package mutating func member(_ name: StaticString, _ value: some Writable) {
        key(name)
        value.write(to: &self)
    }

    /// A key and its value; `nil` is written as `null`.
    @_disfavoredOverload  // so that a literal takes the other one
    @inlinable package mutating func member(_ name: String, _ value: some Writable) {
        key(name)
        value.write(to: &self)
    }

    /// A key and its value as a tree, literals and `nil` included.
    package mutating func member(_ name: StaticString, _ value: Value) {
        key(name)
        self.value(value)
    }

    /// A key and an object with the members that `members` writes.
    @inlinable package mutating func object<E>(
        _ name: StaticString,
        _ members: (inout Writer) throws(E) -> Void,
    ) throws(E) {
        key(name)
        try object(members)
    }

    /// A key and an array with the elements that `elements` writes.
    @inlinable package mutating func array<E>(
        _ name: StaticString,
        _ elements: (inout Writer) throws(E) -> Void,
    ) throws(E) {
        key(name)
        try array(elements)
    }
}

extension Writable where Self: BinaryInteger {
    @inlinable package func write(to json: inout Writer) { json.int(self) }
}

extension Int: Writable {}
extension Int32: Writable {}
extension Int64: Writable {}
extension UInt8: Writable {}
extension UInt16: Writable {}
extension UInt32: Writable {}
extension UInt64: Writable {}

extension String: Writable {
    @inlinable package func write(to json: inout Writer) { json.string(self) }
}

extension Bool: Writable {
    @inlinable package func write(to json: inout Writer) { json.bool(self) }
}

extension Double: Writable {
    @inlinable package func write(to json: inout Writer) { json.double(self) }
}

extension Number: Writable {
    package func write(to json: inout Writer) { json.number(self) }
}

extension Value: Writable {
    package func write(to json: inout Writer) { json.value(self) }
}

extension Node: Writable {
    package func write(to json: inout Writer) { json.node(self) }
}

extension Optional: Writable where Wrapped: Writable {
    @inlinable package func write(to json: inout Writer) {
        if let self { self.write(to: &json) } else { json.null() }
    }
}

extension Array: Writable where Element: Writable {
    @inlinable package func write(to json: inout Writer) {
        json.beginArray()
        for element in self { element.write(to: &json) }
        json.endArray()
    }
}
