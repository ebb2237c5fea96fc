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

    @Test func `every answer to somebody who was let in says what is left of their rate, refusals too`() async throws {
        let app = try await TestApp.open(requestsPerSecond: 50)
        let (ana, sam) = (app.by(app.cast.ana), app.by(app.cast.sam))
        let answers = [
            try await ana.get("/v1/me"), try await ana.get(app.path("/quotes")), try await ana.get(app.path("/quotes/Q-999999")),
            try await ana.get(app.path("/quotes?limit=0")), try await ana.get(app.path("/quotes?x=1")),
            try await ana.post(app.path("/quotes"), "{"), try await ana.get(app.path("/events")),
            try await ana.get(app.path("", in: app.cast.rival)), try await ana.get("/v1/accounts/nonsense"),
        ]
        #expect(answers.map(\.status) == [200, 200, 404, 422, 400, 400, 403, 404, 404])
        #expect(answers.map { $0.headers[.rateLimit] } == (1...9).map { #""principal";r=\#(100 - $0);t=1"# })
        #expect(answers.allSatisfy { $0.headers[.rateLimitPolicy] == #""principal";q=100"# })
        #expect(try await sam.get("/v1/me").headers[.rateLimit] == #""principal";r=99;t=1"#)
        let stranger = try await app.client.get("/v1/me")
        #expect(stranger.status == 401 && stranger.headers[.rateLimit] == nil)
    }

    @Test func `somebody who tries one account after the other comes to the end of their rate`() async throws {
        let app = try await TestApp.open(requestsPerSecond: 1)
        let ana = app.by(app.cast.ana)
        let statuses = [
            try await ana.get(app.path("", in: app.cast.rival)).status, try await ana.get("/v1/accounts/nonsense").status,
            try await ana.get(app.path("", in: app.cast.rival)).status,
        ]
        #expect(statuses == [404, 404, 429])
    }
}
