/// A `date`: days since 1970-01-01 in the proleptic Gregorian calendar. `infinity` is refused when read.
public struct PostgresDate: Sendable, Hashable {
    public let daysSince1970: Int32

    public init(daysSince1970: Int32) {
        self.daysSince1970 = daysSince1970
    }
}

extension PostgresDate: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .date }
    public var postgresBytes: [UInt8] { [UInt8](bigEndian: daysSince1970 &- Self.epoch) }

    public init(postgresBytes bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        guard type == .date else { throw PostgresDecodingError.wrongType(expected: .date, found: type) }
        var reader = BinaryReader(bytes)
        let value = try reader.next(Int32.self)
        let (sum, overflow) = value.addingReportingOverflow(Self.epoch)
        guard value != .max, value != .min, !overflow else { throw PostgresDecodingError.badValue() }
        self.init(daysSince1970: sum)
    }

    /// The server counts from 2000-01-01.
    private static let epoch: Int32 = 10_957
}
