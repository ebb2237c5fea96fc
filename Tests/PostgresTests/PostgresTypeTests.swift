import FoundationEssentials
import Postgres
import Testing

@Suite struct PostgresTypeTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every value comes back as it was bound`(seed: UInt64) async throws {
        try await TestCluster.shared.withDatabase { database in
            func check<T: PostgresEncodable & PostgresDecodable & Equatable>(_ make: (inout SeededGenerator) -> T) async throws {
                var random = SeededGenerator(seed: seed)
                for _ in 0..<40 {
                    let value = make(&random)
                    let back = try await database.query(.one("SELECT \(value)") { try $0.next(T.self) })
                    #expect(back == value, "seed \(seed)")
                }
            }
            try await check { Bool.random(using: &$0) }
            try await check { $0.integer(Int16.self) }
            try await check { $0.integer(Int32.self) }
            try await check { $0.integer(Int64.self) }
            try await check { $0.integer(Int.self) }
            try await check { Double($0.integer(Int64.self)) / 1024 }
            try await check { $0.text() }
            try await check { $0.bytes() }
            try await check { _ in UUID() }
            try await check { PostgresNumeric(unscaled: $0.integer(), scale: Int.random(in: 0...18, using: &$0)) }
            try await check { PostgresTimestamp(microsecondsSince1970: $0.integer(Int64.self) / 64) }
            try await check { PostgresDate(daysSince1970: $0.integer(Int32.self) / 1024) }
            try await check { PostgresJSON(text: "{\"n\": \($0.integer(Int64.self))}") }
            try await check { $0.list { $0.integer(Int64.self) } }
            try await check { $0.list { $0.text() } }
            try await check { $0.list { $0.bytes() } }
            try await check { $0.list { _ in UUID() } }
            try await check { $0.list { PostgresNumeric(unscaled: $0.integer(), scale: 4) } }
        }
    }

    @Test(
        arguments: [
            ("0", 0, 0), ("0.00", 0, 2), ("1", 1, 0), ("-1", -1, 0), ("10000", 10_000, 0), ("0.0001", 1, 4), ("0.00001", 1, 5),
            ("12345678.9", 123_456_789, 1), ("100000000.0000", 1_000_000_000_000, 4), ("-0.10", -10, 2), ("9999.9999", 99_999_999, 4),
            ("922337203685477.5807", .max, 4), ("-922337203685477.5808", .min, 4), ("0.9223372036854775807", .max, 19),
        ] as [(String, Int64, Int)])
    func `a numeric means the same on both sides`(text: String, unscaled: Int64, scale: Int) async throws {
        try await TestCluster.shared.withDatabase { database in
            let value = PostgresNumeric(unscaled: unscaled, scale: scale)
            let (there, back) = try await database.query(
                .one("SELECT \(value)::text, \(text)::text::numeric") { row in
                    (try row.next(String.self), try row.next(PostgresNumeric.self))
                })
            #expect(there == text)
            #expect(back == value)
        }
    }

    @Test(arguments: ["NaN", "Infinity", "-Infinity", "9223372036854775808", "1e40", "0.92233720368547758070"])
    func `a numeric that does not fit is refused`(text: String) async throws {
        try await TestCluster.shared.withDatabase { database in
            await #expect(throws: PostgresDecodingError.badValue(column: 1)) {
                try await database.query(.one("SELECT \(text)::text::numeric") { try $0.next(PostgresNumeric.self) })
            }
        }
    }

    @Test func `rescaling a numeric never rounds`() throws {
        #expect(try PostgresNumeric(unscaled: 125, scale: 2).unscaled(atScale: 4) == 12_500)
        #expect(try PostgresNumeric(unscaled: 12_500, scale: 4).unscaled(atScale: 2) == 125)
        #expect(try PostgresNumeric(unscaled: 0, scale: 9).unscaled(atScale: 0) == 0)
        #expect(throws: PostgresDecodingError.self) { try PostgresNumeric(unscaled: 125, scale: 2).unscaled(atScale: 1) }
        #expect(throws: PostgresDecodingError.self) { try PostgresNumeric(unscaled: .max, scale: 0).unscaled(atScale: 1) }
    }

    @Test func `times and days mean the same on both sides`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let (time, day) = try await database.query(
                .one("SELECT timestamptz '2024-02-29 12:34:56.789012Z', date '1969-12-31'") { row in
                    (try row.next(PostgresTimestamp.self), try row.next(PostgresDate.self))
                })
            #expect(time.microsecondsSince1970 == 1_709_210_096_789_012)
            #expect(day.daysSince1970 == -1)
        }
    }

    @Test func `NULL is nil in both directions, in arrays as well`() async throws {
        try await TestCluster.shared.withDatabase { database in
            let (text, array) = try await database.query(
                .one("SELECT \(String?.none), \([1, nil, 3] as [Int?])") { row in
                    (try row.next(String?.self), try row.next([Int?].self))
                })
            #expect(text == nil)
            #expect(array == [1, nil, 3])
        }
    }

    @Test func `what does not fit says which column and why`() async throws {
        try await TestCluster.shared.withDatabase { database in
            func error<T: PostgresDecodable>(_ sql: SQL, _: T.Type) async -> PostgresDecodingError? {
                await #expect(throws: PostgresDecodingError.self) {
                    try await database.query(
                        .one(sql) { row in
                            _ = try row.next(Int.self)
                            _ = try row.next(T.self)
                        })
                }
            }
            #expect(await error("SELECT 1, NULL::int8", Int.self) == .unexpectedNull(column: 2))
            #expect(await error("SELECT 1, 'x'::text", Int.self) == .wrongType(column: 2, expected: .int8, found: .text))
            #expect(await error("SELECT 1, 70000", Int16.self) == .badValue(column: 2))
            #expect(await error("SELECT 1, '{1,NULL}'::int8[]", [Int].self) == .unexpectedNull(column: 2))
            #expect(await error("SELECT 1, 'infinity'::timestamptz", PostgresTimestamp.self) == .badValue(column: 2))
            #expect(await error("SELECT 1", Int.self) == .tooFewColumns)
            #expect(await error("SELECT 1, 2 WHERE false", Int.self) == .noRow)
        }
    }

    @Test func `an enum and a jsonb are read as text`() async throws {
        try await TestCluster.shared.withDatabase { database in
            _ = try await database.query(Query<Void>("CREATE TYPE mood AS ENUM ('glad')"))
            let (mood, json) = try await database.query(
                .one("SELECT 'glad'::mood, '{\"a\":1}'::jsonb") { row in (try row.next(String.self), try row.next(PostgresJSON.self)) })
            #expect(mood == "glad")
            #expect(json.text == "{\"a\": 1}")
        }
    }
}
