import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// The example of docs/access.md, from the first unit to the day on which a delegation is over.
@Suite(.database) struct AccessStoryTests {
    private static let password = "over the hills"

    /// Acme as the page draws it, on 1 July 2026.
    private struct Company {
        let app: TestApp
        let postbox = Postbox()
        var ada: RouterClient
        private(set) var units: [String: String] = [:]
        private(set) var members: [String: String] = [:]
        private(set) var persons: [String: String] = [:]

        init() async throws {
            app = try await TestApp.open()
            ada = try await Story(app: app).signIn(app.cast.ada)
            units["Acme"] = app.cast.root.id.description
            for (name, parent) in [
                ("Industry", "Acme"), ("Health", "Acme"), ("Plant", "Industry"), ("Field service", "Industry"), ("Laboratory", "Health"),
                ("Clinics", "Health"),
            ] {
                let made = try await ada.post(
                    app.path("/units"), #"{"name": "\#(name)", "parent": "\#(try unit(parent))"}"#)
                units[name] = try #require(made.json?["id"]?.text)
            }
            for (key, permissions) in [("sharedBuyer", Self.sharedBuyer), ("unitLead", [.readMembers, .manageMembers])] {
                let list = permissions.map { #"{"permission": "\#($0.rawValue)", "scope": "unit"}"# }.joined(separator: ", ")
                let made = try await ada.post(app.path("/roles"), #"{"key": "\#(key)", "name": "\#(key)", "permissions": [\#(list)]}"#)
                #expect(made.status == 201)
            }
            let limits = #"""
                , "limits": [{"act": "order", "period": "each", "limit": {"amount": "5000.00", "currency": "EUR"}},
                {"act": "order", "period": "month", "limit": {"amount": "20000.00", "currency": "EUR"}}]
                """#
            try await invite("Dirk", to: "Plant", as: "buyer", limits)
            try await invite("Lena", to: "Laboratory", as: "shopper")
            try await invite("Shona", to: "Industry", as: "sharedBuyer")
            try await invite("Ivo", to: "Industry", as: "approver")
            try await invite("Petra", to: "Health", as: "approver")
            try await invite("Mara", to: "Clinics", as: "unitLead")
            let second = try await ada.post(
                app.path("/members"),
                #"{"person": "\#(persons["Shona"] ?? "")", "unit": "\#(try unit("Health"))", "roles": ["sharedBuyer"]}"#)
            #expect(second.status == 201)
        }

        static let sharedBuyer: [Permission] = [
            .readCatalog, .readContracts, .readQuotes, .writeQuotes, .submitQuotes, .order, .readApprovals, .readOrders, .readMembers,
        ]

        func unit(_ name: String) throws -> String { try #require(units[name]) }
        func member(_ name: String) throws -> String { try #require(members[name]) }

        private mutating func invite(_ name: String, to unit: String, as role: String, _ more: String = "") async throws {
            let sent = try await ada.post(
                app.path("/invitations"),
                #"{"email": "\#(name.lowercased())@acme.example", "name": "\#(name)", "unit": "\#(try self.unit(unit))", "#
                    + #""roles": ["\#(role)"]\#(more)}"#)
            #expect(sent.status == 201)
            let mail = try #require(try await postbox.collect(from: app.database.service, world: app.world).first)
            let accepted = try await app.client.post(
                "/v1/invitations/accept", #"{"token": "\#(try #require(mail.secret))", "password": "\#(AccessStoryTests.password)"}"#)
            #expect(accepted.status == 201)
            let found = try await ada.get(app.path("/members?q=\(name.lowercased())@acme.example"))
            let member = try #require(found.json?["items"]?.items?.first)
            members[name] = try #require(member["id"]?.text)
            persons[name] = try #require(member["person"]?["id"]?.text)
        }

        func by(_ name: String) async throws -> RouterClient {
            let answer = try await app.client.post(
                "/v1/sessions", #"{"email": "\#(name.lowercased())@acme.example", "password": "\#(AccessStoryTests.password)"}"#)
            return app.client.bearing(try #require(answer.json?["token"]?.text))
        }

        /// A quote of notebooks at 1040.00 each; its path and, once it has been submitted, its plan.
        func submitted(by buyer: RouterClient, notebooks: Int) async throws -> (here: String, plan: JSONValue) {
            let quote = try await buyer.post(
                app.path("/quotes"), #"{"name": "Notebooks", "lines": [{"sku": "NB-100", "quantity": "\#(notebooks)"}]}"#)
            let here = try #require(quote.headers[.location])
            let answer = try await buyer.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
            return (here, try #require(answer.json?["approval"]))
        }

        func approve(_ plan: JSONValue, by approver: RouterClient) async throws -> RouterAnswer {
            let (id, digest) = (try #require(plan["id"]?.text), try #require(plan["digest"]?.text))
            return try await approver.post(app.path("/approvals/\(id)/decisions"), Story.decision("approve", digest))
        }

        func inbox(of approver: RouterClient) async throws -> [JSONValue] {
            try #require(try await approver.get(app.path("/approvals")).json?["items"]?.items)
        }
    }

    @Test func `who is on leave is stood in for, and each sees and does what the page says`() async throws {
        var company = try await Company()
        let ivo = try await company.by("Ivo")
        let delegated = try await ivo.post(
            company.app.path("/members/\(try company.member("Ivo"))/delegations"),
            #"""
            {"act": "approve", "startsOn": "2026-07-01", "endsOn": "2026-07-14", "delegates": ["\#(try company.member("Petra"))"],
            "upTo": {"amount": "20000.00", "currency": "EUR"}}
            """#)
        #expect(delegated.status == 201)

        company.app.clock.set(try #require(Instant("2026-07-02T09:00:00Z")))
        company.ada = try await Story(app: company.app).signIn(company.app.cast.ada)
        let (dirk, lena, petra) = (try await company.by("Dirk"), try await company.by("Lena"), try await company.by("Petra"))
        let plant = try await company.submitted(by: dirk, notebooks: 3)
        let laboratory = try await company.submitted(by: lena, notebooks: 2)

        let waiting = try await company.inbox(of: petra)
        #expect(Set(waiting.compactMap { $0["id"]?.text }) == Set([plant.plan, laboratory.plan].compactMap { $0["id"]?.text }))
        let ivos = try #require(waiting.first { $0["id"] == plant.plan["id"] })
        #expect(ivos["for"]?["name"]?.text == "Ivo")
        #expect(waiting.first { $0["id"] == laboratory.plan["id"] }?["for"] == nil)
        #expect(try await company.approve(plant.plan, by: petra).json?["state"]?.text == "approved")
        let timeline = try await company.ada.get(company.app.path("/timeline"))
        #expect(timeline.text.contains(#""onBehalfOfName":"Ivo""#))

        let shona = try await company.by("Shona")
        let seen = try await shona.get(company.app.path("/quotes")).json?["items"]?.items
        #expect(seen?.count == 2)
        #expect(try await lena.get(plant.here).status == 404)
        #expect(try await dirk.post(plant.here + "/order", headers: [.ifMatch: "\"v3\""]).status == 201)
        try await self.refusals(in: company, dirk: dirk, petra: petra)

        company.app.clock.set(try #require(Instant("2026-07-15T09:00:00Z")))
        let after = try await company.submitted(by: try await company.by("Dirk"), notebooks: 3)
        let left = try await company.inbox(of: try await company.by("Petra"))
        #expect(left.compactMap { $0["id"]?.text } == [laboratory.plan].compactMap { $0["id"]?.text })
        let back = try await company.inbox(of: try await company.by("Ivo"))
        #expect(back.contains { $0["id"] == after.plan["id"] })
    }

    private func refusals(in company: Company, dirk: RouterClient, petra: RouterClient) async throws {
        let large = try await company.submitted(by: dirk, notebooks: 5)
        #expect(try await company.approve(large.plan, by: petra).json?["state"]?.text == "approved")
        let beyond = try await dirk.post(large.here + "/order", headers: [.ifMatch: "\"v3\""])
        #expect(beyond.problem == "limit-exceeded")

        let mara = try await company.by("Mara")
        let lena = try #require(company.persons["Lena"])
        func give(_ unit: String) async throws -> String? {
            try await mara.post(
                company.app.path("/members"), #"{"person": "\#(lena)", "unit": "\#(try company.unit(unit))", "roles": ["buyer"]}"#
            ).problem
        }
        #expect(try await give("Clinics") == "more-than-you-hold")
        #expect(try await give("Plant") == "member-unit-not-found")
        #expect(try await mara.get(company.app.path("/quotes")).problem == "not-permitted")
        let further = try await petra.post(
            company.app.path("/members/\(try company.member("Ivo"))/delegations"),
            #"{"act": "approve", "endsOn": "2026-07-14", "delegates": ["\#(try company.member("Mara"))"]}"#)
        #expect(further.status == 404)
    }
}
