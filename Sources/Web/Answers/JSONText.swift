/// Writes a value as JSON text in one pass, without a tree in between: `JSONEncoder` takes several times the CPU for a page of answers.
///
/// Members are sorted by name, so that equal states have equal bytes; nil is left out, as synthesised `Encodable` does.
final class JSONText: Encoder {
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    private var bytes: [UInt8] = []
    private var scopes: [Scope] = []

    private struct Scope {
        let isObject: Bool
        let start: Int
        var count = 0
        /// An object's members, in the order in which they came.
        var members: [(name: String, start: Int, end: Int)] = []
        var isSorted = true
    }

    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let text = JSONText()
        text.bytes.reserveCapacity(1024)
        try text.write(value)
        return text.bytes
    }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONTextMembers(text: self, depth: open(isObject: true)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { JSONTextItems(text: self, depth: open(isObject: false)) }

    func singleValueContainer() -> any SingleValueEncodingContainer { JSONTextScalar(text: self) }

    // MARK: What the containers write with

    func write<Value: Encodable>(_ value: Value) throws {
        let (depth, count) = (scopes.count, bytes.count)
        try value.encode(to: self)
        // A value that encodes nothing would leave a gap.
        if bytes.count == count { bytes += "{}".utf8 }
        close(downTo: depth)
    }

    func write(_ text: String) { text.writeJSON(to: &bytes) }
    func write(integer number: some BinaryInteger) { bytes += String(number).utf8 }
    func write(_ flag: Bool) { bytes += (flag ? "true" : "false").utf8 }
    func writeNull() { bytes += "null".utf8 }

    /// What is JSON text already.
    func write(json: some Sequence<UInt8>) { bytes += json }

    func write<Number: BinaryFloatingPoint & CustomStringConvertible>(number: Number) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(number, .init(codingPath: [], debugDescription: "JSON has no such number"))
        }
        bytes += number.description.utf8
    }

    func open(isObject: Bool) -> Int {
        bytes.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
        scopes.append(Scope(isObject: isObject, start: bytes.count))
        return scopes.count
    }

    /// The next member of the object or item of the array that is the innermost but for those that end now.
    func begin(_ name: String?, in depth: Int) {
        close(downTo: depth)
        let index = depth - 1
        if scopes[index].count > 0 { bytes.append(UInt8(ascii: ",")) }
        scopes[index].count += 1
        guard let name else { return }
        if let last = scopes[index].members.indices.last {
            scopes[index].members[last].end = bytes.count - 1
            if name < scopes[index].members[last].name { scopes[index].isSorted = false }
        }
        scopes[index].members.append((name: name, start: bytes.count, end: 0))
        name.writeJSON(to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    func count(in depth: Int) -> Int { scopes[depth - 1].count }

    private func close(downTo depth: Int) {
        while scopes.count > depth, var scope = scopes.popLast() {
            if let last = scope.members.indices.last { scope.members[last].end = bytes.count }
            if !scope.isSorted { sort(scope) }
            bytes.append(scope.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        }
    }

    private func sort(_ scope: Scope) {
        var sorted: [UInt8] = []
        sorted.reserveCapacity(bytes.count - scope.start)
        for member in scope.members.sorted(by: { $0.name < $1.name }) {
            if !sorted.isEmpty { sorted.append(UInt8(ascii: ",")) }
            sorted += bytes[member.start..<member.end]
        }
        bytes.replaceSubrange(scope.start..., with: sorted)
    }
}
