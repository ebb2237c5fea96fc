/// Writes the rows of a COPY in PostgreSQL's binary format. Rows are sent in chunks, and `row` waits while the server is behind, so any
/// number of them needs the memory of one chunk.
public struct CopyWriter: ~Copyable {
    private let connection: Connection
    private var buffer: [UInt8]
    /// Rows written until now.
    public private(set) var count = 0

    init(_ connection: Connection) {
        self.connection = connection
        buffer = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]
        buffer.reserveCapacity(Wire.copyChunk * 2)
    }

    /// One row: a value for each column that the statement names, in its order and of exactly its type, since COPY converts nothing.
    public mutating func row<each Column: PostgresEncodable>(_ columns: repeat (each Column)?) async throws {
        let start = buffer.count
        buffer.append(bigEndian: Int16(0))
        var columnCount: Int16 = 0
        for column in repeat each columns {
            columnCount += 1
            append(column?.postgresBytes)
        }
        buffer[start] = UInt8(truncatingIfNeeded: columnCount >> 8)
        buffer[start + 1] = UInt8(truncatingIfNeeded: columnCount)
        count += 1
        if buffer.count >= Wire.copyChunk { try await flush() }
    }

    mutating func finish() async throws {
        buffer.append(bigEndian: Int16(-1))
        try await flush()
    }

    private mutating func append(_ bytes: [UInt8]?) {
        guard let bytes else { return buffer.append(bigEndian: Int32(-1)) }
        buffer.append(bigEndian: Int32(bytes.count))
        buffer.append(contentsOf: bytes)
    }

    private mutating func flush() async throws {
        try await connection.sendCopyData(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
