import Accounts
import Approvals
import Kernel
import Postgres
import PurveyorTesting
import Quotes
import Testing

/// Rule 7 over several revisions: who has asked for one has asked for what grew from it.
@Suite(.database) struct AskingTests {
    @Test func `who submitted an earlier revision does not approve a later one, not with a word changed`() async throws {
        let desk = try await Desk.open()
        let (app, cast) = (desk.app, desk.app.cast)
        let ada = try #require(cast.ada.membership?.id)
        try await app.database.owner.query(
            Query<Void>("UPDATE memberships SET roles = '{accountAdmin,approver}' WHERE id = \(ada)"))
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        let draft = try await desk.quote()
        let first = try await desk.submitted(draft, by: app.caller(cast.ada))
        _ = try await desk.withdrawn(first.quote, .recall, by: app.caller(cast.ana))
        let again = try await desk.submitted(try await desk.current(draft), by: app.caller(cast.ana))
        #expect(again.eligible.map(\.person) == [cast.omar.person.id])
        await #expect(throws: ApprovalRefusal.ownRequest(.edited)) {
            _ = try await desk.decided(again.plan, .approve, by: app.caller(cast.ada))
        }
        #expect(try await desk.decided(again.plan, .approve, by: app.caller(cast.omar)).plan.state == .approved)
    }
}
