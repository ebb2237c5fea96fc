public import FoundationEssentials

extension Bool: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .bool }
    public var postgresBytes: [UInt8] { [self ? 1 : 0] }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        guard type == .bool else { throw PostgresDecodingError.wrongType(expected: .bool, found: type) }
        guard bytes.count == 1 else { throw PostgresDecodingError.badValue() }
        self = bytes[0] != 0
    }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int2 }
    public var postgresBytes: [UInt8] { [UInt8](bigEndian: self) }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self = try .decoded(bytes, type, expected: .int2)
    }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int4 }
    public var postgresBytes: [UInt8] { [UInt8](bigEndian: self) }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self = try .decoded(bytes, type, expected: .int4)
    }
}

extension Int64: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int8 }
    public var postgresBytes: [UInt8] { [UInt8](bigEndian: self) }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self = try .decoded(bytes, type, expected: .int8)
    }
}

/// Bound as `int8`; read from any integer column.
extension Int: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int8 }
    public var postgresBytes: [UInt8] { [UInt8](bigEndian: Int64(self)) }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self = try .decoded(bytes, type, expected: .int8)
    }
}

extension FixedWidthInteger {
    /// An integer column of any width that fits into this type.
    fileprivate static func decoded(_ bytes: UnsafeRawBufferPointer, _ type: PostgresType, expected: PostgresType) throws -> Self {
        var reader = BinaryReader(bytes)
        let value: Self? =
            switch type {
            case .int2: Self(exactly: try reader.next(Int16.self))
            case .int4: Self(exactly: try reader.next(Int32.self))
            case .int8: Self(exactly: try reader.next(Int64.self))
            default: throw PostgresDecodingError.wrongType(expected: expected, found: type)
            }
        guard let value, reader.isAtEnd else { throw PostgresDecodingError.badValue() }
        return value
    }
}

extension Double: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .float8 }
    public var postgresBytes: [UInt8] { [UInt8](bigEndian: bitPattern) }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        var reader = BinaryReader(bytes)
        switch type {
        case .float8: self = Double(bitPattern: try reader.next(UInt64.self))
        case .float4: self = Double(Float(bitPattern: try reader.next(UInt32.self)))
        default: throw PostgresDecodingError.wrongType(expected: .float8, found: type)
        }
    }
}

/// Bound as `text`; read from every type whose binary form is its text, enums among them, and from `jsonb`.
extension String: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .text }
    public var postgresBytes: [UInt8] { Array(utf8) }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        switch type {
        case .text, .varchar, .bpchar, .name, .json, .unknown, .char: self = String(decoding: bytes, as: UTF8.self)
        case .jsonb:
            guard bytes.first == 1 else { throw PostgresDecodingError.badValue() }
            self = String(decoding: bytes.dropFirst(), as: UTF8.self)
        case _ where type.isUserDefined:
            // An enum is sent as its label; any other type that somebody made is most likely not text.
            guard let text = String(validating: bytes, as: UTF8.self) else { throw PostgresDecodingError.badValue() }
            self = text
        default: throw PostgresDecodingError.wrongType(expected: .text, found: type)
        }
    }
}

extension UUID: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .uuid }
    public var postgresBytes: [UInt8] { withUnsafeBytes(of: uuid) { [UInt8]($0) } }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        guard type == .uuid else { throw PostgresDecodingError.wrongType(expected: .uuid, found: type) }
        guard bytes.count == 16 else { throw PostgresDecodingError.badValue() }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}
