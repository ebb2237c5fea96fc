import Accounts
import Approvals
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Testing

/// Rule 7 for who goes on with a leaver's work, by the database alone, and by the service in its own words.
@Suite(.database) struct HeirLineTests {
    private let desk: Desk
    private let waiting: SubmittedQuote
    private var cast: Cast { desk.app.cast }

    init() async throws {
        desk = try await Desk.open()
        waiting = try await desk.submitted(desk.quote(), by: desk.app.caller(desk.app.cast.ana))
    }

    /// Sam goes on for Ana, and Omar for Sam.
    private func leave(_ lastDay: String) async throws {
        for (leaver, heir) in [(cast.ana, cast.sam), (cast.sam, cast.omar)] {
            let (leaver, heir) = (try #require(leaver.membership?.id), try #require(heir.membership?.id))
            try await desk.app.database.owner.query(
                Query<Void>("UPDATE memberships SET ends_on = \(lastDay)::date, successor_id = \(heir) WHERE id = \(leaver)"))
        }
        desk.app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
    }

    private func decide() async throws -> String? {
        let omar = try #require(cast.omar.membership)
        do {
            try await TestDatabase.current.service.transaction(AccountScope(account: cast.acme.id.uuid).settings) { transaction in
                try await transaction.run(
                    Query<Void>(
                        """
                        INSERT INTO approval_decisions (account_id, id, plan_id, step, decision, digest, requester_person_id,
                            submitter_person_id, membership_id, person_id, decided_at)
                        SELECT p.account_id, gen_random_uuid(), p.id, 1, 'approve', p.digest, p.requester_person_id,
                            p.submitter_person_id, \(omar.id), \(omar.person), \(desk.app.clock.now)
                        FROM approval_plans AS p
                        WHERE p.id = \(waiting.plan.id)
                        """))
                try await transaction.run(
                    Query<Void>(
                        """
                        UPDATE approval_plans SET state = 'approved', ended_at = \(desk.app.clock.now), version = version + 1
                        WHERE id = \(waiting.plan.id)
                        """))
            }
            return nil
        } catch let error as PostgresError {
            return error.constraint ?? error.sqlState
        }
    }

    @Test func `the database takes no decision by who goes on with it, through whomever it came`() async throws {
        try await leave("2026-06-14")
        #expect(try await decide() == "approval_decisions_never_by_an_heir")
        await #expect(throws: ApprovalRefusal.ownRequest(.succeeded)) {
            _ = try await desk.decided(waiting.plan, .approve, by: desk.app.caller(cast.omar))
        }
    }

    @Test func `until the leaver has left nobody has come to it`() async throws {
        try await leave("2026-06-15")
        #expect(try await decide() == nil)
    }
}
