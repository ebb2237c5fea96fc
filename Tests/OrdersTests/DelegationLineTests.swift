import Accounts
import Approvals
import Foundation
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Testing

/// Rule 7 for those who decide for somebody, by the database alone: what raw SQL with the service's own role could try.
@Suite(.database) struct DelegationLineTests {
    private let desk: Desk
    private let waiting: SubmittedQuote

    init() async throws {
        desk = try await Desk.open()
        waiting = try await desk.submitted(desk.quote(), by: desk.app.caller(desk.app.cast.ana))
    }

    private var cast: Cast { desk.app.cast }

    private func refusal(_ statements: SQL...) async throws -> String? {
        do {
            try await TestDatabase.current.service.transaction(AccountScope(account: cast.acme.id.uuid).settings) { transaction in
                for statement in statements { try await transaction.run(Query<Void>(statement)) }
            }
            return nil
        } catch let error as PostgresError {
            return error.constraint ?? error.sqlState
        }
    }

    private func delegation(
        _ id: UUID, of delegator: CastPerson, to delegate: CastPerson, _ act: String = "approve", from: String = "2026-06-01",
        to last: String = "2026-06-30", upTo amount: Int? = nil
    ) throws -> [SQL] {
        let (delegator, delegate) = (try #require(delegator.membership?.id), try #require(delegate.membership?.id))
        return [
            """
            INSERT INTO delegations (account_id, id, delegator_id, act, starts_on, ends_on, amount, currency, created_at)
            VALUES (\(cast.acme.id), \(id), \(delegator), \(act), \(from)::date, \(last)::date, \(amount)::bigint,
                CASE WHEN \(amount)::bigint IS NOT NULL THEN 'EUR' END, '2026-06-15T10:00:00Z')
            """,
            "INSERT INTO delegates (account_id, delegation_id, membership_id) VALUES (\(cast.acme.id), \(id), \(delegate))",
        ]
    }

    /// By `person`, for `delegator`, under a delegation.
    private func decision(
        by person: CastPerson, for delegator: CastPerson, as forPerson: CastPerson? = nil, under delegation: UUID,
        _ verdict: String = "approve", on plan: ApprovalPlan? = nil
    ) throws -> SQL {
        let (own, other) = (try #require(person.membership), try #require(delegator.membership))
        return """
            INSERT INTO approval_decisions (account_id, id, plan_id, step, decision, digest, requester_person_id, submitter_person_id,
                membership_id, person_id, decided_at, delegation_id, for_membership_id, for_person_id)
            SELECT p.account_id, gen_random_uuid(), p.id, 1, \(verdict), p.digest, p.requester_person_id, p.submitter_person_id,
                \(own.id), \(own.person), '2026-06-15T10:00:00Z', \(delegation), \(other.id), \(forPerson?.person.id ?? other.person)
            FROM approval_plans AS p
            WHERE p.id = \((plan ?? waiting.plan).id)
            """
    }

    @Test func `a decision for somebody is refused where either has asked for it`() async throws {
        let id = UUID()
        let own = try delegation(id, of: cast.omar, to: cast.ana)
        #expect(
            try await refusal(own[0], own[1], decision(by: cast.ana, for: cast.omar, under: id))
                == "approval_decisions_never_by_the_requester")
        let asked = try delegation(id, of: cast.ana, to: cast.sam)
        #expect(
            try await refusal(asked[0], asked[1], decision(by: cast.sam, for: cast.ana, under: id))
                == "approval_decisions_never_for_the_requester")
        // Naming somebody else's person does not help.
        #expect(
            try await refusal(asked[0], asked[1], decision(by: cast.sam, for: cast.ana, as: cast.omar, under: id))
                == "approval_decisions_as_delegated")
        #expect(
            try await refusal(own[0], own[1], decision(by: cast.ana, for: cast.omar, as: cast.ana, under: id)) != nil)
        #expect(
            try await refusal(try delegation(id, of: cast.omar, to: cast.omar)[0], decision(by: cast.omar, for: cast.omar, under: id))
                == "approval_decisions_for_somebody_else")
    }

    @Test func `nor where either has submitted or changed it`() async throws {
        _ = try await desk.withdrawn(waiting.quote, .recall, by: desk.app.caller(cast.ana))
        let more = EditQuote.Edit.changeLine(position: 1, quantity: Quantity(13))
        let edited = try await desk.edited(desk.current(waiting.quote), more, by: desk.app.caller(cast.ada))
        let again = try await desk.submitted(edited, by: desk.app.caller(cast.ada)).plan
        let id = UUID()
        let ada = try delegation(id, of: cast.ada, to: cast.sam)
        #expect(
            try await refusal(ada[0], ada[1], decision(by: cast.sam, for: cast.ada, under: id, on: again))
                == "approval_decisions_never_for_the_submitter")
        _ = try await desk.withdrawn(desk.current(edited), .recall, by: desk.app.caller(cast.ana))
        let third = try await desk.submitted(desk.current(edited), by: desk.app.caller(cast.ana)).plan
        #expect(
            try await refusal(ada[0], ada[1], decision(by: cast.sam, for: cast.ada, under: id, on: third))
                == "approval_decisions_never_by_an_editor")
    }

    @Test func `a delegation that is over, another's, of another act or of less carries no decision`() async throws {
        let id = UUID()
        let tried: [[SQL]] = [
            try delegation(id, of: cast.omar, to: cast.sam, from: "2026-06-01", to: "2026-06-14"),
            try delegation(id, of: cast.omar, to: cast.sam, from: "2026-06-16"), try delegation(id, of: cast.omar, to: cast.aude),
            try delegation(id, of: cast.ada, to: cast.sam), try delegation(id, of: cast.omar, to: cast.sam, "order"),
            try delegation(id, of: cast.omar, to: cast.sam, upTo: 1000),
        ]
        for statements in tried {
            #expect(
                try await refusal(statements[0], statements[1], decision(by: cast.sam, for: cast.omar, under: id))
                    == "approval_decisions_as_delegated")
        }
        let less = try delegation(UUID(), of: cast.omar, to: cast.sam, upTo: 1000)
        #expect(less.count == 2)
        let whole = try delegation(id, of: cast.omar, to: cast.sam)
        let revoked: SQL = "UPDATE delegations SET revoked_at = '2026-06-15T09:59:59Z' WHERE id = \(id)"
        #expect(
            try await refusal(whole[0], whole[1], revoked, decision(by: cast.sam, for: cast.omar, under: id))
                == "approval_decisions_as_delegated")
        #expect(try await refusal(whole[0], whole[1], decision(by: cast.sam, for: cast.omar, under: id)) == nil, "as the service does it")
    }

    @Test func `a delegation is never lengthened, nor brought back`() async throws {
        let id = UUID()
        let made = try delegation(id, of: cast.omar, to: cast.sam)
        #expect(try await refusal(made[0], made[1]) == nil)
        #expect(try await refusal("UPDATE delegations SET ends_on = '2026-07-01' WHERE id = \(id)") == "delegations_only_shortened")
        #expect(try await refusal("UPDATE delegations SET revoked_at = now() WHERE id = \(id)") == nil)
        #expect(try await refusal("UPDATE delegations SET revoked_at = NULL WHERE id = \(id)") == "delegations_only_shortened")
        for statement: SQL in [
            "DELETE FROM delegations", "UPDATE delegations SET amount = 1, currency = 'EUR'", "DELETE FROM delegates",
            "DELETE FROM limit_uses", "UPDATE limit_uses SET amount = 0", "UPDATE limit_uses SET used_on = '2020-01-01'",
        ] {
            #expect(try await refusal(statement) == "42501", "\(statement.text)")
        }
    }
}
