import HTTPTypes
import PurveyorTesting
import Testing
import Web

/// api.md, Limits: the rate of one person, refused with 429 and told in headers.
@Suite(.database) struct RateLimitTests {
    @Test func `one person's flood is refused until time has passed, and nobody else's requests are`() async throws {
        let app = try await TestApp.open(requestsPerSecond: 5)
        let ana = app.client.bearing(app.cast.ana.token)
        var answers: [RouterAnswer] = []
        for _ in 1...11 { answers.append(try await ana.get("/v1/me")) }
        #expect(answers.prefix(10).allSatisfy { $0.status == 200 })
        let refused = try #require(answers.last)
        #expect(refused.status == 429)
        #expect(refused.problem == "too-many-requests")
        #expect(refused.headers[.retryAfter] == "1")
        #expect(try await app.client.bearing(app.cast.omar.token).get("/v1/me").status == 200)
        app.clock.advance(by: .seconds(1))
        #expect(try await ana.get("/v1/me").status == 200)
    }
}
