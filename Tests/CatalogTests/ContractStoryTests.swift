import Accounts
import Catalog
import HTTPTypes
import Kernel
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Testing
import Web

/// A contract from its draft to its end, as the account manager and the customer meet it.
@Suite(.database) struct ContractStoryTests {
    private func body(_ app: TestApp, _ draft: String, number: String = "C-2") -> String {
        #"{"number": "\#(number)", "name": "Notebooks", "unit": "\#(app.cast.engineering.id)", "currency": "EUR", "draft": \#(draft)}"#
    }

    private func draft(_ price: String = "900.00", from day: String = "2026-01-01") -> String {
        """
        {"validFrom": "\(day)", "terms": {"payment": "60 days", "freight": "free"},
         "productLists": [{"name": "Approved", "skus": ["NB-100", "NB-110"]}],
         "assortment": [{"effect": "include", "selector": "list", "value": "Approved"}],
         "rules": [{"kind": "fixed", "selector": "product", "value": "NB-100",
                    "tiers": [{"from": "0", "price": {"amount": "\(price)", "currency": "EUR"}}]}],
         "quantityRules": [{"selector": "category", "value": "43211503", "maximum": "50"}],
         "commitments": [{"period": "year", "selector": "everything", "revenue": {"amount": "100000.00", "currency": "EUR"}}],
         "rebates": [{"period": "quarter", "tiers": [{"from": {"amount": "10000.00", "currency": "EUR"}, "percent": "1.5"}]}]}
        """
    }

    private func price(_ app: TestApp, _ sku: String = "NB-100", on day: String? = nil) async throws -> String? {
        let query = day.map { "?on=\($0)" } ?? ""
        return try await app.by(app.cast.ana).get(app.path("/catalog/\(sku)/price\(query)")).json?["unitPrice"]?["amount"]?.text
    }

