import Accounts
import Approvals
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// Whatever changes in the organisation, nothing waits for nobody (product.md rule 10).
@Suite(.database) struct StrandedTests {
    /// Acme, where the approver of Engineering is Aude, by a role of Acme's own, and a quote of Ana's waits for her.
    private struct Stage {
        let app: TestApp
        let plan: String
        let aude: MembershipID

        static func open(total quantity: Int = 1) async throws -> Stage {
            let app = try await TestApp.open()
            let ada = app.by(app.cast.ada)
            let role = """
                {"key": "controller", "name": "Controller", "permissions": [{"permission": "decideApprovals", "scope": "unit"},
                {"permission": "readApprovals", "scope": "unit"}]}
                """
            #expect(try await ada.post(app.path("/roles"), role).status == 201)
            let policy = ApprovalPolicy(version: 2, rules: [.init(name: "All", above: nil, role: RoleKey(rawValue: "controller"))])
            try await app.database.owner.query(ApprovalQueries.publish(policy, account: app.cast.acme.id, at: app.clock.now))
            let place = """
                {"person": "\(app.cast.aude.person.id)", "unit": "\(app.cast.engineering.id)", "roles": ["controller"]}
                """
            let given = try await ada.post(app.path("/members"), place)
            let aude = try #require(given.json?["id"]?.text.flatMap(MembershipID.init))
            app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
            let draft = try await LeavingTests.quote(app, quantity)
            let submitted = try await app.by(app.cast.ana).post(draft + "/submit", headers: [.ifMatch: "\"v1\""])
            return Stage(app: app, plan: try #require(submitted.json?["approval"]?["id"]?.text), aude: aude)
        }

        func patch(_ path: String, _ body: String, version: Int = 1) async throws -> RouterAnswer {
            try await app.by(app.cast.ada).send(.patch, app.path(path), headers: [.ifMatch: "\"v\(version)\""], json: body)
        }

        /// That it was refused for the plan, and that nothing has changed.
        func expectStranded(_ answer: RouterAnswer, _ what: String) {
            #expect(answer.problem == "nobody-else-eligible", "\(what): \(answer.status)")
            #expect(answer.json?["steps"]?.items?.compactMap { $0["approval"]?.text } == [plan], "\(what)")
            #expect(answer.json?["steps"]?.items?.first?["role"]?.text == "controller")
            #expect(answer.json?["steps"]?.items?.first?["unit"]?.text == app.cast.engineering.id.description)
        }
    }

