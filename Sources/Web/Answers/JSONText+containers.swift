struct JSONTextMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let text: JSONText
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    private func begin(_ key: Key) { text.begin(key.stringValue, in: depth) }

    func encodeNil(forKey key: Key) {
        begin(key)
        text.writeNull()
    }

    func encode(_ value: String, forKey key: Key) {
        begin(key)
        text.write(value)
    }

    func encode(_ value: Bool, forKey key: Key) {
        begin(key)
        text.write(value)
    }

    func encode(_ value: Int, forKey key: Key) {
        begin(key)
        text.write(integer: value)
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        begin(key)
        try text.write(value)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        begin(key)
        return text.container(keyedBy: Nested.self)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        begin(key)
        return text.unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        text.begin("super", in: depth)
        return text
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        begin(key)
        return text
    }
}

struct JSONTextItems: UnkeyedEncodingContainer {
    let text: JSONText
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    var count: Int { text.count(in: depth) }

    func encodeNil() {
        text.begin(nil, in: depth)
        text.writeNull()
    }

    func encode(_ value: String) {
        text.begin(nil, in: depth)
        text.write(value)
    }

    func encode<Value: Encodable>(_ value: Value) throws {
        text.begin(nil, in: depth)
        try text.write(value)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
        text.begin(nil, in: depth)
        return text.container(keyedBy: Nested.self)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        text.begin(nil, in: depth)
        return text.unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        text.begin(nil, in: depth)
        return text
    }
}

struct JSONTextScalar: SingleValueEncodingContainer {
    let text: JSONText
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { text.writeNull() }
    func encode(_ value: Bool) { text.write(value) }
    func encode(_ value: String) { text.write(value) }
    func encode(_ value: Double) throws { try text.write(number: value) }
    func encode(_ value: Float) throws { try text.write(number: value) }
    func encode(_ value: Int) { text.write(integer: value) }
    func encode(_ value: Int8) { text.write(integer: value) }
    func encode(_ value: Int16) { text.write(integer: value) }
    func encode(_ value: Int32) { text.write(integer: value) }
    func encode(_ value: Int64) { text.write(integer: value) }
    func encode(_ value: UInt) { text.write(integer: value) }
    func encode(_ value: UInt8) { text.write(integer: value) }
    func encode(_ value: UInt16) { text.write(integer: value) }
    func encode(_ value: UInt32) { text.write(integer: value) }
    func encode(_ value: UInt64) { text.write(integer: value) }
    func encode<Value: Encodable>(_ value: Value) throws { try text.write(value) }
}
