import CLibPQ

/// A row of an answer, read column by column from left to right.
public struct Row {
    private let result: PostgresResult
    private let index: Int32
    private var column: Int32 = 0

    init(result: PostgresResult, index: Int32) {
        self.result = result
        self.index = index
    }

    /// The next column, which may not be NULL.
    public mutating func next<T: PostgresDecodable>(_: T.Type = T.self) throws -> T {
        guard let value = try nextIfPresent(T.self) else { throw PostgresDecodingError.unexpectedNull(column: Int(column)) }
        return value
    }

    /// The next column; nil where it is NULL.
    public mutating func next<T: PostgresDecodable>(_: T?.Type = T?.self) throws -> T? {
        try nextIfPresent(T.self)
    }

    private mutating func nextIfPresent<T: PostgresDecodable>(_: T.Type) throws -> T? {
        let pointer = result.pointer
        guard column < PQnfields(pointer) else { throw PostgresDecodingError.tooFewColumns }
        defer { column += 1 }
        guard PQgetisnull(pointer, index, column) == 0 else { return nil }
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(pointer, index, column), count: Int(PQgetlength(pointer, index, column)))
        do {
            return try T(postgresBytes: bytes, type: PostgresType(oid: PQftype(pointer, column)))
        } catch let error as PostgresDecodingError {
            throw error.at(column: Int(column) + 1)
        }
    }
}
