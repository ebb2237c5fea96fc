import Accounts
import Cryptography
import Exchange
import Foundation
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// YAML as in `Catalogs/`, sent in over HTTP.
@Suite(.database) struct ImportYAMLJobTests {
    private func send(
        _ text: String, _ query: String, by client: RouterClient, type: String = "application/yaml"
    ) async throws -> RouterAnswer {
        try await client.send(.post, "/v1/imports?\(query)", headers: [.contentType: type], json: text)
    }

    /// Sends it in, has it carried out, and answers with where the job is.
    private func carryOut(_ text: String, _ query: String, by client: RouterClient, of app: TestApp) async throws -> String {
        let sent = try await send(text, query, by: client)
        #expect(sent.status == 202, "\(sent.text)")
        #expect(try await app.runImports())
        return try #require(sent.headers[.location])
    }

    private let catalog = """
        categories:
          - { code: "44000000", title: { en: Office } }
        ---
        products:
          - sku: YA-1
            name: { en: One }
            category: "44000000"
            listPrice: { EUR: "10.00" }
          - sku: YA-2
            name: { en: Two }
            category: "44000000"
            successor: NB-100
        fits:
          - key: YA-FITS
            for: [{ sku: NB-100 }]
            fits: [{ sku: YA-1 }]

        """

