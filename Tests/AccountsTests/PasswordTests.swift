import Accounts
import HTTPTypes
import Kernel
import Mail
import PurveyorTesting
import Testing
import Web

/// A new password by mail, and one's own changed.
@Suite(.database) struct PasswordTests {
    private let house = House()
    private static let new = "quite another password"

    private func ask(_ email: String, from address: String = "10.0.0.1") async throws -> RouterAnswer {
        try await house.client.post(
            "/v1/password-resets", headers: [.init("X-Forwarded-For")!: address], #"{"email": "\#(email)"}"#)
    }

    private func complete(_ token: String, _ password: String = new) async throws -> RouterAnswer {
        try await house.client.post("/v1/password-resets/complete", #"{"token": "\#(token)", "password": "\#(password)"}"#)
    }

    private func signIn(_ person: Person, _ password: String) async throws -> Int {
        try await house.client.post("/v1/sessions", #"{"email": "\#(person.email)", "password": "\#(password)"}"#).status
    }

    private func change(_ old: String, _ new: String, by client: RouterClient) async throws -> RouterAnswer {
        try await client.send(.put, "/v1/me/password", json: #"{"oldPassword": "\#(old)", "newPassword": "\#(new)"}"#)
    }

    @Test func `who has forgotten theirs sets a new one by a link, once, and is signed out everywhere`() async throws {
        let ana = try await house.person("Ana")
        let session = house.client.bearing(try await house.token(ana))
        #expect(try await ask(ana.email.uppercased()).status == 202)
        let mail = try #require(try await house.mails().first)
        #expect(mail.to.address == ana.email && mail.subject == "Set a new password")
        #expect(mail.body.contains("https://portal.example/password#pvr_"))
        let token = try #require(mail.secret)
        #expect(try await complete(token, "short").status == 422)
        #expect(try await complete(token).status == 204)
        #expect(try await complete(token, "a third one altogether").problem == "password-reset-ended")
        #expect(try await signIn(ana, House.password) == 401)
        #expect(try await signIn(ana, Self.new) == 201)
        house.advance(.seconds(Limits.principalMemorySeconds))
        #expect(try await session.get("/v1/me").status == 401)
    }

    @Test func `an hour ends a link, and using one ends the others`() async throws {
        let ana = try await house.person("Ana")
        for _ in 1...2 { #expect(try await ask(ana.email).status == 202) }
        let tokens = try await house.mails().compactMap(\.secret)
        #expect(Set(tokens).count == 2)
        #expect(try await complete(tokens[1]).status == 204)
        #expect(try await complete(tokens[0]).problem == "password-reset-ended")
        #expect(try await ask(ana.email).status == 202)
        let late = try #require(try await house.mails().first?.secret)
        house.advance(.seconds(Limits.passwordResetMinutes * 60))
        #expect(try await complete(late, "too late for this one").problem == "password-reset-ended")
        #expect(try await complete("pvr_" + String(repeating: "A", count: 43)).problem == "password-reset-not-found")
        #expect(try await complete("nonsense").problem == "password-reset-not-found")
        #expect(try await signIn(ana, Self.new) == 201)
    }

    @Test(arguments: 1...3) func `of several who use one link at once one sets the password`(_ round: Int) async throws {
        let ana = try await house.person("Ana")
        _ = try await ask(ana.email)
        let token = try #require(try await house.mails().first?.secret)
        let answers = try await withThrowingTaskGroup(of: RouterAnswer.self) { group in
            for number in 1...4 { group.addTask { try await complete(token, "password number \(number)") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0.status == 204 } == 1)
        #expect(answers.allSatisfy { $0.status == 204 || $0.problem == "password-reset-ended" })
    }

    @Test func `nobody learns who is known, and nobody floods a mailbox`() async throws {
        let ana = try await house.person("Ana")
        func seen(_ answer: RouterAnswer) -> [String] {
            let headers = answer.headers.filter { $0.name != .requestID }.map { "\($0.name): \($0.value)" }
            return ["\(answer.status)", answer.text] + headers
        }
        let (nobody, known) = (seen(try await ask("nobody@acme.example")), seen(try await ask(ana.email)))
        #expect(nobody == known)
        for number in 1...10 { #expect(try await ask(ana.email, from: "10.0.1.\(number)").status == 202) }
        #expect(try await house.mails().map(\.to.address) == Array(repeating: ana.email, count: Limits.passwordResetsPerPerson))
        house.advance(.seconds(3600))
        #expect(try await ask(ana.email).status == 202)
        #expect(try await house.mails().count == 1)
    }

    @Test func `from one address so many are asked for in an hour, whoever they are for`() async throws {
        for number in 1...Limits.passwordResetsPerAddress { #expect(try await ask("person\(number)@acme.example").status == 202) }
        let limited = try await ask("one.more@acme.example")
        #expect(limited.problem == "password-resets-limited" && limited.headers[.retryAfter] == "3600")
        #expect(try await ask("one.more@acme.example", from: "10.0.0.2").status == 202)
    }

    @Test func `who has signed in changes theirs with the old one, and stays signed in here alone`() async throws {
        let ana = try await house.person("Ana")
        let here = house.client.bearing(try await house.token(ana))
        let elsewhere = house.client.bearing(try await house.token(ana))
        _ = try await ask(ana.email)
        let token = try #require(try await house.mails().first?.secret)
        #expect(try await change("not the old one", Self.new, by: here).problem == "wrong-password")
        #expect(try await change(House.password, "short", by: here).status == 422)
        #expect(try await change(House.password, Self.new, by: here).status == 204)
        house.advance(.seconds(Limits.principalMemorySeconds))
        #expect(try await here.get("/v1/me").status == 200)
        #expect(try await elsewhere.get("/v1/me").status == 401)
        #expect(try await complete(token, "from an older mail").problem == "password-reset-ended")
        #expect(try await signIn(ana, House.password) == 401)
        #expect(try await signIn(ana, Self.new) == 201)
    }

    @Test func `who guesses the old password has to wait, as who guesses at the door`() async throws {
        let ana = try await house.person("Ana")
        let here = house.client.bearing(try await house.token(ana))
        for _ in 1...Limits.signInFailuresPerPerson {
            #expect(try await change("guess", Self.new, by: here).problem == "wrong-password")
        }
        #expect(try await change(House.password, Self.new, by: here).problem == "sign-in-throttled")
    }
}
