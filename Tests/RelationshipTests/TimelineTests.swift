import Accounts
import Approvals
import FoundationEssentials
import Kernel
import Ledger
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Relationship
import Testing

/// The timeline is the ledger, filtered: what a filter leaves out and in is decided here a second time, over all of it.
@Suite(.database) struct TimelineTests {
    /// Quotes that went all ways, in both accounts.
    private func walked() async throws -> Desk {
        let desk = try await Desk.open()
        let (ana, omar) = (try await desk.app.caller(desk.app.cast.ana), try await desk.app.caller(desk.app.cast.omar))
        for verdict in [ApprovalOutcome.approved, .rejected, .ordered, .none] {
            desk.app.clock.advance(by: .seconds(60))
            let quote = try await desk.quote()
            if verdict == .none { continue }
            let plan = try await desk.submitted(quote, by: ana).plan
            _ = try await desk.decided(plan, verdict == .rejected ? .reject : .approve, by: omar)
            if verdict == .ordered { _ = try await desk.ordered(desk.current(quote), by: ana) }
        }
        return desk
    }

    private enum ApprovalOutcome { case approved, rejected, ordered, none }

    private struct Entry: Sendable {
        let sequence: Int
        let kind: String
        let subject: UUID
    }

    /// Acme's ledger as the owner of the tables sees it, newest first.
    private func entries(_ app: TestApp) async throws -> [Entry] {
        try await app.database.owner.query(
            Query.all("SELECT sequence, kind, subject_id FROM events WHERE account_id = \(app.cast.acme.id) ORDER BY sequence DESC") {
                Entry(sequence: try $0.next(), kind: try $0.next(), subject: try $0.next())
            })
    }

    @Test(arguments: 0..<8)
    func `a filter leaves in exactly what it names, newest first, up to the limit and one`(seed: Int) async throws {
        let desk = try await walked()
        let read = ReadLedger(database: desk.app.database.service)
        let rita = try await desk.app.caller(desk.app.cast.rita)
        let all = try await entries(desk.app)
        #expect(Set(all.map(\.kind)).count > 5, "too little happened to filter")
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<40 {
            let kinds = Bool.random(using: &random) ? nil : Array(Set(all.map(\.kind)).shuffled(using: &random).prefix(2)) + ["unheardOf"]
            let subject = Bool.random(using: &random) ? nil : all.randomElement(using: &random)?.subject
            let before = Bool.random(using: &random) ? nil : Int.random(in: 1...all.count + 1, using: &random)
            let limit = Int.random(in: 1...12, using: &random)
            let found = try await read.timeline(before: before, kinds: kinds, subject: subject, limit: limit, by: rita)
            let expected = all.filter { entry in
                (before.map { entry.sequence < $0 } ?? true) && (kinds?.contains(entry.kind) ?? true)
                    && (subject.map { entry.subject == $0 } ?? true)
            }
            #expect(found.map(\.sequence) == expected.prefix(limit + 1).map(\.sequence))
            #expect(found.map(\.kind) == expected.prefix(limit + 1).map(\.kind))
        }
    }

    @Test func `read page by page it is the whole ledger, and forward it is the same events the other way`() async throws {
        let desk = try await walked()
        let read = ReadLedger(database: desk.app.database.service)
        let rita = try await desk.app.caller(desk.app.cast.rita)
        var backward: [Event] = []
        while backward.last?.sequence != 1 {
            backward += try await read.timeline(before: backward.last?.sequence, kinds: nil, subject: nil, limit: 2, by: rita)
        }
        #expect(backward.map(\.sequence) == (try await entries(desk.app)).map(\.sequence))
        #expect(try await read.audit(.init(), after: nil, limit: 1000, by: rita).map(\.event) == backward.reversed())
    }

    @Test func `another account's events are in no timeline, whatever is asked for`() async throws {
        let app = try await walked().app
        let rival = AccountScope(account: app.cast.rival.id.uuid).settings
        for entry in try await entries(app) {
            for account in [app.cast.acme.id.uuid, app.cast.rival.id.uuid] {
                let found = try await app.database.service.read(
                    rival, LedgerQueries.timeline(of: account, before: nil, kinds: nil, subject: entry.subject, limit: 100))
                #expect(found.allSatisfy { $0.account == app.cast.rival.id.uuid && $0.subject == entry.subject })
                #expect(account != app.cast.acme.id.uuid || found.isEmpty)
            }
        }
    }
}
