/// A value that can be bound to a parameter or written by COPY, in PostgreSQL's binary format.
public protocol PostgresEncodable: PostgresEncodableElement {
    static var postgresType: PostgresType { get }
    var postgresBytes: [UInt8] { get }
}

/// What an array may hold to be bound itself: every `PostgresEncodable`, an optional one, or `UInt8` (`[UInt8]` is `bytea`).
/// There is nothing to implement: a `PostgresEncodable` type has it all by default.
public protocol PostgresEncodableElement: Sendable {
    static var postgresArrayType: PostgresType { get }
    static func postgresBytes(of array: [Self]) -> [UInt8]
}

extension PostgresEncodable {
    public static var postgresArrayType: PostgresType { postgresType.array }

    public static func postgresBytes(of array: [Self]) -> [UInt8] {
        // Not by a key path: a generic one is put together anew at every call.
        BinaryArray.bytes(elementType: postgresType, array.map { $0.postgresBytes })
    }
}

extension Optional: PostgresEncodableElement where Wrapped: PostgresEncodable {
    public static var postgresArrayType: PostgresType { Wrapped.postgresType.array }

    public static func postgresBytes(of array: [Wrapped?]) -> [UInt8] {
        BinaryArray.bytes(elementType: Wrapped.postgresType, array.map { $0?.postgresBytes })
    }
}

extension UInt8: PostgresEncodableElement {
    public static var postgresArrayType: PostgresType { .bytea }
    public static func postgresBytes(of array: [UInt8]) -> [UInt8] { array }
}

extension Array: PostgresEncodableElement where Element: PostgresEncodableElement {}

extension Array: PostgresEncodable where Element: PostgresEncodableElement {
    public static var postgresType: PostgresType { Element.postgresArrayType }
    public var postgresBytes: [UInt8] { Element.postgresBytes(of: self) }
}
