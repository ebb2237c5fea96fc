import Accounts
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

@testable import Service

/// What the customer has, from its delivery to what fits it years later.
@Suite(.database) struct AssetStoryTests {
    private func item(_ app: TestApp, _ serial: String, _ more: String = "", sku: String = "NB-100", unit: UnitID? = nil) -> String {
        """
        {"sku": "\(sku)", "serialNumber": "\(serial)", "unit": "\(unit ?? app.cast.engineering.id)", "deliveredOn": "2026-03-01"\(more)}
        """
    }

    private func register(_ app: TestApp, _ items: String..., key: String? = nil) async throws -> RouterAnswer {
        let headers: HTTPFields = key.map { [.idempotencyKey: $0] } ?? [:]
        return try await app.by(app.cast.rita).post(
            app.path("/assets"), headers: headers, #"{"items": [\#(items.joined(separator: ","))]}"#)
    }

    private func serials(_ app: TestApp, _ query: String = "", by person: CastPerson? = nil) async throws -> [String] {
        let answer = try await app.by(person ?? app.cast.ada).get(app.path("/assets\(query)"))
        #expect(answer.status == 200, "\(answer.text)")
        return (answer.json?["items"]?.items ?? []).compactMap { $0["serialNumber"]?.text }
    }

    @Test func `registered once, corrected by the supplier, moved and retired by the customer, each with its event`() async throws {
        let app = try await TestApp.open()
        let ana = try #require(app.cast.ana.membership?.id)
        let made = try await register(app, item(app, "S-1", #", "holder": "\#(ana)", "warrantyUntil": "2026-06-15""#), key: "once")
        #expect(made.status == 200 && made.json?["created"] == .integer(1), "\(made.text)")
        let id = try #require(made.json?["items"]?.items?.first?["id"]?.text)
        let again = try await register(app, item(app, "S-1", #", "holder": "\#(ana)", "warrantyUntil": "2026-06-15""#), key: "once")
        #expect(again.body == made.body)
        let path = app.path("/assets/\(id)")
        let read = try await app.by(app.cast.ana).get(path)
        #expect(read.json?["holder"]?["name"]?.text == "Ana Alves" && read.json?["warranty"]?.text == "inForce")
        #expect(read.json?["product"]?.text == "Larkspur Slate 13" && read.json?["status"]?.text == "inUse")
        #expect(read.json?["actions"]?.items?.map { $0["rel"]?.text } == ["read", "compatible"])

        let longer = try await register(app, item(app, "S-1", #", "warrantyUntil": "2029-02-28""#, unit: app.cast.root.id))
        #expect(longer.json?["changed"] == .integer(1))
        let corrected = try await app.by(app.cast.ada).get(path)
        #expect(corrected.json?["warrantyUntil"]?.text == "2029-02-28" && corrected.headers[.eTag] == "\"v2\"")
        #expect(corrected.json?["unit"]?.text == app.cast.engineering.id.description, "where it stands is the customer's to say")
        #expect(try await register(app, item(app, "S-1", #", "warrantyUntil": "2029-02-28""#)).json?["unchanged"] == .integer(1))

        let moved = try await app.by(app.cast.ada).send(
            .patch, path, headers: [.ifMatch: "\"v2\""],
            json: #"{"unit": "\#(app.cast.root.id)", "holder": null, "retiredOn": "2026-06-15"}"#)
        #expect(moved.status == 200 && moved.json?["status"]?.text == "retired" && moved.json?["holder"] == nil, "\(moved.text)")
        #expect(try await app.by(app.cast.ana).get(path).status == 404, "it is no longer hers, nor her unit's")
        #expect(try await app.by(app.cast.ana).send(.patch, path, headers: [.ifMatch: "\"v3\""], json: "{}").status == 403)
        #expect(try await Desk(app).eventKinds().filter { $0.hasPrefix("asset") } == ["assetRegistered", "assetChanged", "assetChanged"])
    }

    @Test func `who serves the account with edit access registers, and nobody else`() async throws {
        let app = try await TestApp.open()
        let body = #"{"items": [\#(item(app, "S-1"))]}"#
        #expect(try await app.by(app.cast.stella).post(app.path("/assets"), body).problem == "edit-access-needed")
        #expect(try await app.by(app.cast.ada).post(app.path("/assets"), body).problem == "not-permitted")
        #expect(try await app.by(app.cast.paul).get(app.path("/assets")).status == 403, "a partner sees orders, and nothing else")
    }

    @Test func `everything that is wrong with what is registered or changed is told at once, and nothing is saved`() async throws {
        let app = try await TestApp.open()
        let nobody = "0197737c-5e00-7a10-8c55-0a1b2c3d4e5f"
        _ = try await register(app, item(app, "S-1", #", "externalId": "E-1""#))
        let before = try await app.database.contents()
        let refused = try await register(
            app, item(app, "S-2", #", "warrantyUntil": "2026-02-01", "retiredOn": "2026-02-01", "holder": "\#(nobody)""#, sku: "NO-1"),
            item(app, "S-3", #", "costCentre": "\#(nobody)", "externalId": "E-2""#, unit: app.cast.rivalRoot.id),
            item(app, "S-3", #", "externalId": "E-2""#), item(app, "S-4", sku: "SV-300"),
            item(app, "S-5").replacing("2026-03-01", with: "2026-06-20"))
        #expect(refused.status == 422 && refused.problem == "invalid-assets")
        #expect(
            Set(refused.faults) == [
                "/items/0/warrantyUntil beforeDelivery", "/items/0/retiredOn beforeDelivery", "/items/0/sku unknownProduct",
                "/items/0/holder notFound", "/items/1/unit notFound", "/items/1/costCentre notFound", "/items/2/serialNumber givenTwice",
                "/items/2/externalId givenTwice", "/items/3/sku unknownProduct", "/items/4/deliveredOn notDelivered",
            ])
        #expect(try await register(app, item(app, "S-9", #", "externalId": "E-1""#)).problem == "asset-external-id-taken")
        #expect(try await app.database.contents() == before)
        let id = try #require(
            try await app.by(app.cast.ada).get(app.path("/assets")).json?["items"]?.items?.first?["id"]?.text)
        let body = #"{"unit": "\#(nobody)", "holder": "\#(nobody)", "costCentre": "\#(nobody)", "retiredOn": "2026-01-01"}"#
        let wrong = try await app.by(app.cast.ada).send(.patch, app.path("/assets/\(id)"), headers: [.ifMatch: "\"v1\""], json: body)
        #expect(
            Set(wrong.faults) == ["/unit notFound", "/holder notFound", "/costCentre notFound", "/retiredOn beforeDelivery"])
        #expect(try await app.database.contents() == before)
    }

    @Test func `of two who register the same thing at once it is there once, and has one event`() async throws {
        let app = try await TestApp.open()
        let body = #"{"items": [\#(item(app, "S-1"))]}"#
        let rita = app.by(app.cast.rita)
        let statuses = try await withThrowingTaskGroup(of: RouterAnswer.self) { group in
            for _ in 1...6 { group.addTask { try await rita.post(app.path("/assets"), body) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.allSatisfy { $0.status == 200 || $0.problem == "asset-registered-meanwhile" }, "\(statuses.map(\.text))")
        #expect(statuses.count { $0.json?["created"] == .integer(1) } == 1)
        #expect(try await serials(app) == ["S-1"])
        #expect(try await Desk(app).eventKinds().filter { $0.hasPrefix("asset") } == ["assetRegistered"])
    }

    @Test func `a list shows what one's scope covers, by product, serial number, holder, state and end of warranty`() async throws {
        let app = try await TestApp.open()
        let (ana, sam) = (try #require(app.cast.ana.membership?.id), try #require(app.cast.sam.membership?.id))
        _ = try await register(
            app, item(app, "S-1", #", "holder": "\#(ana)", "warrantyUntil": "2026-06-14""#),
            item(app, "S-2", #", "holder": "\#(sam)", "warrantyUntil": "2027-06-14""#),
            item(app, "S-3", #", "retiredOn": "2026-06-01""#, sku: "MO-200", unit: app.cast.root.id),
            item(app, "S-1", sku: "NB-180", unit: app.cast.root.id))
        #expect(try await serials(app).sorted() == ["S-1", "S-1", "S-2", "S-3"])
        #expect(try await serials(app, by: app.cast.ana) == ["S-1"])
        #expect(try await serials(app, by: app.cast.rita).count == 4)
        #expect(try await serials(app, "?sku=MO-200") == ["S-3"])
        #expect(try await serials(app, "?sku=NO-1") == [])
        #expect(try await serials(app, "?serialNumber=S-1") == ["S-1", "S-1"])
        #expect(try await serials(app, "?holder=\(sam)") == ["S-2"])
        #expect(try await serials(app, "?unit=\(app.cast.engineering.id)").sorted() == ["S-1", "S-2"])
        #expect(try await serials(app, "?status=retired") == ["S-3"])
        #expect(try await serials(app, "?status=inUse").count == 3)
        #expect(try await serials(app, "?warrantyUntil=2026-12-31") == ["S-1"])
        let first = try await app.by(app.cast.ada).get(app.path("/assets?limit=3"))
        let next = try #require(first.json?["next"]?.text)
        #expect(try await serials(app, "?limit=3&cursor=\(next)").count == 1)
    }

    @Test func `what fits is found for a product that has ended or that no contract holds, services by the warranty`() async throws {
        let app = try await TestApp.open()
        let fits = #"""
            {"items": [
              {"key": "SCREENS", "for": [{"selector": "category", "value": "43211503"}],
               "fits": [{"selector": "product", "value": "MO-200"}]},
              {"key": "LONGER", "for": [{"selector": "everything"}],
               "fits": [{"selector": "product", "value": "SV-310"}], "warranty": "inForce"},
              {"key": "REPAIR", "for": [{"selector": "everything"}],
               "fits": [{"selector": "product", "value": "SV-320"}], "warranty": "over"}
            ]}
            """#
        #expect(try await app.by(app.cast.stella).post("/v1/fits", fits).status == 200)
        let made = try await register(
            app, item(app, "S-1", #", "warrantyUntil": "2026-06-15""#, sku: "NB-180", unit: app.cast.root.id),
            item(app, "S-2", sku: "NB-190", unit: app.cast.root.id))
        let ids = (made.json?["items"]?.items ?? []).compactMap { $0["id"]?.text }
        func found(_ id: String, by person: CastPerson, anew: Bool = false) async throws -> [String]? {
            let client = anew ? try await app.signIn(person) : app.by(person)
            let answer = try await client.get(app.path("/assets/\(id)/compatible"))
            guard answer.status == 200 else { return nil }
            return (answer.json?["items"]?.items ?? []).compactMap { $0["sku"]?.text }
        }
        #expect(try await found(ids[0], by: app.cast.ada) == ["MO-200", "SV-310"])
        #expect(try await found(ids[1], by: app.cast.ada) == ["MO-200", "SV-320"], "no warranty is known of it")
        #expect(try await found(ids[0], by: app.cast.ana) == nil, "an asset that one may not see is not there")
        app.clock.advance(by: .seconds(86_400))
        #expect(try await found(ids[0], by: app.cast.ada, anew: true) == ["MO-200", "SV-320"], "the day after the warranty's last")
    }
}
