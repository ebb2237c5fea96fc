/// A `json` or `jsonb` value as its text. Bound as `json`, which the server assigns to columns of either type.
public struct PostgresJSON: Sendable, Hashable {
    public let text: String

    public init(text: String) {
        self.text = text
    }
}

extension PostgresJSON: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .json }
    public var postgresBytes: [UInt8] { Array(text.utf8) }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        guard type == .json || type == .jsonb else { throw PostgresDecodingError.wrongType(expected: .json, found: type) }
        self.init(text: try String(postgresBytes: bytes, type: type))
    }
}
