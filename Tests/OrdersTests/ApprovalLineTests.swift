import Accounts
import Approvals
import Foundation
import Kernel
import Orders
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Testing

/// Rules 7, 9 and 11 by the database alone: every way round an approval that raw SQL with the service's own role could take.
@Suite(.database) struct ApprovalLineTests {
    private let desk: Desk
    private let waiting: SubmittedQuote

    init() async throws {
        desk = try await Desk.open()
        waiting = try await desk.submitted(desk.quote(), by: desk.app.caller(desk.app.cast.ana))
    }

    private var acme: AccountID { desk.app.cast.acme.id }

    /// What ends a transaction of these statements; nil where nothing does.
    private func refusal(_ statements: SQL...) async throws -> PostgresError? {
        do {
            try await TestDatabase.current.service.transaction(AccountScope(account: acme.uuid).settings) { transaction in
                for statement in statements { try await transaction.run(Query<Void>(statement)) }
            }
            return nil
        } catch let error as PostgresError {
            return error
        }
    }

    private func state(_ state: String, of plan: ApprovalPlan? = nil) -> SQL {
        "UPDATE approval_plans SET state = \(state), ended_at = '2026-06-15T10:00:00Z' WHERE id = \((plan ?? waiting.plan).id)"
    }

    private func plan(_ id: UUID, revision: Int, state: String, steps: Int, as person: PersonID? = nil) -> SQL {
        """
        INSERT INTO approval_plans (account_id, id, subject_kind, subject_id, revision, policy_version, digest, requester_id,
            requester_person_id, submitter_person_id, step_count, unit_id, total, currency, state, requested_at, ended_at)
        SELECT p.account_id, \(id), p.subject_kind, p.subject_id, \(revision), p.policy_version, p.digest, p.requester_id,
            coalesce(\(person), p.requester_person_id), p.submitter_person_id, \(steps), p.unit_id, p.total, p.currency, \(state),
            p.requested_at, CASE WHEN \(state) <> 'pending' THEN p.requested_at END
        FROM approval_plans AS p
        WHERE p.id = \(waiting.plan.id)
        """
    }

    private func step(_ number: Int, of plan: UUID) -> SQL {
        """
        INSERT INTO approval_steps (account_id, plan_id, step, rule, reason, role, unit_id)
        SELECT p.account_id, \(plan), \(number), 'R', 'R', 'approver', p.unit_id
        FROM approval_plans AS p
        WHERE p.id = \(waiting.plan.id)
        """
    }

    private func decision(
        on plan: UUID, step: Int = 1, _ verdict: String = "approve", with membership: Membership?, as person: PersonID? = nil
    ) throws -> SQL {
        let membership = try #require(membership)
        return """
            INSERT INTO approval_decisions (account_id, id, plan_id, step, decision, digest, requester_person_id, submitter_person_id,
                membership_id, person_id, decided_at)
            SELECT p.account_id, gen_random_uuid(), p.id, \(step), \(verdict), p.digest, p.requester_person_id, p.submitter_person_id,
                \(membership.id), \(person ?? membership.person), '2026-06-15T10:00:00Z'
            FROM approval_plans AS p
            WHERE p.id = \(plan)
            """
    }

    @Test func `a plan is approved only by a decision on each of its steps`() async throws {
        #expect(try await refusal(state("approved"))?.constraint == "approval_plans_approved_by_decisions")
        let (id, omar) = (UUID(), desk.app.cast.omar.membership)
        let half: [SQL] = [
            plan(id, revision: 2, state: "pending", steps: 2), step(1, of: id), step(2, of: id), try decision(on: id, with: omar),
        ]
        let approve: SQL = "UPDATE approval_plans SET state = 'approved', ended_at = now() WHERE id = \(id)"
        #expect(try await refusal(half[0], half[1], half[2], half[3], approve)?.constraint == "approval_plans_approved_by_decisions")
        let no = try decision(on: id, step: 2, "reject", with: omar)
        #expect(try await refusal(half[0], half[1], half[2], half[3], no, approve)?.constraint == "approval_plans_approved_by_decisions")
        let yes = try decision(on: id, step: 2, with: omar)
        #expect(try await refusal(half[0], half[1], half[2], half[3], yes, approve) == nil, "as the service itself does it")
    }

