import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// Headers first, the body when the token or the right is gone: what counts is what holds when a request can be carried out.
@Suite(.database) struct LateBodyTests {
    /// In one piece, and in chunks of an unknown length.
    private static let ways: [HTTPFields] = [[:], [.transferEncoding: "chunked"]]
    private let quote = Array(#"{"name": "Late"}"#.utf8)

    @Test(arguments: ways) func `a session that ends while a body is on its way carries nothing out`(_ way: HTTPFields) async throws {
        let app = try await TestApp.open()
        try await app.hearing {
            let ana = app.by(app.cast.ana)
            let late = try await ana.send(.post, app.path("/quotes"), headers: way, body: quote) {
                #expect(try await ana.send(.delete, "/v1/sessions/current").status == 204)
            }
            #expect(late.status == 401)
        }
        #expect(try await Desk(app).eventKinds().contains("quoteCreated") == false)
    }

    @Test(arguments: ways) func `so does a place that ends, and a role that is taken`(_ way: HTTPFields) async throws {
        let app = try await TestApp.open()
        try await app.hearing {
            let (ana, admin) = (app.by(app.cast.ana), app.by(app.cast.ada))
            let place = try #require(app.cast.ana.membership).id
            let late = try await ana.send(.post, app.path("/quotes"), headers: way, body: quote) {
                let now = try await admin.get(app.path("/members/\(place)"))
                let version = try #require(now.headers[.eTag])
                let taken = try await admin.send(
                    .patch, app.path("/members/\(place)"), headers: [.ifMatch: version], json: #"{"roles": ["auditor"]}"#)
                #expect(taken.status == 200, "\(taken.text)")
            }
            #expect(late.problem == "not-permitted")
        }
    }

    @Test func `an answer that was given to a key is not given again to who may no longer have it`() async throws {
        let app = try await TestApp.open()
        let (ana, admin) = (app.by(app.cast.ana), app.by(app.cast.ada))
        let once: HTTPFields = [.idempotencyKey: "once"]
        #expect(try await ana.send(.post, app.path("/quotes"), headers: once, body: quote).status == 201)
        let membership = try #require(app.cast.ana.membership)
        let place = app.path("/members/\(membership.id)")
        let version = try #require(try await admin.get(place).headers[.eTag])
        #expect(try await admin.send(.patch, place, headers: [.ifMatch: version], json: #"{"roles": ["auditor"]}"#).status == 200)
        let again = try await ana.send(.post, app.path("/quotes"), headers: once, body: quote)
        #expect(again.problem == "not-permitted" && again.headers[.idempotencyReplayed] == nil)
    }
}
