/// A `timestamptz`: microseconds since 1970-01-01 00:00 UTC, which is exactly what the server keeps. `infinity` is refused when read.
public struct PostgresTimestamp: Sendable, Hashable {
    public let microsecondsSince1970: Int64

    public init(microsecondsSince1970: Int64) {
        self.microsecondsSince1970 = microsecondsSince1970
    }
}

extension PostgresTimestamp: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .timestamptz }
    public var postgresBytes: [UInt8] { [UInt8](bigEndian: microsecondsSince1970 &- Self.epoch) }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        guard type == .timestamptz else { throw PostgresDecodingError.wrongType(expected: .timestamptz, found: type) }
        var reader = BinaryReader(bytes)
        let value = try reader.next(Int64.self)
        let (sum, overflow) = value.addingReportingOverflow(Self.epoch)
        guard value != .max, value != .min, !overflow else { throw PostgresDecodingError.badValue() }
        self.init(microsecondsSince1970: sum)
    }

    /// The server counts from 2000-01-01 00:00 UTC.
    private static let epoch: Int64 = 946_684_800_000_000
}
