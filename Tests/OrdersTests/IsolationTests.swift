import Accounts
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing

/// Rule 19, by the database alone: every table with an account's rows, found in the catalog and not in a list that could be forgotten.
@Suite(.database) struct IsolationTests {
    private func tables() async throws -> [String] {
        try await TestDatabase.current.owner.query(
            Query.all(
                """
                SELECT c.relname
                FROM pg_class AS c
                JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                ORDER BY c.relname
                """
            ) { try $0.next(String.self) })
    }

    @Test func `no row of another account is visible in any table, with no account none at all`() async throws {
        let desk = try await Desk.open()
        let cast = desk.app.cast
        let (quote, _) = try await desk.approvedQuote()
        _ = try await desk.ordered(quote, by: desk.app.caller(cast.ana))
        var filled: [String] = []
        for table in try await tables() {
            let others = Query<Int>.one(SQL(stringLiteral: "SELECT count(*) FROM \(table) WHERE account_id = '\(cast.acme.id)'")) {
                try $0.next(Int.self)
            }
            if try await desk.app.database.owner.query(others) > 0 { filled.append(table) }
            for scope in [
                AccountScope(account: cast.rival.id, person: cast.ravi.person.id), AccountScope(account: cast.rival.id.uuid), .none,
            ] {
                do {
                    #expect(try await desk.app.database.service.read(scope.settings, others) == 0, "\(table)")
                } catch let error as PostgresError {
                    #expect(error.sqlState == "42501", "\(table)")
                }
            }
        }
        let walked = [
            "approval_decisions", "approval_plans", "approval_steps", "contracts", "events", "memberships", "order_lines", "orders",
            "price_rules", "price_tiers", "purchase_totals", "quote_lines", "quote_revisions", "quotes", "units",
        ]
        #expect(Set(walked).isSubset(of: filled), "tables without a row prove nothing")
    }

    @Test func `no row of another account can be changed, moved or deleted in any table`() async throws {
        let desk = try await Desk.open()
        let cast = desk.app.cast
        let (quote, _) = try await desk.approvedQuote()
        _ = try await desk.ordered(quote, by: desk.app.caller(cast.ana))
        let settings = AccountScope(account: cast.rival.id.uuid).settings
        for table in try await tables() {
            let statements = [
                "DELETE FROM \(table) WHERE account_id = '\(cast.acme.id)'",
                "UPDATE \(table) SET account_id = '\(cast.rival.id)' WHERE account_id = '\(cast.acme.id)'",
                "UPDATE \(table) SET account_id = '\(cast.acme.id)' WHERE account_id = '\(cast.rival.id)'",
            ]
            let own = Query<Int>.one(SQL(stringLiteral: "SELECT count(*) FROM \(table) WHERE account_id = '\(cast.acme.id)'")) {
                try $0.next(Int.self)
            }
            let before = try await desk.app.database.owner.query(own)
            for statement in statements {
                do {
                    let query = Query<Int>(SQL(stringLiteral: statement)) { $0.affected }
                    let affected = try await desk.app.database.service.transaction(settings) { try await $0.run(query) }
                    #expect(affected == 0, "\(statement)")
                } catch let error as PostgresError {
                    // Not granted, or a row's new account is not the transaction's.
                    #expect(error.sqlState == "42501", "\(statement): \(String(reflecting: error))")
                }
            }
            #expect(try await desk.app.database.owner.query(own) == before, "\(table)")
        }
    }
}
