/// Reads PostgreSQL's binary format (network byte order) from left to right.
struct BinaryReader {
    private var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func next<Integer: FixedWidthInteger>(_: Integer.Type) throws(PostgresDecodingError) -> Integer {
        let size = MemoryLayout<Integer>.size
        guard rest.count >= size else { throw .badValue() }
        let value = rest.loadUnaligned(as: Integer.self)
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(size))
        return Integer(bigEndian: value)
    }

    mutating func bytes(_ count: Int) throws(PostgresDecodingError) -> UnsafeRawBufferPointer {
        guard rest.count >= count else { throw .badValue() }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }
}

extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    init(bigEndian value: some FixedWidthInteger) {
        self = Swift.withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) }
    }
}
