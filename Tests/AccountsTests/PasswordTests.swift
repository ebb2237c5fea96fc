import Accounts
import Cryptography
import HTTPTypes
import Kernel
import Mail
import Postgres
import PurveyorTesting
import Synchronization
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

    @Test func `who has another password is told so, when and from where, without a link`() async throws {
        let ana = try await house.person("Ana")
        let here = house.client.bearing(try await house.token(ana))
        #expect(try await change("not the old one", Self.new, by: here).problem == "wrong-password")
        #expect(try await house.mails().isEmpty, "of a guess nothing is told")
        let body = #"{"oldPassword": "\#(House.password)", "newPassword": "\#(Self.new)"}"#
        let changed = try await here.send(.put, "/v1/me/password", headers: [.init("X-Forwarded-For")!: "2001:db8::7"], json: body)
        #expect(changed.status == 204)
        let first = try #require(try await house.mails().first)
        #expect(first.to.address == ana.email && first.subject == "Your password was changed")
        #expect(first.body.contains("2026-06-15 10:00 UTC, from the network address 2001:db8::7."))
        #expect(!first.body.contains("http") && first.secret == nil && !first.body.contains(Self.new))

        _ = try await ask(ana.email)
        let token = try #require(try await house.mails().first?.secret)
        house.advance(.seconds(90))
        #expect(try await complete(token, "a third one altogether").status == 204)
        let second = try await house.mails()
        #expect(second.map(\.subject) == ["Your password was changed"])
        #expect(second.first?.body.contains("2026-06-15 10:01 UTC") == true)
        #expect(try await complete(token, "a fourth one altogether").problem == "password-reset-ended")
        #expect(try await house.mails().isEmpty)
    }

    @Test func `an hour ends a link, and using one ends the others`() async throws {
        let ana = try await house.person("Ana")
        for _ in 1...2 { #expect(try await ask(ana.email).status == 202) }
        let tokens = try await house.mails().compactMap(\.secret)
        #expect(Set(tokens).count == 2)
        #expect(try await complete(tokens[1]).status == 204)
        #expect(try await complete(tokens[0]).problem == "password-reset-ended")
        #expect(try await ask(ana.email).status == 202)
        let late = try #require(try await house.mails().compactMap(\.secret).first)
        house.advance(.seconds(Limits.passwordResetMinutes * 60))
        #expect(try await complete(late, "too late for this one").problem == "password-reset-ended")
        #expect(try await complete("pvr_" + String(repeating: "A", count: 43)).problem == "password-reset-not-found")
        #expect(try await complete("nonsense").problem == "password-reset-not-found")
        #expect(try await signIn(ana, Self.new) == 201)
    }

    @Test(arguments: 1...3) func `of several who use one link at once one sets the password`(_ round: Int) async throws {
        let ana = try await house.person("Ana")
        _ = try await ask(ana.email)
        let token = try #require(try await house.mails().compactMap(\.secret).first)
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
        let token = try #require(try await house.mails().compactMap(\.secret).first)
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

    @Test func `many asked for at once from one address are no more than as many in a row`() async throws {
        let answers = await race(
            (1...Limits.passwordResetsPerAddress + 20).map { number in
                { @Sendable in try await ask("person\(number)@acme.example").status }
            })
        let statuses = try answers.map { try $0.get() }
        #expect(statuses.count { $0 == 202 } == Limits.passwordResetsPerAddress)
        #expect(statuses.count { $0 == 429 } == 20)
    }

    private final class End: Sendable {
        let hasCome = Atomic(false)
    }

    /// What is done with the password that is being replaced: it was looked at when it still was the one.
    @Test(arguments: ["signIn", "renew", "change", "accept"])
    func `while a password is being replaced the old one opens nothing, and does not come back`(_ act: String) async throws {
        let company = try await UnitRoutesTests.Company()
        let house = company.house
        let ana = try await house.person("Ana")
        let hers = house.client.bearing(try await house.token(ana))
        _ = try await InvitationTests.invite(company, company.north, email: ana.email)
        let secret = try await InvitationTests.secret(company)
        let renewing = SignIn(
            database: house.database, hasher: PasswordHasher(parameters: Scrypt.Parameters(logCost: 5, blockSize: 1, parallelism: 1)!),
            world: house.world)
        let enter: @Sendable () async throws -> Void = {
            switch act {
            case "signIn": _ = try await house.signIn(email: ana.email, password: House.password, from: "10.11.0.1")
            case "renew": _ = try await renewing(email: ana.email, password: House.password, from: "10.11.0.1")
            case "change": #expect(try await change(House.password, "a third one altogether", by: hers).problem == "wrong-password")
            default: #expect(try await InvitationTests.accept(company, secret, password: House.password).problem == "sign-in-failed")
            }
        }
        let (owner, new) = (TestDatabase.current.owner, try await house.hasher.hash(Self.new).text)
        let waiting = Query.one(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ) { try $0.next(Int.self) }
        let (replaced, replace) = AsyncStream.makeStream(of: Void.self)
        let end = End()
        let entered = try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask {
                try await owner.transaction([]) { transaction in
                    try await transaction.run(Query<Void>("UPDATE persons SET password_hash = \(new) WHERE id = \(ana.id)"))
                    replace.finish()
                    // Until the other has looked at the old one, and waits to write.
                    while try await owner.query(waiting) == 0, !end.hasCome.load(ordering: .relaxed) {}
                }
                return nil
            }
            group.addTask {
                for await _ in replaced {}
                defer { end.hasCome.store(true, ordering: .relaxed) }
                do {
                    try await enter()
                    return ["signIn", "renew"].contains(act)
                } catch let refusal as SignInRefusal {
                    #expect(refusal == .failed)
                    return false
                }
            }
            return try await group.reduce(into: false) { $0 = $0 || $1 == true }
        }
        #expect(!entered)
        #expect(try await signIn(ana, House.password) == 401)
        #expect(try await signIn(ana, Self.new) == 201)
    }
}
