import Accounts
import Approvals
import Foundation
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Testing

/// An order for somebody, by the database alone: what raw SQL with the service's own role could try.
@Suite(.database) struct OrderDelegationLineTests {
    private let desk: Desk
    private let quote: Quote
    private static let now = "2026-06-15T10:00:00Z"

    init() async throws {
        desk = try await Desk.open()
        quote = try await desk.approvedQuote().quote
    }

    private var cast: Cast { desk.app.cast }

    /// Everything is taken back again, whatever came of it.
    private func refusal(_ statements: [SQL]) async throws -> String? {
        struct Undone: Error {}
        do {
            try await TestDatabase.current.service.transaction(AccountScope(account: cast.acme.id.uuid).settings) { transaction in
                for statement in statements { try await transaction.run(Query<Void>(statement)) }
                throw Undone()
            }
            return nil
        } catch is Undone {
            return nil
        } catch let error as PostgresError {
            return error.constraint ?? error.sqlState
        }
    }

    /// Ana's buying, delegated to Sam, unless it says otherwise; then an order of it by Sam, for Ana.
    private func tried(
        of delegator: CastPerson? = nil, to delegate: CastPerson? = nil, _ act: String = "order", starting first: String = "2026-06-01",
        until last: String = "2026-06-30", upTo amount: String? = nil, _ currency: String = "EUR", revoked: String? = nil,
        by placer: CastPerson? = nil, for other: CastPerson? = nil, between: [SQL] = []
    ) throws -> [SQL] {
        let id = UUID()
        let (delegator, delegate) = (try member(delegator ?? cast.ana), try member(delegate ?? cast.sam))
        return [
            """
            INSERT INTO delegations (account_id, id, delegator_id, act, starts_on, ends_on, amount, currency, created_at, revoked_at)
            VALUES (\(cast.acme.id), \(id), \(delegator), \(act), \(first)::date, \(last)::date, \(amount)::text::numeric,
                CASE WHEN \(amount)::text IS NOT NULL THEN \(currency)::char(3) END, \(Self.now)::timestamptz,
                \(revoked)::text::timestamptz)
            """,
            "INSERT INTO delegates (account_id, delegation_id, membership_id) VALUES (\(cast.acme.id), \(id), \(delegate))",
        ] + between + [
            """
            INSERT INTO orders (account_id, id, number, origin, quote_id, revision, plan_id, plan_state, state, unit_id, requester_id,
                currency, total, line_count, placed_at, placed_by_id, placed_for_id, delegation_id)
            SELECT q.account_id, gen_random_uuid(), 999, 'quote', q.id, q.revision, q.plan_id, 'approved', 'received', q.unit_id,
                q.requester_id, q.currency, q.total, 1, \(Self.now)::timestamptz, \(try member(placer ?? cast.sam)),
                \(try member(other ?? cast.ana)), \(id)
            FROM quotes AS q
            WHERE q.id = \(quote.id)
            """
        ]
    }

    private func member(_ person: CastPerson) throws -> MembershipID { try #require(person.membership?.id) }

    @Test func `a delegation in force carries an order, to the last cent of its amount`() async throws {
        #expect(quote.total.amount == "11994.00")
        #expect(try await refusal(tried()) == nil)
        #expect(try await refusal(tried(starting: "2026-06-15", until: "2026-06-15", upTo: "11994.00")) == nil)
        #expect(try await refusal(tried(revoked: "2026-06-15T10:00:01Z")) == nil, "revoked afterwards")
    }

    @Test func `one that is over, to come, revoked, another's, of another act or of less carries none`() async throws {
        let ended: SQL = "UPDATE memberships SET ends_on = '2026-06-14' WHERE id = \(try member(cast.sam))"
        let left: SQL = "UPDATE memberships SET ends_on = '2026-06-14' WHERE id = \(try member(cast.ana))"
        let all: [String: [SQL]] = [
            "over": try tried(until: "2026-06-14"), "to come": try tried(starting: "2026-06-16"),
            "revoked": try tried(revoked: "2026-06-15T09:59:59Z"), "at that moment": try tried(revoked: Self.now),
            "less": try tried(upTo: "11993.99"), "another currency": try tried(upTo: "99999.00", "USD"),
            "to approve": try tried("approve"), "to somebody else": try tried(to: cast.aude), "of somebody else": try tried(of: cast.ada),
            "for somebody else": try tried(for: cast.ada), "by somebody else": try tried(by: cast.aude),
            "to oneself": try tried(to: cast.ana, by: cast.ana), "the delegate has left": try tried(between: [ended]),
            "the delegator has left": try tried(between: [left]),
        ]
        for (what, statements) in all { #expect(try await refusal(statements) == "orders_as_delegated", "\(what)") }
    }
}
