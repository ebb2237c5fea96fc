import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// What fits a product, as its supplier says it, the customer's people narrow it, and a buyer meets it.
@Suite(.database) struct CompatibleStoryTests {
    private let fits = #"""
        {"items": [
          {"key": "NB-SCREENS", "for": [{"selector": "category", "value": "43211503"}],
           "fits": [{"selector": "category", "value": "43211902"}], "note": {"en": "By USB-C.", "zh-CN": "通过 USB-C。"}},
          {"key": "NB-CARE", "for": [{"selector": "manufacturer", "value": "Larkspur"}],
           "fits": [{"selector": "product", "value": "SV-300"}, {"selector": "product", "value": "SV-310"}]},
          {"key": "NB-OTHERS", "for": [{"selector": "product", "value": "NB-140"}], "fits": [{"selector": "product", "value": "NB-190"}]}
        ]}
        """#

    private func open() async throws -> TestApp {
        let app = try await TestApp.open()
        let report = try await app.by(app.cast.stella).post("/v1/fits", fits)
        #expect(report.status == 200 && report.json?["created"] == .integer(3), "\(report.text)")
        return app
    }

    private func skus(_ app: TestApp, _ sku: String, _ query: String = "") async throws -> [String] {
        let answer = try await app.by(app.cast.ana).get(app.path("/catalog/\(sku)/compatible\(query)"))
        #expect(answer.status == 200, "\(answer.text)")
        return (answer.json?["items"]?.items ?? []).compactMap { $0["sku"]?.text }
    }

    private let screens = ["MO-200", "MO-210", "MO-220", "MO-230", "MO-240", "MO-250"]

    @Test func `what fits is shown with the caller's price and the supplier's note, and found from the product's page`() async throws {
        let app = try await open()
        let ana = app.by(app.cast.ana)
        let page = try await ana.get(app.path("/catalog/NB-100"))
        let link = try #require(page.json?["actions"]?.items?.first { $0["rel"]?.text == "compatible" }?["href"]?.text)
        let found = try await ana.get(link, headers: [.acceptLanguage: "zh-CN"])
        let items = try #require(found.json?["items"]?.items)
        #expect(items.compactMap { $0["sku"]?.text } == screens + ["SV-300", "SV-310"])
        let screen = try #require(items.first)
        #expect(screen["fit"]?["note"]?.text == "通过 USB-C。" && screen["fit"]?["kind"]?.text == "part")
        #expect(screen["price"]?["amount"]?.text == "189.99" && screen["fit"]?["preApproved"] == nil)
        #expect(items.last?["fit"]?["kind"]?.text == "service")
        #expect(try await skus(app, "NB-100", "?kind=service") == ["SV-300", "SV-310"])
        #expect(try await skus(app, "NB-100", "?kind=part&manufacturer=Northwind") == ["MO-230", "MO-240", "MO-250"])
        #expect(try await skus(app, "NB-100", "?q=repair&facets=all") == ["SV-300", "SV-310"])
        #expect(try await skus(app, "MO-200") == ["SV-300", "SV-310"])
        #expect(try await skus(app, "MO-230") == [])
    }

    @Test func `pages follow each other, and nothing outside the assortment is in any of them`() async throws {
        let app = try await open()
        var (seen, path): ([String], String?) = ([], app.path("/catalog/NB-100/compatible?limit=3"))
        while let next = path {
            let page = try await app.by(app.cast.ana).get(next)
            #expect(page.json?["total"] == .integer(8))
            seen += (page.json?["items"]?.items ?? []).compactMap { $0["sku"]?.text }
            path = page.json?["next"]?.text.map { app.path("/catalog/NB-100/compatible?limit=3&cursor=\($0)") }
        }
        #expect(seen == screens + ["SV-300", "SV-310"])
        #expect(try await skus(app, "NB-140") == screens, "NB-190 fits, and is not acme's to order")
    }

    @Test func `an ended product's parts are still found; one that no contract holds, or that there is not, is not there`() async throws {
        let app = try await open()
        #expect(try await app.by(app.cast.ana).get(app.path("/catalog/NB-180")).status == 404)
        #expect(try await skus(app, "NB-180") == screens)
        for sku in ["NB-190", "NO-1"] {
            let answer = try await app.by(app.cast.ana).get(app.path("/catalog/\(sku)/compatible"))
            #expect(answer.status == 404 && answer.problem == "not-found", "\(sku)")
        }
    }

    @Test func `what is approved in advance narrows it, by day, in the unit and below, until a nearer list says otherwise`() async throws {
        let app = try await open()
        let (ada, root, unit) = (app.by(app.cast.ada), app.cast.root.id, app.cast.engineering.id)
        let list = #"""
            {"entries": [{"selector": "product", "value": "MO-210", "until": "2026-06-15"},
              {"selector": "product", "value": "MO-220", "from": "2026-06-16"}, {"selector": "category", "value": "81110000"}]}
            """#
        let made = try await ada.send(.put, app.path("/units/\(root)/pre-approved"), json: list)
        #expect(made.status == 201 && made.headers[.eTag] == "\"v1\"", "\(made.text)")
        #expect(try await skus(app, "NB-100") == ["MO-210", "SV-300", "SV-310"])
        let all = try await app.by(app.cast.ana).get(app.path("/catalog/NB-100/compatible?all=true"))
        let marks = (all.json?["items"]?.items ?? []).map { ($0["sku"]?.text, $0["fit"]?["preApproved"]) }
        #expect(marks.filter { $0.1 == .bool(true) }.map(\.0) == ["MO-210", "SV-300", "SV-310"])
        #expect(marks.count == 8 && marks.allSatisfy { $0.1 != nil })
        #expect(all.json?["preApprovedFrom"]?.text == root.description)

        let own = try await ada.send(.put, app.path("/units/\(unit)/pre-approved"), json: #"{"entries": []}"#)
        #expect(own.status == 201)
        #expect(try await skus(app, "NB-100") == [])
        let read = try await app.by(app.cast.ana).get(app.path("/units/\(unit)/pre-approved"))
        #expect(read.json?["entries"]?.items?.isEmpty == true && read.json?["actions"]?.items?.isEmpty == true)
        let gone = try await ada.send(.delete, app.path("/units/\(unit)/pre-approved"), headers: [.ifMatch: "\"v1\""])
        #expect(gone.status == 200 && gone.json?["from"]?.text == root.description && gone.headers[.eTag] == "\"v2\"", "\(gone.text)")
        #expect(try await skus(app, "NB-100") == ["MO-210", "SV-300", "SV-310"])
        app.clock.advance(by: .seconds(86_400))
        let later = try await app.signIn(app.cast.ana).get(app.path("/catalog/NB-100/compatible"))
        #expect(later.json?["items"]?.items?.first?["sku"]?.text == "MO-220")
        let kinds = try await Desk(app).eventKinds().suffix(3)
        #expect(kinds == ["preApprovedListChanged", "preApprovedListChanged", "preApprovedListRemoved"])
    }

    @Test func `a list is the customer's own: its version guards it, and no one of the supplier's writes it`() async throws {
        let app = try await open()
        let path = app.path("/units/\(app.cast.engineering.id)/pre-approved")
        let body = #"{"entries": [{"selector": "everything"}]}"#
        for person in [app.cast.rita, app.cast.ana, app.cast.aude] {
            #expect(try await app.by(person).send(.put, path, json: body).status == 403, "\(person.name)")
        }
        let ada = app.by(app.cast.ada)
        #expect(try await ada.send(.put, path, json: body).status == 201)
        #expect(try await ada.send(.put, path, json: body).status == 428)
        #expect(try await ada.send(.put, path, headers: [.ifMatch: "\"v7\""], json: body).status == 412)
        let same = try await ada.send(.put, path, headers: [.ifMatch: "\"v1\""], json: body)
        #expect(same.status == 200 && same.headers[.eTag] == "\"v1\"")
        let wrong = #"""
            {"entries": [{"selector": "everything", "value": "x"}, {"selector": "category", "value": "4"}, {"selector": "product"},
              {"selector": "product", "value": "NB-100", "from": "2026-02-01", "until": "2026-01-01"}]}
            """#
        let faulty = try await ada.send(.put, path, headers: [.ifMatch: "\"v1\""], json: wrong)
        #expect(
            Set(faulty.faults) == [
                "/entries/0/value notHere", "/entries/1/value notACategory", "/entries/2/value required",
                "/entries/3/until endsBeforeItBegins",
            ])
        #expect(try await Desk(app).eventKinds().count { $0.hasPrefix("preApproved") } == 1)
    }

    @Test func `everything that is wrong with fits is told at once; what is read can be put back; history tells who`() async throws {
        let app = try await open()
        let stella = app.by(app.cast.stella)
        let body = #"""
            {"items": [
              {"key": "A", "for": [{"selector": "product", "value": "NO-1"}, {"selector": "category", "value": "99999999"}],
               "fits": [{"selector": "manufacturer", "value": "Nobody"}], "sameAttributes": ["nothing"]},
              {"key": "B", "for": [{"selector": "everything"}], "fits": [{"selector": "product", "value": "SV-320"}]},
              {"key": "B", "for": [{"selector": "everything"}], "fits": [{"selector": "product", "value": "SV-320"}]}
            ]}
            """#
        let before = try await app.database.contents()
        let refused = try await stella.post("/v1/fits", body)
        #expect(refused.status == 422 && refused.problem == "invalid-fits")
        #expect(
            Set(refused.faults) == [
                "/items/0/for/0/value unknownProduct", "/items/0/for/1/value unknownCategory", "/items/0/fits/0/value unknownManufacturer",
                "/items/0/sameAttributes/0 unknownAttribute", "/items/2/key givenTwice",
            ])
        #expect(try await app.database.contents() == before)
        #expect(try await app.by(app.cast.rita).post("/v1/fits", fits).problem == "staff-permission-missing")
        #expect(try await app.by(app.cast.ada).get("/v1/fits").problem == "not-staff")

        let read = try await app.by(app.cast.rita).get("/v1/fits/NB-CARE")
        var object = try #require(read.json?.members)
        for name in ["key", "createdAt", "changedAt"] { object[name] = nil }
        func put() async throws -> RouterAnswer {
            try await stella.send(
                .put, "/v1/fits/NB-CARE", headers: [.ifMatch: "\"v1\""], body: JSONValue.object(object).jsonBytes)
        }
        #expect(try await put().headers[.eTag] == "\"v1\"")
        object["disabled"] = .bool(true)
        #expect(try await put().headers[.eTag] == "\"v2\"")
        #expect(try await put().status == 412)
        #expect(try await skus(app, "MO-200") == [], "it counts at once for who reads")
        let history = try await stella.get("/v1/fits/NB-CARE/history")
        let states = try #require(history.json?["items"]?.items)
        #expect(states.map { $0["version"] } == [.integer(2), .integer(1)])
        #expect(states.allSatisfy { $0["person"]?.text == app.cast.stella.person.id.description })
        let speaking = try await stella.get("/v1/fits?sku=NB-190")
        #expect(speaking.json?["items"]?.items?.compactMap { $0["key"]?.text } == ["NB-CARE", "NB-OTHERS", "NB-SCREENS"])
        #expect(try await stella.get("/v1/fits?sku=NO-1").json?["items"]?.items?.isEmpty == true)
    }
}
