import Accounts
import HTTPTypes
import Kernel
import Ledger
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

@Suite(.database) struct AccountRoutesTests {
    static func signedIn(_ house: House, _ person: Person) async throws -> RouterClient {
        house.client.bearing(try await house.token(person))
    }

    @Test func `signing in, reading who one is, signing out`() async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme")
        let ana = try await house.person("Ana")
        try await house.member(ana, in: root, as: .shopper)
        let answer = try await house.client.post(
            "/v1/sessions", #"{"email": "\#(ana.email)", "password": "\#(House.password)"}"#)
        #expect(answer.status == 201)
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.json?["person"]?["name"]?.text == "Ana")
        let token = try #require(answer.json?["token"]?.text)
        let client = house.client.bearing(token)
        let me = try await client.get("/v1/me")
        #expect(me.status == 200)
        #expect(me.json?["accounts"]?.items?.map { $0["id"]?.text } == [acme.id.description])
        let membership = me.json?["accounts"]?.items?.first?["memberships"]?.items?.first
        let submitting = membership?["permissions"]?.items?.first { $0["permission"]?.text == "submitQuotes" }
        #expect(submitting?["scope"]?.text == "own")
        #expect(try await client.send(.delete, "/v1/sessions/current").status == 204)
        let after = try await client.get("/v1/me")
        #expect(after.status == 401)
        #expect(after.problem == "not-signed-in")
    }

    @Test func `everything that is wrong with a sign-in is told at once`() async throws {
        let house = House()
        let answer = try await house.client.post("/v1/sessions", #"{"email": 1, "remember": true}"#)
        #expect(answer.status == 400)
        #expect(Set(answer.faults) == ["/email wrongType", "/password required", "/remember unknownMember"])
    }

    @Test func `throttling is per forwarded address and says when to come back`() async throws {
        let house = House()
        let ana = try await house.person("Ana")
        func attempt(_ password: String, from address: String) async throws -> RouterAnswer {
            try await house.client.post(
                "/v1/sessions", headers: [HTTPField.Name("X-Forwarded-For")!: address],
                #"{"email": "\#(ana.email)", "password": "\#(password)"}"#)
        }
        for _ in 0..<Limits.signInFailuresPerPerson {
            #expect(try await attempt("guess after guess", from: "198.51.100.66").problem == "sign-in-failed")
        }
        let refused = try await attempt(House.password, from: "198.51.100.66")
        #expect(refused.status == 429)
        #expect(refused.headers[.retryAfter] == String(Limits.signInWindowMinutes * 60))
        #expect(try await attempt(House.password, from: "198.51.100.7").status == 201)
    }

    @Test func `a stranger gets 401, a member of another account 404`() async throws {
        let house = House()
        let (acme, _) = try await house.account("Acme")
        let (_, rivalRoot) = try await house.account("Rival")
        let ben = try await house.person("Ben")
        try await house.member(ben, in: rivalRoot, as: .accountAdmin)
        let client = try await Self.signedIn(house, ben)
        for path in ["", "/units", "/members"] {
            let stranger = try await house.client.get("/v1/accounts/\(acme.id)\(path)")
            #expect(stranger.status == 401)
            #expect(stranger.headers[.wwwAuthenticate] == "Bearer")
            #expect(try await client.get("/v1/accounts/\(acme.id)\(path)").problem == "account-not-found")
        }
    }

    @Test func `changing the account is guarded by its version and recorded`() async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme")
        let ada = try await house.person("Ada")
        try await house.member(ada, in: root, as: .accountAdmin)
        let client = try await Self.signedIn(house, ada)
        let path = "/v1/accounts/\(acme.id)"
        let shown = try await client.get(path)
        #expect(shown.headers[.eTag] == "\"v1\"")
        #expect(shown.json?["actions"]?.items?.first?["rel"]?.text == "change")
        let body = #"{"language": "zh-CN", "timeZone": "Asia/Shanghai"}"#
        #expect(try await client.send(.patch, path, json: body).status == 428)
        let changed = try await client.send(.patch, path, headers: [.ifMatch: "\"v1\""], json: body)
        #expect(changed.status == 200)
        #expect(changed.headers[.eTag] == "\"v2\"")
        #expect(changed.json?["timeZone"]?.text == "Asia/Shanghai")
        let stale = try await client.send(.patch, path, headers: [.ifMatch: "\"v1\""], json: body)
        #expect(stale.status == 412)
        #expect(stale.headers[.eTag] == "\"v2\"")
        // The same again changes nothing, and so records nothing.
        #expect(try await client.send(.patch, path, headers: [.ifMatch: "\"v2\""], json: body).headers[.eTag] == "\"v2\"")
        let wrong = try await client.send(.patch, path, headers: [.ifMatch: "\"v2\""], json: #"{"timeZone": "Mars/Olympus"}"#)
        #expect(wrong.status == 422)
        #expect(wrong.faults == ["/timeZone unknownTimeZone"])
        let events = try await house.database.read(
            AccountScope(account: acme.id.uuid).settings, LedgerQueries.page(of: acme.id.uuid, after: 0, limit: 10))
        #expect(events.map(\.kind) == ["accountCreated", "unitAdded", "membershipAdded", "accountChanged"])
        #expect(events.last?.actor == ada.id.uuid)
        #expect(
            events.last?.data
                == #"{"language":{"from":"en","to":"zh-CN"},"timeZone":{"from":"Europe/Berlin","to":"Asia/Shanghai"}}"#)
    }

    @Test(arguments: ["localtime", "posixrules", "Factory", "posix/Europe/Berlin"])
    func `a time zone is one that IANA names, and means the same everywhere`(zone: String) async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme")
        let ada = try await house.person("Ada")
        try await house.member(ada, in: root, as: .accountAdmin)
        let wrong = try await Self.signedIn(house, ada).send(
            .patch, "/v1/accounts/\(acme.id)", headers: [.ifMatch: "\"v1\""], json: #"{"timeZone": "\#(zone)"}"#)
        #expect(wrong.faults == ["/timeZone unknownTimeZone"])
    }

    @Test func `who is a member today stays one when the account's day becomes an earlier one`() async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme", timeZone: "Asia/Tokyo")
        let ada = try await house.person("Ada")
        let membership = Membership(
            account: acme.id, id: house.world.newID(), person: ada.id, unit: root.id, roles: [.accountAdmin],
            startsOn: LocalDate("2026-06-15")!)
        try await house.add(membership)
        let client = try await Self.signedIn(house, ada)
        // 19:00 of the 15th in Tokyo, midnight of the 15th in Honolulu; an hour earlier it is the 14th there.
        house.advance(.seconds(-3600))
        let path = "/v1/accounts/\(acme.id)"
        let changed = try await client.send(
            .patch, path, headers: [.ifMatch: "\"v1\""], json: #"{"timeZone": "Pacific/Honolulu"}"#)
        #expect(changed.status == 200)
        house.advance(.seconds(Limits.principalMemorySeconds + 1))
        #expect(try await client.get(path).status == 200)
        let member = try await client.get(path + "/members/\(membership.id)")
        #expect(member.json?["startsOn"]?.text == "2026-06-14")
        #expect(member.headers[.eTag] == "\"v2\"")
        let events = try await house.database.read(
            AccountScope(account: acme.id.uuid).settings, LedgerQueries.page(of: acme.id.uuid, after: 0, limit: 10))
        #expect(events.last?.data.contains(#""begun":["\#(membership.id)"]"#) == true)
    }

    @Test(arguments: [BuiltInRole.shopper, .buyer, .approver, .auditor])
    func `only an account admin changes the account`(role: BuiltInRole) async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme")
        let ben = try await house.person("Ben")
        try await house.member(ben, in: root, as: role.key)
        let answer = try await Self.signedIn(house, ben).send(
            .patch, "/v1/accounts/\(acme.id)", headers: [.ifMatch: "\"v1\""], json: #"{"language": "en"}"#)
        #expect(answer.status == 403)
        #expect(answer.problem == "not-permitted")
        #expect(answer.json?["permission"]?.text == "manageAccount")
    }

    @Test func `units and members are shown as far as the scope goes`() async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme")
        let sales = try await house.unit("Sales", under: root)
        let people = [try await house.person("Ada"), try await house.person("Ben"), try await house.person("Cleo")]
        try await house.member(people[0], in: root, as: .auditor)
        try await house.member(people[1], in: sales, as: .approver)
        try await house.member(people[2], in: sales, as: .shopper)
        let expected: [(units: [String], members: [String])] = [
            (["Acme", "Sales"], ["Ada", "Ben", "Cleo"]), (["Sales"], ["Ben", "Cleo"]), (["Sales"], ["Cleo"]),
        ]
        for (person, expected) in zip(people, expected) {
            let client = try await Self.signedIn(house, person)
            let units = try await client.get("/v1/accounts/\(acme.id)/units").json?["items"]?.items?.map { $0["name"]?.text }
            #expect(Set(units ?? []) == Set(expected.units))
            let members = try await client.get("/v1/accounts/\(acme.id)/members").json?["items"]?.items
            #expect(Set(members?.map { $0["person"]?["name"]?.text } ?? []) == Set(expected.members))
        }
    }

    @Test func `pages follow one another without a gap or a repeat`() async throws {
        let house = House()
        let (acme, root) = try await house.account("Acme")
        let ada = try await house.person("Ada")
        try await house.member(ada, in: root, as: .auditor)
        for number in 1...6 { _ = try await house.unit("Unit \(number)", under: root) }
        let client = try await Self.signedIn(house, ada)
        var names: [String?] = []
        var path: String? = "/v1/accounts/\(acme.id)/units?limit=3"
        while let next = path {
            let page = try await client.get(next)
            names += page.json?["items"]?.items?.map { $0["name"]?.text } ?? []
            path = page.json?["next"]?.text.map { "/v1/accounts/\(acme.id)/units?limit=3&cursor=\($0)" }
        }
        #expect(names.count == 7)
        #expect(Set(names).count == 7)
        #expect(try await client.get("/v1/accounts/\(acme.id)/units?sort=name").faults == ["?sort unknownParameter"])
    }
}
