package import Kernel
package import Postgres

// Kernel knows no database and Postgres no product: here each value of the one learns the form of the other.

extension ID: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .uuid }
    package var postgresBytes: [UInt8] { uuid.postgresBytes }

    package init(postgresBytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self.init(try .init(postgresBytes: postgresBytes, type: type))
    }
}

extension Instant: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .timestamptz }
    package var postgresBytes: [UInt8] { PostgresTimestamp(microsecondsSince1970: microseconds).postgresBytes }

    package init(postgresBytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self.init(microseconds: try PostgresTimestamp(postgresBytes: postgresBytes, type: type).microsecondsSince1970)
    }
}

extension LocalDate: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .date }
    package var postgresBytes: [UInt8] { PostgresDate(daysSince1970: Int32(clamping: daysSince1970)).postgresBytes }

    package init(postgresBytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self.init(daysSince1970: Int(try PostgresDate(postgresBytes: postgresBytes, type: type).daysSince1970))
    }
}

/// `numeric(15,3)`.
extension Quantity: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .numeric }
    package var postgresBytes: [UInt8] { PostgresNumeric(unscaled: thousandths, scale: 3).postgresBytes }

    package init(postgresBytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self.init(thousandths: try PostgresNumeric(postgresBytes: postgresBytes, type: type).unscaled(atScale: 3))
    }
}

/// `numeric(7,4)`.
extension Percentage: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .numeric }
    package var postgresBytes: [UInt8] { PostgresNumeric(unscaled: Int64(tenThousandths), scale: 4).postgresBytes }

    package init(postgresBytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        let value = try PostgresNumeric(postgresBytes: postgresBytes, type: type).unscaled(atScale: 4)
        guard let small = Int32(exactly: value), let percentage = Percentage(tenThousandths: small) else {
            throw StoredValueError.notAPercentage(value)
        }
        self = percentage
    }
}

extension Digest: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .bytea }
    package var postgresBytes: [UInt8] { bytes }

    package init(postgresBytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        guard let digest = Digest(bytes: try [UInt8](postgresBytes: postgresBytes, type: type)) else {
            throw StoredValueError.notADigest(byteCount: postgresBytes.count)
        }
        self = digest
    }
}

/// `char(3)`; also read from `text`.
extension Currency: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .bpchar }
    package var postgresBytes: [UInt8] { Array(code.utf8) }

    package init(postgresBytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        let code = try String(postgresBytes: postgresBytes, type: type)
        guard let currency = Currency(code) else { throw StoredValueError.notACurrency(code) }
        self = currency
    }
}

/// The number alone: its kind is the table's.
extension DocumentNumber: PostgresEncodable {
    package static var postgresType: PostgresType { .int8 }
    package var postgresBytes: [UInt8] { value.postgresBytes }
}
