/// PostgreSQL's binary form of a one-dimensional array: dimensions, has-nulls, element type, (length, lower bound), elements.
enum BinaryArray {
    static func bytes(elementType: PostgresType, _ elements: [[UInt8]?]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + elements.reduce(0) { $0 + 4 + ($1?.count ?? 0) })
        bytes.append(bigEndian: Int32(elements.isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(elements.contains { $0 == nil } ? 1 : 0))
        bytes.append(bigEndian: elementType.oid)
        guard !elements.isEmpty else { return bytes }
        bytes.append(bigEndian: Int32(elements.count))
        bytes.append(bigEndian: Int32(1))
        for element in elements {
            bytes.append(bigEndian: Int32(element?.count ?? -1))
            if let element { bytes += element }
        }
        return bytes
    }

    static func elements<Element>(
        _ bytes: UnsafeRawBufferPointer, _ decode: (UnsafeRawBufferPointer?, PostgresType) throws -> Element
    ) throws -> [Element] {
        var reader = BinaryReader(bytes)
        let dimensions = try reader.next(Int32.self)
        _ = try reader.next(Int32.self)
        let type = PostgresType(oid: try reader.next(UInt32.self))
        guard dimensions > 0 else { return [] }
        guard dimensions == 1 else { throw PostgresDecodingError.badValue() }
        let count = Int(try reader.next(Int32.self))
        _ = try reader.next(Int32.self)
        // Each element has at least its length, so a count that lies cannot reserve more than the bytes that came.
        guard count >= 0, count <= bytes.count / 4 else { throw PostgresDecodingError.badValue() }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count {
            let length = Int(try reader.next(Int32.self))
            elements.append(try decode(length < 0 ? nil : try reader.bytes(length), type))
        }
        return elements
    }
}
