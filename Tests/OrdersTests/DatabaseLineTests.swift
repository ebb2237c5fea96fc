import Accounts
import Approvals
import Foundation
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Testing

/// What the database refuses by itself, whatever the service were to ask of it: raw SQL with the service's own role.
@Suite(.database) struct DatabaseLineTests {
    private func refusal(_ statement: SQL, in account: AccountID) async throws -> PostgresError {
        try await #require(throws: PostgresError.self) {
            try await TestDatabase.current.service.transaction(AccountScope(account: account.uuid).settings) { transaction in
                try await transaction.run(Query<Void>(statement))
            }
        }
    }

    private func decision(_ plan: ApprovalPlan, by person: CastPerson, asFor requester: PersonID? = nil, on digest: Digest? = nil) throws
        -> SQL
    {
        let membership = try #require(person.membership)
        return """
            INSERT INTO approval_decisions (account_id, id, plan_id, step, decision, digest, requester_person_id, submitter_person_id,
                membership_id, person_id, decided_at)
            VALUES (\(membership.account), \(UUID()), \(plan.id), 1, 'approve', \(digest ?? plan.subject.digest),
                \(requester ?? plan.subject.requesterPerson), \(requester ?? plan.subject.submitterPerson), \(membership.id),
                \(membership.person), '2026-06-15T10:00:00Z')
            """
    }

    @Test func `a decision by who asked, under a false name of who asked, or on other content is refused`() async throws {
        let desk = try await Desk.open()
        let cast = desk.app.cast
        let plan = try await desk.submitted(desk.quote(), by: desk.app.caller(cast.ana)).plan
        let acme = cast.acme.id
        #expect(try await refusal(decision(plan, by: cast.ana), in: acme).constraint == "approval_decisions_never_by_the_requester")
        #expect(
            try await refusal(decision(plan, by: cast.ana, asFor: cast.sam.person.id), in: acme).constraint
                == "approval_decisions_on_the_content_shown")
        let other = try #require(Digest(bytes: [UInt8](repeating: 7, count: 32)))
        #expect(
            try await refusal(decision(plan, by: cast.omar, on: other), in: acme).constraint == "approval_decisions_on_the_content_shown")
        _ = try await desk.decided(plan, .approve, by: desk.app.caller(cast.omar))
        #expect(try await refusal(decision(plan, by: cast.ada), in: acme).constraint == "approval_decisions_one_per_step")
    }

    private func order(_ quote: Quote, _ plan: ApprovalPlan, revision: Int = 1, state: String = "approved", number: Int = 900) -> SQL {
        """
        INSERT INTO orders (account_id, id, number, origin, quote_id, revision, plan_id, plan_state, state, unit_id, requester_id, currency,
            total, line_count, placed_at)
        SELECT q.account_id, \(UUID()), \(number), 'quote', q.id, \(revision), \(plan.id), \(state), 'received', q.unit_id, q.requester_id,
            q.currency, q.total, 1, q.updated_at
        FROM quotes AS q
        WHERE q.id = \(quote.id)
        """
    }

    @Test func `an order without its revision's complete plan, and a second one, is refused`() async throws {
        let desk = try await Desk.open()
        let (acme, ana) = (desk.app.cast.acme.id, try await desk.app.caller(desk.app.cast.ana))
        let waiting = try await desk.submitted(desk.quote(), by: ana)
        #expect(try await refusal(order(waiting.quote, waiting.plan), in: acme).constraint == "orders_under_a_complete_plan")
        #expect(
            try await refusal(order(waiting.quote, waiting.plan, state: "pending"), in: acme).constraint == "orders_only_when_approved")
        let (approved, plan) = try await desk.approvedQuote()
        #expect(try await refusal(order(waiting.quote, plan), in: acme).constraint == "orders_under_a_complete_plan")
        #expect(try await refusal(order(approved, plan, revision: 2), in: acme).sqlState == "23503")
        _ = try await desk.ordered(approved, by: ana)
        #expect(try await refusal(order(approved, plan), in: acme).constraint == "orders_one_per_revision")
    }

    @Test(arguments: [
        "quote_revisions", "quote_revision_lines", "approval_decisions", "approval_steps", "approval_policies", "events",
        "contract_versions",
        "assortment_rules", "price_rules", "price_tiers", "order_lines",
    ])
    func `what has been published, submitted, decided or recorded is neither changed nor deleted`(_ table: String) async throws {
        let desk = try await Desk.open()
        let (quote, _) = try await desk.approvedQuote()
        _ = try await desk.ordered(quote, by: desk.app.caller(desk.app.cast.ana))
        let acme = desk.app.cast.acme.id
        let count = Query<Int>.one(SQL(stringLiteral: "SELECT count(*) FROM \(table)")) { try $0.next(Int.self) }
        #expect(try await desk.app.database.owner.query(count) > 0)
        #expect(try await refusal(SQL(stringLiteral: "DELETE FROM \(table)"), in: acme).sqlState == "42501")
        let update = SQL(stringLiteral: "UPDATE \(table) SET account_id = account_id")
        #expect(try await refusal(update, in: acme).sqlState == "42501")
    }

    @Test(arguments: [
        "UPDATE approval_plans SET digest = sha256('x')", "UPDATE approval_plans SET requester_person_id = gen_random_uuid()",
        "UPDATE approval_plans SET total = 0",
        "UPDATE approval_plans SET editor_person_ids = '{}'", "UPDATE approval_plans SET step_count = 0", "DELETE FROM approval_plans",
        "UPDATE orders SET total = 0",
        "UPDATE orders SET plan_id = NULL",
        "DELETE FROM orders", "DELETE FROM quotes", "UPDATE contracts SET currency = 'USD'", "DELETE FROM accounts",
        "DELETE FROM memberships",
    ])
    func `what a plan and an order are about cannot be changed`(_ statement: String) async throws {
        let desk = try await Desk.open()
        #expect(try await refusal(SQL(stringLiteral: statement), in: desk.app.cast.acme.id).sqlState == "42501")
    }
}
