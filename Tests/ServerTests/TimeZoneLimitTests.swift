import Accounts
import HTTPTypes
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

/// A limit that is used up is used up in every time zone; a delegation that is over is over in each.
@Suite(.database) struct TimeZoneLimitTests {
    private func move(_ app: TestApp, to zone: String, version: Int) async throws {
        let answer = try await app.by(app.cast.ada).send(
            .patch, app.path(), headers: [.ifMatch: "\"v\(version)\""], json: #"{"timeZone": "\#(zone)"}"#)
        #expect(answer.status == 200)
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
    }

    @Test(arguments: ["day", "week", "month", "year"])
    func `no time zone frees a limit that is used up`(_ period: String) async throws {
        let app = try await TestApp.open()
        try await LimitTests.limit(app, app.cast.ana, ("order", period, "2100.00"))
        let (first, second) = (try await LimitTests.approved(app), try await LimitTests.approved(app))
        #expect(try await LimitTests.order(app, first).status == 201)
        // What was used today is of tomorrow where today is yesterday.
        for (version, zone) in ["Pacific/Pago_Pago", "Europe/Berlin", "Pacific/Pago_Pago"].enumerated() {
            try await move(app, to: zone, version: version + 1)
            let refused = try await LimitTests.order(app, second)
            #expect(refused.problem == "limit-exceeded", "\(zone)")
            #expect(refused.json?["used"]?["amount"]?.text == "2080.00")
        }
    }

    @Test(arguments: ["2026-06-01", "2026-06-14"])
    func `a delegation that is over lets nobody decide where today is yesterday`(_ begun: String) async throws {
        let app = try await TestApp.open()
        let (acme, omar, sam) = (app.cast.acme.id, try DelegationTests.id(app.cast.omar), try DelegationTests.id(app.cast.sam))
        let id = app.world.newUUID()
        try await app.database.owner.query(
            Query<Void>(
                """
                INSERT INTO delegations (account_id, id, delegator_id, act, starts_on, ends_on, created_at)
                VALUES (\(acme), \(id), \(omar), 'approve', \(begun)::date, '2026-06-14', '2026-06-01T10:00:00Z')
                """))
        try await app.database.owner.query(
            Query<Void>("INSERT INTO delegates (account_id, delegation_id, membership_id) VALUES (\(acme), \(id), \(sam))"))
        let (_, plan) = try await Story(app: app).submitted()
        try await move(app, to: "Pacific/Pago_Pago", version: 1)
        #expect(try await app.by(app.cast.sam).get(app.path("/approvals")).json?["items"]?.items == [])
        #expect(try await DelegationTests.decide(app, plan, "approve", by: app.cast.sam).status == 403)
    }
}
