import FoundationEssentials
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing

/// Kernel's values go into PostgreSQL and come back as they were; what PostgreSQL says of them is what they mean.
@Suite(.database) struct KernelValuesTests {
    private var database: Database { TestDatabase.current.service }

    private func roundTrip<Value: PostgresEncodable & PostgresDecodable>(_ value: Value) async throws -> Value {
        try await database.query(Query<Value>.one("SELECT \(value)") { try $0.next() })
    }

    @Test func `every value comes back as it went in`() async throws {
        let usd = try #require(Currency("USD"))
        let id = ID<Self>(UUID())
        #expect(try await roundTrip(id) == id)
        #expect(try await roundTrip(usd) == usd)
        for microseconds in [0, 1, -1, 1_700_000_000_123_456, -62_135_596_800_000_000] as [Int64] {
            let instant = Instant(microseconds: microseconds)
            #expect(try await roundTrip(instant) == instant)
        }
        for text in ["2024-02-29", "1969-12-31", "0001-01-01", "9999-12-31"] {
            let date = try #require(LocalDate(text))
            #expect(try await roundTrip(date) == date)
        }
        for thousandths in [0, 1, -1, 2_500, 999_999_999_999_999, -999_999_999_999_999] as [Int64] {
            let quantity = Quantity(thousandths: thousandths)
            #expect(try await roundTrip(quantity) == quantity)
        }
        for tenThousandths in [0, 1, 125_000, 1_000_000] as [Int32] {
            let percentage = try #require(Percentage(tenThousandths: tenThousandths))
            #expect(try await roundTrip(percentage) == percentage)
        }
        let digest = try #require(Digest(bytes: (0..<32).map { UInt8($0 * 8) }))
        #expect(try await roundTrip(digest) == digest)
    }

    @Test(arguments: [0, 1, -1, 12_990_000, 9_999, 10_000, -123_456_789, 999_999_999_999_999_999, -999_999_999_999_999_999] as [Int64])
    func `money is numeric with four decimals beside its currency`(_ tenThousandths: Int64) async throws {
        let usd = try #require(Currency("USD"))
        let money = Money(tenThousandths: tenThousandths, usd)
        let (back, text) = try await database.query(
            Query<(Money, String)>.one("SELECT \(money.stored), \(usd), \(money.stored)::numeric(19,4)::text") {
                (try $0.money(), try $0.next())
            })
        #expect(back == money)
        #expect(Money(text, usd) == money)
    }

    @Test func `what PostgreSQL reads is the day, the time and the number that were meant`() async throws {
        let date = try #require(LocalDate("2024-02-29"))
        let instant = try #require(Instant("2024-02-29T12:34:56.789012Z"))
        let text = try await database.query(
            Query<String>.one(
                """
                SELECT \(date)::text || ' ' || to_char(\(instant) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || ' '
                       || \(Quantity(thousandths: 2500))::text
                """
            ) { try $0.next() })
        #expect(text == "2024-02-29 2024-02-29 12:34:56.789012 2.500")
    }

    @Test func `money that is not there is nil, and an amount without a currency is refused`() async throws {
        let none = try await database.query(
            Query<Money?>("SELECT NULL::numeric, NULL::char(3)") { try $0.first { try $0.optionalMoney() } ?? nil })
        #expect(none == nil)
        await #expect(throws: StoredValueError.amountWithoutCurrency) {
            _ = try await database.query(
                Query<Money?>("SELECT 1.5::numeric, NULL::char(3)") { try $0.first { try $0.optionalMoney() } ?? nil })
        }
    }

    @Test func `a stored value that its type cannot hold is refused`() async throws {
        await #expect(throws: StoredValueError.notAPercentage(1_000_001)) {
            _ = try await database.query(Query<Percentage>.one("SELECT 100.0001::numeric") { try $0.next() })
        }
        await #expect(throws: StoredValueError.notACurrency("usd")) {
            _ = try await database.query(Query<Currency>.one("SELECT 'usd'::char(3)") { try $0.next() })
        }
        await #expect(throws: StoredValueError.notADigest(byteCount: 2)) {
            _ = try await database.query(Query<Digest>.one("SELECT '\\x0102'::bytea") { try $0.next() })
        }
    }

    @Test func `a transaction's scope is what row security reads`() async throws {
        let account = UUID()
        let person = UUID()
        let scope = AccountScope(account: account, person: person)
        let query = Query<(UUID?, UUID?)>.one("SELECT app_account(), app_person()") { (try $0.next(UUID?.self), try $0.next(UUID?.self)) }
        let seen = try await database.read(scope.settings, query)
        #expect(seen.0 == account && seen.1 == person)
        let after = try await database.query(query)
        #expect(after.0 == nil && after.1 == nil)
    }
}
