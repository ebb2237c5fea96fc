import Accounts
import Approvals
import FoundationEssentials
import HTTPTypes
import Kernel
import Ledger
import Persistence
import Postgres
import PurveyorTesting
import Quotes
import Relationship
import Testing
import Web

/// Who did what to whom, on behalf of whom, from where, before and after: from the ledger.
@Suite(.database) struct AuditTests {
    private func entries(_ query: String = "", by person: CastPerson? = nil, _ app: TestApp) async throws -> [JSONValue] {
        let answer = try await app.by(person ?? app.cast.ada).get(app.path("/events?limit=200" + query))
        #expect(answer.status == 200, "\(answer.text)")
        return try #require(answer.json?["items"]?.items)
    }

    private func kinds(_ query: String, _ app: TestApp) async throws -> [String] {
        try await entries(query, app).compactMap { $0["kind"]?.text }
    }

    /// Ada gives Sam another role and Engineering another name.
    private func happened(_ app: TestApp) async throws {
        let (ada, sam) = (app.by(app.cast.ada), try #require(app.cast.sam.membership))
        let member = try await ada.send(
            .patch, app.path("/members/\(sam.id)"), headers: [.ifMatch: "\"v1\"", .requestID: "request-of-ada"],
            json: #"{"roles": ["shopper", "buyer"], "unit": "\#(app.cast.root.id)"}"#)
        #expect(member.status == 200, "\(member.text)")
        app.clock.advance(by: .seconds(60))
        let unit = try await ada.send(
            .patch, app.path("/units/\(app.cast.engineering.id)"), headers: [.ifMatch: "\"v1\""], json: #"{"name": "=cmd|' /C calc'!A0"}"#)
        #expect(unit.status == 200, "\(unit.text)")
    }

    @Test func `an entry names who, to what, from where, and what was before and after, in words`() async throws {
        let app = try await TestApp.open()
        try await happened(app)
        let entry = try #require(try await entries("&kinds=membershipChanged", app).first)
        #expect(entry["actor"]?["name"] == .string("Ada Adler"))
        #expect(entry["actor"]?["email"] == .string(app.cast.ada.email))
        #expect(entry["subject"]?["title"] == .string("Sam Shaw"))
        #expect(entry["origin"]?["request"] == .string("request-of-ada"))
        #expect(entry["origin"]?["address"] == .string("local"))
        #expect(entry["origin"]?["session"]?.text != nil)
        #expect(
            Set((entry["changes"]?.items ?? []).map { "\($0["field"]?.text ?? "") \($0["from"]?.text ?? "-") > \($0["to"]?.text ?? "-")" })
                == ["roles shopper > shopper, buyer", "unit =cmd|' /C calc'!A0 > Acme"])
        let quiet = try #require(try await entries("&kinds=accountCreated", app).first)
        #expect(quiet["origin"] == nil)
        #expect(quiet["actor"] == nil)
    }

    /// `field before > after` of the events of one kind, the last first.
    private func changes(_ kind: String, _ app: TestApp) async throws -> [Set<String>] {
        try await entries("&sort=-at&kinds=\(kind)", app).map { entry in
            Set((entry["changes"]?.items ?? []).map { "\($0["field"]?.text ?? "") \($0["from"]?.text ?? "-") > \($0["to"]?.text ?? "-")" })
        }
    }

    @Test func `what becomes of a quote is told before and after, and only what has changed`() async throws {
        let desk = try await Desk.open()
        let app = desk.app
        let (ana, omar) = (try await app.caller(app.cast.ana), try await app.caller(app.cast.omar))
        var quote = try await desk.quote()
        let created = try #require(try await changes("quoteCreated", app).first)
        #expect(created.contains("name - > Notebooks"))
        let hold = try #require(quote.priceHoldUntil)
        app.clock.advance(by: .seconds(60))
        quote = try await desk.edited(quote, .describe(name: "Laptops", poNumber: .set("4711"), notes: .keep), by: ana)
        #expect(try await changes("quoteChanged", app).first == ["name Notebooks > Laptops", "poNumber - > 4711"])
        app.clock.advance(by: .seconds(60))
        let version = quote.lines[0].contractVersion.map { "contractVersion \($0), " } ?? ""
        let price = quote.lines[0].unitPrice
        quote = try await desk.edited(quote, .changeLine(position: 1, quantity: Quantity(11)), by: ana)
        func line(_ quantity: Int) -> String {
            "\(version)position 1, quantity \(quantity), sku NB-100, unitPrice \(price)"
        }
        let changed = try #require(try await changes("quoteChanged", app).first)
        #expect(changed.contains("lines \(line(12)) > \(line(11))"), "\(changed)")
        #expect(changed.contains { $0.hasPrefix("total ") })
        #expect(changed.count == (quote.priceHoldUntil == hold ? 2 : 3), "\(changed)")
        app.clock.advance(by: .seconds(60))
        let submitted = try await desk.submitted(quote, by: ana)
        #expect(try await changes("quoteSubmitted", app) == [["state draft > submitted"]])
        app.clock.advance(by: .seconds(60))
        _ = try await desk.decided(submitted.plan, .return, by: omar)
        #expect(try await changes("approvalDecided", app) == [["state pending > returned", "decision - > return"]])
        #expect(try await changes("quoteReturned", app) == [["state submitted > draft", "revision 1 > 2"]])
        _ = try await desk.withdrawn(desk.current(quote), .cancel, by: ana)
        #expect(try await changes("quoteCancelled", app) == [["state draft > cancelled"]])
    }

    @Test func `an event from before there was a before is told as what it says`() async throws {
        let app = try await TestApp.open()
        try await app.database.service.transaction(AccountScope(account: app.cast.acme.id.uuid).settings) { transaction in
            transaction.record(
                try EventDraft("quoteChanged", "quote", app.world.newID() as ID<Account>, ["name": "Chairs", "change": "described"]),
                in: app.cast.acme.id.uuid, by: .system, world: app.world)
        }
        #expect(try await changes("quoteChanged", app) == [["name - > Chairs", "change - > described"]])
    }

    @Test func `each filter keeps what it says, and several keep what all of them say`() async throws {
        let app = try await TestApp.open()
        let start = app.clock.now
        app.clock.advance(by: .seconds(60))
        try await happened(app)
        let (all, cast) = (try await entries("", app), app.cast)
        let sam = try #require(cast.sam.membership)
        #expect(all.map { $0["sequence"] } == (1...all.count).map { .integer($0) })
        #expect(try await kinds("&person=\(cast.ada.person.id)", app) == ["membershipChanged", "unitChanged"])
        #expect(try await kinds("&person=\(cast.ana.person.id)", app) == [])
        #expect(try await kinds("&kinds=unitChanged,membershipChanged", app) == ["membershipChanged", "unitChanged"])
        #expect(try await kinds("&kinds=unitChanged,membershipChanged&sort=-at", app) == ["unitChanged", "membershipChanged"])
        #expect(try await kinds("&subject=\(sam.id)", app) == ["membershipAdded", "membershipChanged"])
        #expect(try await Set(kinds("&subjectKind=unit", app)) == ["unitAdded", "unitChanged"])
        #expect(try await kinds("&subjectKind=unit&person=\(cast.ada.person.id)", app) == ["unitChanged"])
        #expect(try await kinds("&address=local", app) == ["membershipChanged", "unitChanged"])
        #expect(try await kinds("&address=local&kinds=unitChanged", app) == ["unitChanged"])
        #expect(try await kinds("&address=203.0.113.9", app) == [])
        #expect(try await kinds("&from=\(start + .seconds(60))", app) == ["membershipChanged", "unitChanged"])
        #expect(try await kinds("&from=\(start + .seconds(60))&to=\(start + .seconds(120))", app) == ["membershipChanged"])
        #expect(try await kinds("&after=\(all.count - 1)", app) == ["unitChanged"])
        #expect(try await kinds("&onBehalfOf=\(sam.id)", app) == [])
    }

    @Test func `what a rep did for a member is found by the member, and says who it was`() async throws {
        let app = try await TestApp.open()
        let sam = try #require(app.cast.sam.membership)
        let rep = Actor(person: app.cast.rita.person.id.uuid, onBehalfOf: sam.id.uuid, origin: EventOrigin(address: "203.0.113.7"))
        try await app.database.service.transaction(AccountScope(account: app.cast.acme.id.uuid).settings) { transaction in
            transaction.record(
                try EventDraft("quoteCreated", "quote", app.world.newID() as ID<Account>, ["name": "Chairs"]),
                in: app.cast.acme.id.uuid, by: rep, world: app.world)
        }
        let found = try await entries("&onBehalfOf=\(sam.id)", by: app.cast.aude, app)
        #expect(found.count == 1)
        #expect(found.first?["actor"]?["name"] == .string("Rita Rossi"))
        #expect(found.first?["onBehalfOf"] == .object(["member": .string(sam.id.description), "name": .string("Sam Shaw")]))
        #expect(try await entries("&address=203.0.113.7", app) == found)
    }

    @Test(
        arguments: [
            "&sort=at", "&sort=-at", "&subjectKind=membership", "&kinds=membershipAdded,unitAdded", "", "&from=2020-01-01T00:00:00Z",
        ])
    func `page by page one sees the same as at once`(_ filter: String) async throws {
        let app = try await TestApp.open()
        try await happened(app)
        let all = try await entries(filter, app)
        var (paged, cursor): ([JSONValue], String?) = ([], nil)
        repeat {
            let answer = try await app.by(app.cast.ada).get(
                app.path("/events?limit=2\(filter)") + (cursor.map { "&cursor=\($0)" } ?? ""))
            paged += answer.json?["items"]?.items ?? []
            cursor = answer.json?["next"]?.text
        } while cursor != nil
        #expect(all.count >= 4)
        #expect(paged == all)
    }

    @Test func `the audit is for those who read all events of the account, and for nobody else`() async throws {
        let app = try await TestApp.open()
        for person in [app.cast.ada, app.cast.aude, app.cast.rita] {
            #expect(try await app.by(person).get(app.path("/events?format=csv")).status == 200)
        }
        for person in [app.cast.ana, app.cast.sam, app.cast.omar] {
            #expect(try await app.by(person).get(app.path("/events?format=csv")).status == 403)
        }
        #expect(try await app.by(app.cast.ravi).get(app.path("/events")).status == 404)
    }

    @Test func `as CSV it is a table for a spreadsheet, in which no cell is a formula, and leads to its next page`() async throws {
        let app = try await TestApp.open()
        try await happened(app)
        let ada = app.by(app.cast.ada)
        let answer = try await ada.get(app.path("/events?format=csv&subjectKind=unit"))
        #expect(answer.headers[.contentType] == "text/csv; charset=utf-8")
        let lines = answer.text.split(separator: "\r\n")
        #expect(lines.first?.hasPrefix("\u{FEFF}sequence,at,kind,actor,email") == true)
        #expect(lines.last?.contains(",'=cmd|' /C calc'!A0,") == true)
        #expect(!answer.text.contains(",="))
        #expect(answer.headers[.link] == nil)
        var (read, path): ([Substring], String?) = ([], app.path("/events?format=csv&limit=2&kinds=membershipAdded"))
        while let here = path {
            let page = try await ada.get(here)
            read += page.text.split(separator: "\r\n").dropFirst()
            path = page.headers[.link].map { link in String(link.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(read.count == app.cast.members.count)
        #expect(Set(read).count == read.count)
    }

    @Test func `an event's origin is written with it, and nobody changes, adds or takes away one`() async throws {
        let app = try await TestApp.open()
        try await happened(app)
        let settings = AccountScope(account: app.cast.acme.id.uuid).settings
        for statement in [
            "UPDATE event_origins SET address = 'elsewhere'", "DELETE FROM event_origins",
            "INSERT INTO event_origins SELECT account_id, sequence + 1, at, session_id, api_key_id, address, request_id FROM event_origins",
        ] {
            await #expect(throws: PostgresError.self) {
                try await app.database.service.transaction(settings) { try await $0.run(Query<Void>(SQL(stringLiteral: statement))) }
            }
        }
        // The chain holds without it: who verified a ledger before still does.
        let events = try await app.database.service.read(settings, LedgerQueries.page(of: app.cast.acme.id.uuid, after: 0, limit: 1000))
        #expect(throws: Never.self) { try LedgerProof.check(events) }
    }

    @Test(
        arguments: [
            ("192.0.2.1, 203.0.113.7", "203.0.113.7"), ("203.0.113.7", "203.0.113.7"), ("2001:DB8::1", "2001:DB8::1"),
            ("<script>", "unknown"), ("=1+1", "unknown"), ("1, 203.0.113.7'--", "unknown"),
        ])
    func `the address is what the proxy in front has seen, in full, and nothing else than an address`(_ header: String, _ full: String) {
        #expect(ClientAddress(remote: "10.0.0.1", forwardedFor: header, trustedProxies: 1).full == full)
        #expect(ClientAddress(remote: "10.0.0.1", forwardedFor: header, trustedProxies: 0).full == "10.0.0.1")
    }
}