    @Test func `no role is disabled or narrowed for which something waits that nobody could decide then`() async throws {
        let stage = try await Stage.open()
        stage.expectStranded(try await stage.patch("/roles/controller", #"{"status": "disabled"}"#), "disabled")
        let reading = #"{"permissions": [{"permission": "readApprovals", "scope": "unit"}]}"#
        stage.expectStranded(try await stage.patch("/roles/controller", reading), "without the permission")
        let own = #"{"permissions": [{"permission": "decideApprovals", "scope": "own"}, {"permission": "readApprovals", "scope": "unit"}]}"#
        stage.expectStranded(try await stage.patch("/roles/controller", own), "of one's own only")
        #expect(try await stage.patch("/roles/controller", #"{"name": "Controllers"}"#).status == 200)
        let approver = #"{"roles": ["controller", "approver"]}"#
        #expect(try await stage.patch("/members/\(stage.aude)", approver).status == 200)
        #expect(try await stage.patch("/roles/controller", reading, version: 2).status == 200, "another role lets her decide")
        stage.expectStranded(try await stage.patch("/members/\(stage.aude)", #"{"roles": ["controller"]}"#, version: 2), "that role")
    }

    @Test(arguments: ["each", "day", "week", "month", "quarter", "year"])
    func `no limit, a member's or a role's, is lowered below what waits for nobody else`(_ period: String) async throws {
        let stage = try await Stage.open(total: 20)
        func limits(_ amount: String) -> String {
            #"{"limits": [{"act": "approve", "period": "\#(period)", "limit": {"amount": "\#(amount)", "currency": "EUR"}}]}"#
        }
        stage.expectStranded(try await stage.patch("/roles/controller", limits("0.01")), "the role's")
        stage.expectStranded(try await stage.patch("/members/\(stage.aude)", limits("0.01")), "the member's")
        #expect(try await stage.patch("/members/\(stage.aude)", limits("100000.00")).status == 200)
        #expect(try await stage.patch("/roles/controller", limits("0.01")).status == 200, "the member's own counts")
        stage.expectStranded(try await stage.patch("/members/\(stage.aude)", #"{"limits": []}"#, version: 2), "the role's, again")
    }

    @Test func `no unit is disabled or moved away from those who decide there, and the preview says so`() async throws {
        let stage = try await Stage.open()
        let (app, engineering) = (stage.app, stage.app.cast.engineering.id)
        let preview = try await app.by(app.cast.ada).get(app.path("/units/\(engineering)/disabling"))
        #expect(preview.json?["steps"]?.items?.compactMap { $0["approval"]?.text } == [stage.plan])
        stage.expectStranded(try await stage.patch("/units/\(engineering)", #"{"status": "disabled"}"#), "disabled")

        let sales = try await app.by(app.cast.ada).post(app.path("/units"), #"{"name": "Sales", "parent": "\#(app.cast.root.id)"}"#)
        let other = try await app.by(app.cast.ada).post(app.path("/units"), #"{"name": "Other", "parent": "\#(app.cast.root.id)"}"#)
        let (over, away) = (try #require(sales.json?["id"]?.text), try #require(other.json?["id"]?.text))
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        #expect(try await stage.patch("/units/\(engineering)", #"{"parent": "\#(over)"}"#).status == 200)
        #expect(try await stage.patch("/members/\(stage.aude)", #"{"unit": "\#(over)"}"#).status == 200, "above it is as good")
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        stage.expectStranded(try await stage.patch("/units/\(engineering)", #"{"parent": "\#(away)"}"#, version: 2), "moved")
        stage.expectStranded(try await stage.patch("/units/\(over)", #"{"status": "disabled"}"#), "disabled above")
        let free = try await app.by(app.cast.ada).get(app.path("/units/\(away)/disabling"))
        #expect(free.json?["steps"]?.items?.isEmpty == true)
        #expect(try await stage.patch("/units/\(away)", #"{"status": "disabled"}"#).status == 200)
    }

    @Test func `nobody's days are shortened whom something needs longer, and what ends anyway may end`() async throws {
        let stage = try await Stage.open()
        let end: (String, Int) async throws -> RouterAnswer = { day, version in
            try await stage.app.by(stage.app.cast.ada).post(
                stage.app.path("/members/\(stage.aude)/end"), headers: [.ifMatch: "\"v\(version)\""],
                #"{"lastDay": "\#(day)", "successor": "\#(try LeavingTests.id(stage.app.cast.ada))"}"#)
        }
        stage.expectStranded(try await end("2026-12-31", 1), "some day")
        let second = """
            {"person": "\(stage.app.cast.omar.person.id)", "unit": "\(stage.app.cast.engineering.id)", "roles": ["controller"],
            "endsOn": "2026-09-30"}
            """
        #expect(try await stage.app.by(stage.app.cast.ada).post(stage.app.path("/members"), second).status == 201)
        stage.expectStranded(try await end("2026-06-15", 1), "the other one does not stay")
    }

    @Test func `who submits and who takes the approver away wait for each other`() async throws {
        let app = try await TestApp.open()
        for _ in 0..<4 {
            let draft = try await LeavingTests.quote(app, 100)
            let omar = try LeavingTests.id(app.cast.omar)
            let version = try await app.by(app.cast.ada).get(app.path("/members/\(omar)")).headers[.eTag] ?? ""
            async let submitted = app.by(app.cast.ana).post(draft + "/submit", headers: [.ifMatch: "\"v1\""])
            async let stripped = app.by(app.cast.ada).send(
                .patch, app.path("/members/\(omar)"), headers: [.ifMatch: version], json: #"{"roles": ["auditor"]}"#)
            let answers = try await [submitted.problem ?? "", stripped.problem ?? ""]
            #expect(answers == ["", "nobody-else-eligible"] || answers == ["nobody-eligible", ""], "\(answers)")
            if answers[0].isEmpty { break }
            let back = try await app.by(app.cast.ada).get(app.path("/members/\(omar)")).headers[.eTag] ?? ""
            _ = try await app.by(app.cast.ada).send(
                .patch, app.path("/members/\(omar)"), headers: [.ifMatch: back], json: #"{"roles": ["approver"]}"#)
        }
    }
}