    @Test func `drafted, checked, published, corrected backwards and ended`() async throws {
        let app = try await TestApp.open()
        let (rita, ana, ada) = (app.by(app.cast.rita), app.by(app.cast.ana), app.by(app.cast.ada))
        let made = try await rita.post(app.path("/contracts"), body(app, draft()))
        #expect(made.status == 201)
        let path = try #require(made.headers[.location])
        #expect(try await ana.get(path).status == 404, "a draft is nobody's contract")
        #expect(try await price(app) == "1040.00")
        #expect(try await rita.get(path + "/check").json?["publishable"] == .bool(true))

        let published = try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""])
        #expect(published.status == 200)
        #expect(try await price(app) == "900.00")
        let version = try await ana.get(path + "/versions/1")
        #expect(version.json?["content"]?["terms"]?["freight"]?.text == "free")
        #expect(version.json?["content"]?["commitments"]?.items?.count == 1)
        #expect(try await ada.get(app.path("/contracts/C-2")).json?["versions"]?.items?.count == 1)

        let quote = try await ana.post(app.path("/quotes"), #"{"name": "Held", "lines": [{"sku": "NB-100", "quantity": 2}]}"#)
        _ = try await rita.send(
            .put, path + "/draft", headers: [.ifMatch: "\"v2\""], json: "{\"draft\": \(draft("800.00", from: "2026-03-01"))}")
        let corrected = try await rita.post(path + "/publish", headers: [.ifMatch: "\"v3\""])
        #expect(corrected.json?["touches"]?.items?.map { $0["number"]?.text } == [quote.json?["number"]?.text])
        #expect(try await price(app) == "800.00")
        #expect(try await price(app, on: "2026-02-28") == "900.00")
        #expect(try await price(app, on: "2026-03-01") == "800.00")
        let number = try #require(quote.json?["number"]?.text)
        #expect(
            try await ana.get(app.path("/quotes/\(number)")).json?["lines"]?.items?.first?["unitPrice"]?["amount"]?.text == "900.00",
            "a held price stays")
        #expect(try await ana.get(path + "/versions/1").json == version.json, "a version never changes")

        let ended = try await rita.post(path + "/terminate", headers: [.ifMatch: "\"v4\""], #"{"on": "2026-06-14"}"#)
        #expect(ended.json?["endsOn"]?.text == "2026-06-14")
        #expect(try await price(app) == "1040.00")
        #expect(try await price(app, on: "2026-06-14") == "800.00")
        let again = try await rita.post(path + "/terminate", headers: [.ifMatch: "\"v5\""], #"{"on": "2026-12-31"}"#)
        #expect(again.problem == "contract-ended")
        let kinds = try await Desk(app).eventKinds().filter { $0.hasPrefix("contract") }
        #expect(
            kinds == [
                "contractDrafted", "contractPublished", "contractDrafted", "contractPublished", "contractTerminated",
            ])
    }

    @Test func `everything that is wrong with a draft is said at once, each in its place, and nothing is published`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        let faulty = """
            {"validFrom": "2026-06-01", "validTo": "2026-05-31",
             "productLists": [{"name": "A", "skus": ["NB-100", "NO-1"]}],
             "assortment": [{"effect": "exclude", "selector": "list", "value": "B"}, {"effect": "exclude", "selector": "category"}],
             "rules": [
               {"kind": "discount", "selector": "manufacturer", "value": "Nobody", "tiers": [{"from": "0", "percent": "100.5"},
                 {"from": "0", "percent": "5", "price": {"amount": "1.00", "currency": "EUR"}}]},
               {"kind": "fixed", "selector": "product", "value": "NB-100",
                 "tiers": [{"from": "0", "price": {"amount": "1.00", "currency": "USD"}}]},
               {"kind": "fixed", "selector": "product", "value": "NB-100",
                 "tiers": [{"from": "0", "price": {"amount": "0.00", "currency": "EUR"}}]},
               {"kind": "fixed", "selector": "everything", "tiers": [{"from": "0"}]},
               {"kind": "free", "selector": "product", "value": "NO-2", "tiers": [{"from": "0", "percent": "5"}]}],
             "quantityRules": [{"selector": "everything", "minimum": "7", "maximum": "9", "multiple": "5"}, {"selector": "everything"}],
             "commitments": [{"period": "year", "selector": "category", "value": "99999999"},
               {"period": "year", "selector": "everything", "revenue": {"amount": "5", "currency": "EUR"}, "unitOfMeasure": "MTR"}],
             "rebates": [{"period": "year", "tiers": [{"from": {"amount": "5", "currency": "EUR"}, "percent": "x"},
               {"from": {"amount": "5", "currency": "USD"}, "percent": "1"}]}]}
            """
        let made = try await rita.post(app.path("/contracts"), body(app, faulty))
        let path = try #require(made.headers[.location])
        let expected: Set = [
            "/validTo endsBeforeItBegins", "/assortment nothingIncluded", "/productLists/0/skus/1 unknownProduct",
            "/assortment/0/value unknownList", "/assortment/1/value required", "/rules/0/value unknownManufacturer",
            "/rules/0/tiers/0/percent notAPercentage", "/rules/0/tiers/1/from notAscending", "/rules/0/tiers/1/price notHere",
            "/rules/1/tiers/0/price/currency otherCurrency", "/rules/2 overlap", "/rules/2/tiers/0/price/amount sayFree",
            "/rules/3/selector notAProduct", "/rules/3/tiers/0/price required", "/rules/4/value unknownProduct",
            "/rules/4/tiers/0/percent notHere", "/quantityRules/0 noQuantity", "/quantityRules/1 overlap", "/quantityRules/1 noQuantity",
            "/commitments/0/value unknownCategory", "/commitments/0 oneOf", "/commitments/1/unitOfMeasure notHere",
            "/rebates/0/tiers/0/percent notAPercentage",
            "/rebates/0/tiers/1/from/currency otherCurrency", "/rebates/0/tiers/1/from notAscending",
        ]
        let check = try await rita.get(path + "/check")
        #expect(check.json?["publishable"] == .bool(false))
        let told = (check.json?["faults"]?.items ?? []).map { "\($0["pointer"]?.text ?? "") \($0["code"]?.text ?? "")" }
        #expect(Set(told) == expected)
        let before = try await app.database.contents()
        let refused = try await rita.post(path + "/publish", headers: [.ifMatch: "\"v1\""])
        #expect(refused.status == 422 && refused.problem == "contract-faulty")
        #expect(Set(refused.faults) == expected)
        #expect(try await app.database.contents() == before)
    }

    @Test func `nobody of the customer writes a contract, and nobody at all changes a published version`() async throws {
        let app = try await TestApp.open()
        let acme = app.cast.acme.id
        for person in app.cast.members.values {
            let client = app.by(person)
            #expect(try await client.post(app.path("/contracts"), body(app, draft())).status == 403)
            let path = app.path("/contracts/\(app.cast.contract)")
            #expect(
                try await client.send(.put, path + "/draft", headers: [.ifMatch: "\"v1\""], json: "{\"draft\": \(draft())}").status == 403)
            #expect(try await client.post(path + "/publish", headers: [.ifMatch: "\"v1\""]).status == 403)
            #expect(try await client.post(path + "/terminate", headers: [.ifMatch: "\"v1\""], #"{"on": "2026-06-15"}"#).status == 403)
        }
        let caller = try await app.caller(app.cast.rita)
        let forbidden: [Query<Void>] = [
            Query("UPDATE contract_versions SET valid_to = NULL WHERE account_id = \(acme)"),
            Query("DELETE FROM contract_versions WHERE account_id = \(acme)"),
            Query("UPDATE price_tiers SET unit_price = 1 WHERE account_id = \(acme)"),
            Query("UPDATE price_rules SET cumulative = true WHERE account_id = \(acme)"),
            Query("DELETE FROM quantity_rules WHERE account_id = \(acme)"),
            Query("UPDATE contracts SET currency = 'USD' WHERE account_id = \(acme)"),
        ]
        for statement in forbidden {
            await #expect(throws: PostgresError.self) {
                try await app.write(as: caller) { transaction in try await transaction.run(statement) }
            }
        }
    }

    @Test func `a number is taken once, whoever begins it at the same time`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        let (path, body) = (app.path("/contracts"), body(app, draft()))
        let answers = await race((1...6).map { _ in { @Sendable in try await rita.post(path, body).status } })
        let statuses = answers.compactMap { try? $0.get() }
        #expect(statuses.count { $0 == 201 } == 1)
        #expect(statuses.count { $0 == 409 } == 5)
    }

    @Test func `a version that a file brought is read as one that was drafted here`() async throws {
        let app = try await TestApp.open()
        let version = try await app.by(app.cast.ana).get(app.path("/contracts/\(app.cast.contract)/versions/1"))
        let rules = version.json?["content"]?["rules"]?.items ?? []
        #expect(rules.first?["tiers"]?.items?.count == 3)
        #expect(rules.contains { $0["value"]?.text == "43210000" && $0["kind"]?.text == "discount" })
    }
}