    @Test func `a plan is not made approved while it has steps, and no second one is made for the revision`() async throws {
        let id = UUID()
        #expect(
            try await refusal(plan(id, revision: 2, state: "approved", steps: 1), step(1, of: id))?.constraint
                == "approval_plans_approved_by_decisions")
        #expect(
            try await refusal(plan(id, revision: 1, state: "approved", steps: 0))?.constraint == "approval_plans_one_per_revision")
        #expect(try await refusal(plan(id, revision: 2, state: "approved", steps: 0)) == nil, "what needs no approval has no step")
    }

    @Test func `a plan has the steps that it was made with, no fewer and no more`() async throws {
        let id = UUID()
        #expect(
            try await refusal(plan(id, revision: 2, state: "pending", steps: 2), step(1, of: id))?.constraint
                == "approval_plans_have_their_steps")
        for number in [0, 2] {
            #expect(try await refusal(step(number, of: waiting.plan.id.uuid))?.constraint == "approval_steps_as_the_plan_was_made")
        }
        for statement: SQL in [
            "DELETE FROM approval_steps", "UPDATE approval_steps SET role = 'buyer'", "UPDATE approval_plans SET step_count = 0",
            "UPDATE approval_plans SET editor_person_ids = '{}'", "ALTER TABLE approval_plans DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
        ] {
            #expect(try await refusal(statement)?.sqlState == "42501", "\(statement.text)")
        }
    }

    @Test func `a plan names all who asked: the requester in person, and whoever has changed the quote`() async throws {
        let (id, cast) = (UUID(), desk.app.cast)
        #expect(
            try await refusal(plan(id, revision: 2, state: "pending", steps: 1, as: cast.sam.person.id), step(1, of: id))?.constraint
                == "approval_plans_in_person")
        _ = try await desk.withdrawn(waiting.quote, .recall, by: desk.app.caller(cast.ana))
        #expect(try await refusal(plan(id, revision: 2, state: "pending", steps: 1), step(1, of: id)) == nil)
        let more = EditQuote.Edit.changeLine(position: 1, quantity: Quantity(13))
        _ = try await desk.edited(desk.current(waiting.quote), more, by: desk.app.caller(cast.ada))
        let other = UUID()
        #expect(
            try await refusal(plan(other, revision: 3, state: "pending", steps: 1), step(1, of: other))?.constraint
                == "approval_plans_name_who_asked")
    }

    @Test func `neither another account's rows nor a temporary table stand in for what the database looks at`() async throws {
        let elsewhere = SQL(stringLiteral: "SET LOCAL app.account = '\(desk.app.cast.rival.id)'")
        let id = UUID()
        #expect(
            try await refusal(plan(id, revision: 2, state: "pending", steps: 1), elsewhere)?.constraint
                == "approval_plans_have_their_steps")
        let forged: SQL = """
            CREATE TEMPORARY TABLE approval_decisions ON COMMIT DROP AS
            SELECT s.account_id, s.plan_id, s.step, 'approve'::text AS decision FROM public.approval_steps AS s
            """
        #expect(try await refusal(forged, state("approved"))?.constraint == "approval_plans_approved_by_decisions")
    }

    @Test func `a decision is its member's own, while the plan waits, and never an editor's`() async throws {
        let cast = desk.app.cast
        let id = waiting.plan.id.uuid
        #expect(
            try await refusal(decision(on: id, with: cast.omar.membership, as: cast.sam.person.id))?.constraint
                == "approval_decisions_in_person")
        #expect(
            try await refusal(decision(on: id, with: cast.ana.membership, as: cast.omar.person.id))?.constraint
                == "approval_decisions_in_person")
        _ = try await desk.withdrawn(waiting.quote, .recall, by: desk.app.caller(cast.ana))
        #expect(
            try await refusal(decision(on: id, with: cast.omar.membership))?.constraint == "approval_decisions_while_the_plan_waits")
        let more = EditQuote.Edit.changeLine(position: 1, quantity: Quantity(13))
        let edited = try await desk.edited(desk.current(waiting.quote), more, by: desk.app.caller(cast.ada))
        let again = try await desk.submitted(edited, by: desk.app.caller(cast.ana))
        #expect(again.plan.subject.editors == [cast.ada.person.id])
        #expect(
            try await refusal(decision(on: again.plan.id.uuid, with: cast.ada.membership))?.constraint
                == "approval_decisions_never_by_an_editor")
        #expect(
            try await refusal("UPDATE quotes SET editor_person_ids = '{}' WHERE id = \(waiting.quote.id)")?.constraint
                == "quotes_editors_never_forgotten")
    }

    @Test func `a plan that has ended stays as it ended`() async throws {
        _ = try await desk.decided(waiting.plan, .reject, by: desk.app.caller(desk.app.cast.omar))
        for other in ["approved", "returned", "recalled"] {
            #expect(try await refusal(state(other))?.constraint == "approval_plans_end_once")
        }
        let reopened: SQL = "UPDATE approval_plans SET state = 'pending', ended_at = NULL WHERE id = \(waiting.plan.id)"
        #expect(try await refusal(reopened)?.constraint == "approval_plans_end_once")
    }

    @Test func `no order is made of a quote that only says that it is approved`() async throws {
        let says: SQL = "UPDATE quotes SET state = 'approved' WHERE id = \(waiting.quote.id)"
        #expect(try await refusal(says) == nil)
        let claimed = try await desk.current(waiting.quote)
        await #expect(throws: OrderRefusal.self) { try await desk.ordered(claimed, by: desk.app.caller(desk.app.cast.ana)) }
        let stepless = UUID()
        let under: SQL = "UPDATE quotes SET plan_id = \(stepless) WHERE id = \(waiting.quote.id)"
        #expect(try await refusal(plan(stepless, revision: 2, state: "approved", steps: 0), under) == nil)
        await #expect(throws: OrderRefusal.self) { try await desk.ordered(claimed, by: desk.app.caller(desk.app.cast.ana)) }
    }
}
