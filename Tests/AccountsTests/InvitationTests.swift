import Accounts
import HTTPTypes
import Kernel
import Mail
import PurveyorTesting
import Testing
import Web

/// Coming in by a link, over HTTP: what it opens, for whom, and how often.
@Suite(.database) struct InvitationTests {
    typealias Company = UnitRoutesTests.Company

    static let password = "a long way to go"

    static func invite(
        _ company: Company, _ unit: Accounts.Unit, email: String = "noor@acme.example", _ role: String = "buyer", _ more: String = "",
        by client: RouterClient? = nil
    ) async throws -> RouterAnswer {
        try await (client ?? company.client).post(
            company.path("/invitations"),
            #"{"email": "\#(email)", "name": "Noor Nasser", "unit": "\#(unit.id)", "roles": ["\#(role)"]\#(more)}"#)
    }

    static func accept(
        _ company: Company, _ secret: String, name: String? = "Noor", password: String = password
    ) async throws -> RouterAnswer {
        let name = name.map { #", "name": "\#($0)""# } ?? ""
        return try await company.house.client.post(
            "/v1/invitations/accept", #"{"token": "\#(secret)", "password": "\#(password)"\#(name)}"#)
    }

    static func open(_ company: Company, _ secret: String) async throws -> RouterAnswer {
        try await company.house.client.post("/v1/invitations/read", #"{"token": "\#(secret)"}"#)
    }

    /// The secret of the one mail that has come.
    static func secret(_ company: Company) async throws -> String {
        let mails = try await company.house.mails()
        #expect(mails.count == 1)
        return try #require(mails.first?.secret)
    }

    private func act(_ company: Company, _ path: String, _ version: Int = 1, by client: RouterClient? = nil) async throws -> RouterAnswer {
        try await (client ?? company.client).post(path, headers: [.ifMatch: "\"v\(version)\""])
    }

    @Test func `somebody new is mailed a link, chooses a password, and is a member and signed in at once`() async throws {
        let company = try await Company()
        let limits = #", "limits": [{"act": "order", "period": "each", "limit": {"amount": "500.00", "currency": "EUR"}}]"#
        let made = try await Self.invite(company, company.north, email: "Noor@Acme.example", "buyer", limits)
        #expect(made.status == 201)
        #expect(made.json?["email"]?.text == "noor@acme.example")
        #expect(made.json?["state"]?.text == "open" && made.json?["mail"]?.text == "waiting")
        #expect(made.json?["actions"]?.items?.compactMap { $0["rel"]?.text } == ["resend", "revoke"])
        #expect(!made.text.contains("pvi_"), "the secret is in the mail alone")
        let mail = try #require(try await company.house.mails().first)
        #expect(mail.to.address == "noor@acme.example")
        #expect(mail.subject == "Ada invites you to Acme")
        #expect(mail.body.contains("https://portal.example/invitation#pvi_"))
        let location = try #require(made.headers[.location])
        #expect(try await company.client.get(location).json?["mail"]?.text == "sent")
        let secret = try #require(mail.secret)
        let opened = try await Self.open(company, secret)
        #expect(opened.json?["account"]?["name"]?.text == "Acme" && opened.json?["invitedBy"]?["name"]?.text == "Ada")
        #expect(opened.json?["acceptWith"]?.text == "choosePassword")
        #expect(opened.headers[.cacheControl] == "no-store")
        #expect(try await Self.accept(company, secret, password: "short").problem == "password-too-short")
        let accepted = try await Self.accept(company, secret)
        #expect(accepted.status == 201)
        let noor = company.house.client.bearing(try #require(accepted.json?["session"]?["token"]?.text))
        let me = try await noor.get("/v1/me").json
        #expect(me?["person"]?["name"]?.text == "Noor")
        #expect(try await noor.get(company.path("")).status == 200)
        let id = try #require(accepted.json?["membership"]?.text)
        let member = try await company.client.get(company.path("/members/\(id)")).json
        #expect(member?["unit"]?["name"]?.text == "North" && member?["roles"]?.items?.compactMap(\.text) == ["buyer"])
        #expect(member?["limits"]?.items?.first?["limit"]?["amount"]?.text == "500.00")
        let read = try await company.client.get(location).json
        #expect(read?["state"]?.text == "accepted" && read?["membership"]?.text == id && read?["actions"]?.items?.isEmpty == true)
        #expect(try await company.events().suffix(3) == ["invitationSent", "invitationAccepted", "membershipAdded"])
        let session = try await company.house.client.post(
            "/v1/sessions", #"{"email": "noor@acme.example", "password": "\#(Self.password)"}"#)
        #expect(session.status == 201)
    }

    @Test func `a link works once, ends after its days, dies with a newer one, and with being taken back`() async throws {
        let company = try await Company()
        let location = try #require(try await Self.invite(company, company.north).headers[.location])
        let first = try await Self.secret(company)
        let again = try await act(company, location + "/resend")
        #expect(again.status == 200 && again.headers[.eTag] == "\"v2\"")
        let second = try await Self.secret(company)
        #expect(try await Self.accept(company, first).problem == "invitation-not-found")
        #expect(try await Self.open(company, first).problem == "invitation-not-found")
        company.house.advance(.seconds(Limits.invitationDays * 86_400))
        let admin = company.house.client.bearing(try await company.house.token(company.ada))
        #expect(try await Self.open(company, second).problem == "invitation-expired")
        #expect(try await Self.accept(company, second).problem == "invitation-expired")
        #expect(try await admin.get(company.path("/invitations?state=expired")).json?["items"]?.items?.count == 1)
        #expect(try await act(company, location + "/resend", 2, by: admin).status == 200)
        let third = try await Self.secret(company)
        #expect(try await Self.accept(company, third).status == 201)
        for answer in [try await Self.accept(company, third), try await Self.open(company, third)] {
            #expect(answer.problem == "invitation-used")
        }
        #expect(try await act(company, location + "/revoke", 4, by: admin).problem == "invitation-used")
        #expect(try await Self.invite(company, company.north, by: admin).problem == "already-a-member")

        let other = try #require(try await Self.invite(company, company.south, by: admin).headers[.location])
        let taken = try await Self.secret(company)
        #expect(try await act(company, other + "/revoke", by: admin).json?["state"]?.text == "revoked")
        #expect(try await Self.accept(company, taken).problem == "invitation-revoked")
        #expect(try await act(company, other + "/resend", 2, by: admin).problem == "invitation-revoked")
        let kinds = try await company.events()
        #expect(kinds.contains("invitationSentAgain") && kinds.last == "invitationRevoked")
    }

    @Test func `a mail that waits is called back with its invitation`() async throws {
        let company = try await Company()
        let location = try #require(try await Self.invite(company, company.north).headers[.location])
        #expect(try await act(company, location + "/revoke").json?["mail"]?.text == "failed")
        #expect(try await company.house.mails().isEmpty)
        let second = try #require(try await Self.invite(company, company.north).headers[.location])
        #expect(try await act(company, second + "/resend").status == 200)
        #expect(try await company.house.mails().count == 1, "of two links the one that works")
    }

    @Test(arguments: 1...3) func `of two who accept one link at once one becomes a member`(_ round: Int) async throws {
        let company = try await Company()
        _ = try await Self.invite(company, company.north)
        let secret = try await Self.secret(company)
        let answers = try await withThrowingTaskGroup(of: RouterAnswer.self) { group in
            for _ in 1...4 { group.addTask { try await Self.accept(company, secret) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0.status == 201 } == 1, "\(answers.map { $0.problem ?? "" })")
        #expect(answers.allSatisfy { $0.status == 201 || $0.problem == "invitation-used" }, "\(answers.map { $0.problem ?? "" })")
        let members = try await company.client.get(company.path("/members?unit=\(company.north.id)")).json?["items"]?.items
        #expect(members?.count == 1)
    }

    @Test func `two invitations of somebody new that are accepted at once make one person`() async throws {
        let company = try await Company()
        _ = try await Self.invite(company, company.north)
        _ = try await Self.invite(company, company.south)
        let secrets = try await company.house.mails().compactMap(\.secret)
        #expect(secrets.count == 2)
        async let one = Self.accept(company, secrets[0])
        async let other = Self.accept(company, secrets[1])
        let answers = try await [one, other]
        #expect(answers.map(\.status) == [201, 201], "\(answers.map { $0.problem ?? "" })")
        #expect(Set(answers.compactMap { $0.json?["session"]?["person"]?["id"]?.text }).count == 1)
    }

    @Test func `somebody known shows who they are, and no invitation changes their password`() async throws {
        let company = try await Company()
        let (rival, root) = try await company.house.account("Rival")
        let ravi = try await company.house.person("Ravi")
        try await company.house.member(ravi, in: root, as: .accountAdmin)
        let his = company.house.client.bearing(try await company.house.token(ravi))
        #expect(try await Self.invite(company, company.north, email: ravi.email).status == 201)
        let secret = try await Self.secret(company)
        #expect(try await Self.open(company, secret).json?["acceptWith"]?.text == "password")
        #expect(try await Self.accept(company, secret, password: "whoever read the mail").problem == "sign-in-failed")
        #expect(try await his.get(company.path("")).status == 404)
        let accepted = try await Self.accept(company, secret, name: "Somebody", password: House.password)
        #expect(accepted.json?["session"]?["person"]?["name"]?.text == "Ravi", "who is known is called as before")
        #expect(try await his.get(company.path("")).status == 200)
        #expect(try await his.get("/v1/accounts/\(rival.id)").status == 200)
        #expect(try await Self.invite(company, company.south, email: ravi.email).status == 201)
        let signedIn = try await his.post("/v1/me/invitations/accept", #"{"token": "\#(try await Self.secret(company))"}"#)
        #expect(signedIn.status == 201 && signedIn.json?["session"] == nil)
    }

    @Test func `a link is for whom it was mailed to; who has no password yet asks for one first`() async throws {
        let company = try await Company()
        let house = company.house
        let (eve, bare) = (
            try await house.person("Eve"),
            try await AddPerson(database: house.database, world: house.world)(
                name: "Bare", email: "bare@acme.example")
        )
        try await house.member(eve, in: company.works, as: .buyer)
        _ = try await Self.invite(company, company.north, email: bare.email)
        let secret = try await Self.secret(company)
        let hers = house.client.bearing(try await house.token(eve))
        #expect(
            try await hers.post("/v1/me/invitations/accept", #"{"token": "\#(secret)"}"#).problem == "invitation-for-somebody-else")
        #expect(try await Self.open(company, secret).json?["acceptWith"]?.text == "passwordReset")
        #expect(try await Self.accept(company, secret).problem == "password-not-set")
        #expect(try await house.client.post("/v1/password-resets", #"{"email": "bare@acme.example"}"#).status == 202)
        let link = try await Self.secret(company)
        let body = #"{"token": "\#(link)", "password": "\#(Self.password)"}"#
        #expect(try await house.client.post("/v1/password-resets/complete", body).status == 204)
        #expect(try await Self.accept(company, secret).status == 201)
    }

    @Test func `who invites gives no more than they hold, as who adds`() async throws {
        let company = try await Company()
        let lead = RoleRoutesTests.json("lead", (.manageMembers, .unit), (.readMembers, .unit), (.readQuotes, .unit))
        _ = try await company.client.post(company.path("/roles"), lead)
        _ = try await company.client.post(company.path("/roles"), RoleRoutesTests.json("reader", (.readQuotes, .unit)))
        let kim = try await company.house.person("Kim")
        try await company.house.member(kim, in: company.sales, as: RoleKey(rawValue: "lead"))
        let hers = company.house.client.bearing(try await company.house.token(kim))
        func problem(
            _ unit: Accounts.Unit, _ role: String, _ more: String = "", email: String = "noor@acme.example"
        ) async throws -> String? {
            try await Self.invite(company, unit, email: email, role, more, by: hers).problem
        }
        #expect(try await problem(company.north, "buyer") == "more-than-you-hold")
        #expect(try await problem(company.works, "reader") == "member-unit-not-found")
        #expect(try await problem(company.north, "nothing") == "unknown-role")
        #expect(try await problem(company.north, "accountAdmin", email: kim.email) == "for-yourself")
        #expect(try await problem(company.north, "reader", #", "endsOn": "2026-06-01""#) == "invalid-period")
        #expect(try await problem(company.north, "reader", #", "startsOn": "2026-06-14""#) == "invalid-period")
        let bad = try await hers.post(
            company.path("/invitations"), #"{"email": "noor>@acme", "name": "", "unit": "x", "roles": []}"#)
        #expect(Set(bad.faults) == ["/email notAnEmailAddress", "/name empty", "/unit notAnID", "/roles tooFew"], "\(bad.faults)")
        let injected = """
            {"email": "noor@acme.example", "name": "Noor\\r\\nBcc: eve@evil.example", "unit": "\(company.north.id)", "roles": ["reader"]}
            """
        #expect(try await hers.post(company.path("/invitations"), injected).faults == ["/name controlCharacter"])
        #expect(try await problem(company.north, "reader") == nil)
        #expect(try await problem(company.north, "reader") == "already-invited")
        let location = try #require(try await Self.invite(company, company.works, email: "x@acme.example", "shopper").headers[.location])
        #expect(try await hers.get(location).status == 404)
        #expect(try await act(company, location + "/revoke", by: hers).status == 404)
        #expect(try await hers.get(company.path("/invitations")).json?["items"]?.items?.count == 1)
    }

    @Test func `what has changed since stops an invitation, and says so`() async throws {
        let company = try await Company()
        let ada = try await company.house.caller(company.ada, in: company.acme.id).member()
        _ = try await company.client.post(company.path("/roles"), RoleRoutesTests.json("reader", (.readQuotes, .unit)))
        let ben = try await company.house.person("Ben")
        let second = try await company.house.member(ben, in: company.root, as: .accountAdmin)
        let his = company.house.client.bearing(try await company.house.token(ben))
        func secret(_ unit: Accounts.Unit, _ role: String, _ more: String = "", by client: RouterClient? = nil) async throws -> String {
            #expect(try await Self.invite(company, unit, role, more, by: client).status == 201)
            return try await Self.secret(company)
        }
        func changed(_ secret: String) async throws -> String? {
            let answer = try await Self.accept(company, secret)
            return answer.problem == "invitation-overtaken" ? answer.json?["changed"]?.text : answer.problem
        }
        let intoNorth = try await secret(company.north, "buyer")
        let withRole = try await secret(company.works, "reader")
        let byBen = try await secret(company.south, "buyer", by: his)
        let short = try await secret(company.root, "buyer", #", "endsOn": "2026-06-15""#)
        _ = try await company.change(company.north, #"{"status": "disabled"}"#)
        #expect(try await changed(intoNorth) == "unit")
        let role = try await company.client.send(
            .patch, company.path("/roles/reader"), headers: [.ifMatch: "\"v1\""], json: #"{"status": "disabled"}"#)
        #expect(role.status == 200)
        #expect(try await changed(withRole) == "roles")
        let ended = try await MemberRoutesTests.end(company, second.id, #"{"lastDay": "2026-06-14", "successor": "\#(ada.id)"}"#)
        #expect(ended.status == 200)
        company.house.advance(.seconds(86_400))
        #expect(try await changed(byBen) == "inviter")
        #expect(try await changed(short) == "period")
    }

    @Test func `nobody floods a mailbox with invitations`() async throws {
        let company = try await Company()
        let location = try #require(try await Self.invite(company, company.north).headers[.location])
        for version in 1..<Limits.invitationMailsPerAddressAndDay {
            #expect(try await act(company, location + "/resend", version).status == 200)
        }
        let limited = try await act(company, location + "/resend", Limits.invitationMailsPerAddressAndDay)
        #expect(limited.problem == "invitation-mails-limited" && limited.headers[.retryAfter] != nil)
        #expect(try await Self.invite(company, company.south).problem == "invitation-mails-limited")
        #expect(try await Self.invite(company, company.south, email: "other@acme.example").status == 201)
    }

    @Test func `a secret that there is not opens nothing, whatever account it names`() async throws {
        let company = try await Company()
        _ = try await Self.invite(company, company.north)
        let secret = try await Self.secret(company)
        let (token, account) = (secret.prefix { $0 != "." }, secret.drop { $0 != "." })
        let rival = try await company.house.account("Rival").account
        let guess = "pvi_" + String(repeating: "A", count: 43)
        let others = ["\(token).\(rival.id)", "\(token).\(company.house.world.newUUID())", String(token), "x", "pvs" + secret.dropFirst(3)]
        for wrong in others + [guess + account] {
            #expect(try await Self.open(company, wrong).problem == "invitation-not-found", "\(wrong)")
            #expect(try await Self.accept(company, wrong).problem == "invitation-not-found", "\(wrong)")
        }
    }

    @Test func `a mail is in its reader's language`() async throws {
        let company = try await Company()
        let mei = try await AddPerson(database: company.house.database, world: company.house.world)(
            name: "陈美", email: "mei@acme.example", language: "zh-CN")
        _ = try await Self.invite(company, company.north, email: mei.email)
        let mail = try #require(try await company.house.mails().first)
        #expect(mail.subject == "Ada邀请您加入Acme")
    }
}