    @Test func `a dry run keeps nothing and tells what a real run does; who sent it stands in the history`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let dry = try await carryOut(catalog, "kind=catalog&dryRun=true", by: stella, of: app)
        let told = try await stella.get(dry).json
        #expect(told?["state"]?.text == "done" && told?["kept"] == .bool(false), "\(String(describing: told))")
        #expect(try await stella.get("/v1/products/YA-1").status == 404)
        let path = try await carryOut(catalog, "kind=catalog", by: stella, of: app)
        let job = try await stella.get(path).json
        #expect(job?["kept"] == .bool(true) && job?["lines"] == told?["lines"], "\(String(describing: job))")
        #expect(job?["lines"]?["added"] == .integer(4) && job?["encoding"]?.text == "UTF-8")
        let diff = try await stella.get(path + "/diff").text
        #expect(diff == (try await stella.get(dry + "/diff").text))
        #expect(diff.hasPrefix("line,kind,name,what,column,before,after\r\n2,category,44000000,added,,,\r\n"), "\(diff)")
        let history = try await stella.get("/v1/products/YA-1/history").json?["items"]?.items?.first
        #expect(history?["person"]?.text == app.cast.stella.person.id.description, "\(String(describing: history))")
        let again = try await carryOut(catalog, "kind=catalog", by: stella, of: app)
        #expect(try await stella.get(again).json?["lines"]?["unchanged"] == .integer(4))
        #expect(try await stella.get(again + "/refused").text == "# Nothing was refused.\n")
    }

    @Test func `a faulty entry keeps all out, or is given back to be corrected and sent in`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let bad = catalog.replacing("EUR: \"10.00\"", with: "EUR: \"0.00\"")
        let refused = try await carryOut(bad, "kind=catalog", by: stella, of: app)
        #expect(try await stella.get(refused).json?["kept"] == .bool(false))
        #expect(try await stella.get("/v1/products/YA-2").status == 404)
        let path = try await carryOut(bad, "kind=catalog&onError=skip", by: stella, of: app)
        let lines = try await stella.get(path).json?["lines"]
        #expect(lines?["refused"] == .integer(2) && lines?["added"] == .integer(2), "\(String(describing: lines))")
        #expect(try await stella.get("/v1/products/YA-2").status == 200)
        let report = try await stella.get(path + "/report").text
        #expect(report.contains("8,/products/0/listPrice/EUR,") && report.contains("was refused\",YA-FITS"), "\(report)")
        let answer = try await stella.get(path + "/refused")
        #expect(answer.headers[.contentType] == "application/yaml")
        let corrected = answer.text.replacing("0.00", with: "11.00")
        let rest = try await carryOut(corrected, "kind=catalog", by: stella, of: app)
        #expect(try await stella.get(rest).json?["lines"]?["added"] == .integer(2), "\(answer.text)")
        let whole = try await carryOut(
            catalog.replacing("10.00", with: "11.00"), "kind=catalog&dryRun=true", by: stella, of: app)
        #expect(try await stella.get(whole).json?["lines"]?["unchanged"] == .integer(4))
    }

    @Test func `the files that ship make the same catalog by command and as one job`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        let directory = PackageFiles.path("Catalogs/it-supplier")
        let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/products").sorted().map { "products/" + $0 }
        let files = try (["categories.yaml"] + names + ["fits.yaml"]).map {
            try String(contentsOfFile: "\(directory)/\($0)", encoding: .utf8)
        }
        let path = try await carryOut(files.joined(separator: "---\n"), "kind=catalog", by: stella, of: app)
        let job = try await stella.get(path).json
        #expect(job?["kept"] == .bool(true) && job?["lines"]?["refused"] == .integer(0), "\(String(describing: job))")
        // What the command would make other, after it.
        var options = CatalogOptions()
        options.isDryRun = true
        let importCatalog = ImportCatalog(database: app.database.service, hasher: PasswordHasher(), world: app.world)
        let left = try await importCatalog(directory, options, password: nil)
        #expect(left.faults.isEmpty && left.differences.filter { $0.kind != "contract" }.isEmpty, "\(left.differences.prefix(3))")
    }

    private func contract(_ price: String = "1000.00", number: String = "Y-1") -> String {
        """
        contracts:
          - number: \(number)
            name: Frame
            currency: EUR
            validFrom: "2026-01-01"
            assortment: { include: [{ everything: true }] }
            rules:
              - fixedPrice: { sku: NB-100, price: "\(price)" }

        """
    }

    @Test func `contracts are published by who writes them, as files publish, and told rule by rule`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        let query = "kind=contracts&account=\(app.cast.acme.id)"
        let dry = try await carryOut(contract(), query + "&dryRun=true", by: rita, of: app)
        #expect(try await rita.get(dry).json?["kept"] == .bool(false))
        #expect(try await rita.get(app.path("/contracts/Y-1")).status == 404)
        let path = try await carryOut(contract(), query, by: rita, of: app)
        let job = try await rita.get(path).json
        #expect(job?["contracts"]?.items?.first?["state"]?.text == "published", "\(String(describing: job))")
        #expect(job?["contracts"] == (try await rita.get(dry).json?["contracts"]))
        let events = try await app.by(app.cast.ada).get(app.path("/events?limit=200")).json?["items"]?.items
        let event = events?.last { $0["kind"]?.text == "contractPublished" }
        #expect(event?["actor"]?["person"]?.text == app.cast.rita.person.id.description, "\(String(describing: event))")
        let again = try await carryOut(contract(), query, by: rita, of: app)
        #expect(try await rita.get(again).json?["contracts"]?.items?.first?["state"]?.text == "unchanged")
        let quote = try await app.by(app.cast.ana).post(app.path("/quotes"), #"{"name": "Q", "lines": [{"sku": "NB-100", "quantity": 1}]}"#)
        let trial = try await carryOut(contract("990.00"), query + "&dryRun=true", by: rita, of: app)
        let changed = try await carryOut(contract("990.00"), query, by: rita, of: app)
        let told = try await rita.get(changed).json?["contracts"]?.items?.first
        let foretold = try await rita.get(trial).json?["contracts"]?.items?.first
        #expect(told?["touchesCount"] == .integer(1) && told == foretold)
        #expect(told?["touches"]?.items?.map { $0["number"]?.text } == [quote.json?["number"]?.text], "\(String(describing: told))")
        let diff = try await rita.get(changed + "/diff").text
        #expect(diff.hasSuffix("Y-1,changed,fixed,product,NB-100,0,1000.00 EUR,990.00 EUR\r\n"), "\(diff)")
        #expect(try await rita.get(changed).json?["contracts"]?.items?.first?["version"] == .integer(2))
    }

    @Test func `of contracts the faulty one is given back, and what others published stays without a word`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        let query = "kind=contracts&account=\(app.cast.acme.id)"
        let two = contract() + contract("0.00", number: "Y-2").replacing("contracts:\n", with: "")
        let path = try await carryOut(two, query + "&onError=skip", by: rita, of: app)
        let states = try await rita.get(path).json?["contracts"]?.items?.compactMap { $0["state"]?.text }
        #expect(states?.sorted() == ["published", "refused"], "\(String(describing: states))")
        let refused = try await rita.get(path + "/refused").text
        let rest = try await carryOut(refused.replacing("0.00", with: "900.00"), query, by: rita, of: app)
        #expect(try await rita.get(rest).json?["contracts"]?.items?.first?["state"]?.text == "published", "\(refused)")
        // The cast's contract was published by no file.
        let other = contract(number: "C-000001")
        let taken = try await carryOut(other, query, by: rita, of: app)
        #expect(try await rita.get(taken).json?["kept"] == .bool(false))
        #expect(try await rita.get(taken + "/report").text.contains("stays so"))
    }

    @Test func `what was published over HTTP since is gone over only where that is said; configurations come along`() async throws {
        let app = try await TestApp.open()
        let rita = app.by(app.cast.rita)
        let query = "kind=contracts&account=\(app.cast.acme.id)"
        let configuration = """
            standardConfigurations:
              - number: SC-Y
                name: { en: Office }
                validFrom: "2026-01-01"
                base: NB-100
                slots:
                  - { name: care, label: { en: Care }, default: SV-300, alternatives: [{ sku: SV-300 }] }

            """
        let first = try await carryOut(contract() + configuration, query, by: rita, of: app)
        #expect(try await rita.get(first).json?["configurations"]?.items?.first?["state"]?.text == "published")
        let prices = "contract,kind,selector,value,amount\nY-1,fixed,product,NB-100,950.00\n"
        let byHand = "kind=contract-prices&account=\(app.cast.acme.id)&publish=true"
        #expect(try await send(prices, byHand, by: rita, type: "text/csv").status == 202)
        #expect(try await app.runImports())
        let same = try await carryOut(contract() + configuration, query, by: rita, of: app)
        #expect(try await rita.get(same).json?["contracts"]?.items?.first?["state"]?.text == "unchanged")
        let other = try await carryOut(contract("980.00"), query, by: rita, of: app)
        #expect(try await rita.get(other).json?["contracts"]?.items?.first?["state"]?.text == "refused")
        #expect(try await rita.get(other + "/report").text.contains("was not published by a file"))
        let said = try await carryOut(contract("980.00"), query + "&replace=true", by: rita, of: app)
        let job = try await rita.get(said).json
        #expect(job?["replace"] == .bool(true) && job?["contracts"]?.items?.first?["version"] == .integer(3), "\(String(describing: job))")
    }

    @Test func `who may not send it in does not, and what is no such file is refused`() async throws {
        let app = try await TestApp.open()
        let (stella, rita) = (app.by(app.cast.stella), app.by(app.cast.rita))
        let query = "kind=contracts&account=\(app.cast.acme.id)"
        #expect(try await send(catalog, "kind=catalog", by: rita).problem == "staff-permission-missing")
        #expect(try await send(contract(), query, by: app.by(app.cast.ada)).problem == "not-staff")
        #expect(try await send(contract(), "kind=contracts&account=\(app.cast.rival.id)", by: rita).status == 404)
        #expect(try await send(contract(), "kind=contracts", by: rita).faults == ["?account required"])
        #expect(try await send(contract(), query + "&publish=true", by: rita).faults == ["?publish notHere"])
        #expect(try await send(catalog, "kind=catalog&replace=true", by: stella).faults == ["?replace notHere"])
        #expect(try await send(catalog, "kind=products", by: stella).status == 415)
        #expect(try await send(catalog, "kind=catalog", by: stella, type: "text/csv").status == 415)
        for type in ["application/x-yaml", "text/yaml; charset=utf-8", "text/x-yaml"] {
            #expect(try await send(catalog, "kind=catalog&dryRun=true", by: stella, type: type).status == 202)
        }
        let announced: HTTPFields = [.contentType: "application/yaml", .contentLength: "\(Limits.importYAMLBytes + 1)"]
        #expect(try await stella.send(.post, "/v1/imports?kind=catalog", headers: announced, json: catalog).status == 413)
    }

    @Test func `a bomb of aliases and what is no YAML end the job with the line; others' keys with where they go`() async throws {
        let app = try await TestApp.open()
        let stella = app.by(app.cast.stella)
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1...60 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        for (text, words) in [(bomb, "line 2: its aliases"), ("products: [\n", "not YAML")] {
            let job = try await stella.get(try await carryOut(text, "kind=catalog", by: stella, of: app)).json
            #expect(job?["state"]?.text == "failed" && job?["failure"]?.text?.contains(words) == true, "\(String(describing: job))")
        }
        let path = try await carryOut(catalog + contract(), "kind=catalog", by: stella, of: app)
        let report = try await stella.get(path + "/report").text
        #expect(report.contains("/contracts,not of the master catalog: send it in with kind=contracts"), "\(report)")
    }
}
