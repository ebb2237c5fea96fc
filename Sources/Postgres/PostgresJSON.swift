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

/// A `jsonb` value for COPY, which converts nothing: elsewhere `PostgresJSON` does for both.
public struct PostgresJSONB: Sendable, PostgresEncodable {
    public static var postgresType: PostgresType { .jsonb }
    public let postgresBytes: [UInt8]

    /// - Parameter utf8: JSON.
    public init(utf8: [UInt8]) {
        // The version of the binary form, which is the text.
        postgresBytes = [1] + utf8
    }
}
