/// A value that can be read from a column of a result in PostgreSQL's binary format.
public protocol PostgresDecodable: PostgresDecodableElement {
    /// Throws `PostgresDecodingError` where the column's type or bytes do not fit.
    init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws
}

/// What a decoded array may hold: every `PostgresDecodable`, an optional one where elements may be NULL, or `UInt8` (`bytea`).
/// There is nothing to implement: a `PostgresDecodable` type has it all by default.
public protocol PostgresDecodableElement: SendableMetatype {
    static func array(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws -> [Self]
}

extension PostgresDecodable {
    public static func array(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws -> [Self] {
        try BinaryArray.elements(bytes) { element, type in
            guard let element else { throw PostgresDecodingError.unexpectedNull() }
            return try Self(postgresBytes: element, type: type)
        }
    }
}

extension Optional: PostgresDecodableElement where Wrapped: PostgresDecodable {
    public static func array(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws -> [Wrapped?] {
        try BinaryArray.elements(bytes) { element, type in try element.map { try Wrapped(postgresBytes: $0, type: type) } }
    }
}

extension UInt8: PostgresDecodableElement {
    public static func array(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws -> [UInt8] {
        guard type == .bytea else { throw PostgresDecodingError.wrongType(expected: .bytea, found: type) }
        return Array(bytes)
    }
}

extension Array: PostgresDecodableElement where Element: PostgresDecodableElement {}

extension Array: PostgresDecodable where Element: PostgresDecodableElement {
    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self = try Element.array(postgresBytes: bytes, type: type)
    }
}
