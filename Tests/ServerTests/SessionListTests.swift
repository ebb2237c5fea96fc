import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// Where somebody is signed in, as they see it and end it.
@Suite(.database) struct SessionListTests {
    private func signIn(_ app: TestApp, _ person: CastPerson, agent: String) async throws -> RouterClient {
        let answer = try await app.client.post(
            "/v1/sessions", headers: [.userAgent: agent], #"{"email": "\#(person.email)", "password": "\#(Cast.password)"}"#)
        return app.client.bearing(try #require(answer.json?["token"]?.text))
    }

    @Test func `one sees where one is signed in, since when and from where, and nobody else does`() async throws {
        let app = try await TestApp.open()
        app.clock.advance(by: .seconds(60))
        let phone = try await signIn(app, app.cast.ana, agent: "Phone/1.0")
        let listed = try #require(try await phone.get("/v1/sessions").json?["items"]?.items)
        #expect(listed.count == 2)
        #expect(listed.map { $0["current"] } == [.bool(false), .bool(true)])
        #expect(listed[1]["userAgent"]?.text == "Phone/1.0" && listed[1]["address"]?.text == "local")
        #expect(listed[1]["createdAt"]?.text == app.clock.now.description && listed[1]["token"] == nil)
        #expect(listed[1]["lastUsedAt"] == nil)
        try await app.recordUses()
        #expect(try await phone.get("/v1/sessions").json?["items"]?.items?[1]["lastUsedAt"]?.text == app.clock.now.description)
        #expect(try await app.by(app.cast.omar).get("/v1/sessions").json?["items"]?.items?.count == 1)
        let page = try await phone.get("/v1/sessions?limit=1")
        let next = try #require(page.json?["next"]?.text)
        #expect(try await phone.get("/v1/sessions?limit=1&cursor=\(next)").json?["items"]?.items?.first?["current"] == .bool(true))
    }

    @Test func `one ends a session of one's own, and no one else's`() async throws {
        let app = try await TestApp.open()
        let (desk, phone) = (app.by(app.cast.ana), try await signIn(app, app.cast.ana, agent: "Phone/1.0"))
        let open = try await phone.get("/v1/sessions").json?["items"]?.items
        let id = try #require(open?.first { $0["current"] == .bool(true) }?["id"]?.text)
        let before = try await app.database.contents()
        #expect(try await app.by(app.cast.omar).send(.delete, "/v1/sessions/\(id)").problem == "not-found")
        #expect(try await app.database.contents() == before)
        #expect(try await desk.send(.delete, "/v1/sessions/\(id)").status == 204)
        #expect(try await phone.get("/v1/me").status == 401)
        #expect(try await desk.send(.delete, "/v1/sessions/\(id)").status == 404)
        #expect(try await desk.get("/v1/me").status == 200)
    }

    @Test func `signing out everywhere else leaves the session that asks, and other people's`() async throws {
        let app = try await TestApp.open()
        let phone = try await signIn(app, app.cast.ana, agent: "Phone/1.0")
        #expect(try await phone.send(.delete, "/v1/sessions").status == 204)
        #expect(try await app.by(app.cast.ana).get("/v1/me").status == 401)
        #expect(try await phone.get("/v1/me").status == 200)
        #expect(try await phone.get("/v1/sessions").json?["items"]?.items?.count == 1)
        #expect(try await app.by(app.cast.omar).get("/v1/me").status == 200)
    }
}
