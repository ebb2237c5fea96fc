import Accounts
import HTTPTypes
import Kernel
import Ledger
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

/// What the stories have in common: the stage, and the acts that most of them begin with.
struct Story {
    let app: TestApp

    static func begin() async throws -> Story { Story(app: try await TestApp.open()) }

    var cast: Cast { app.cast }
    var ana: RouterClient { app.by(cast.ana) }
    var omar: RouterClient { app.by(cast.omar) }

    func path(_ rest: String) -> String { app.path(rest) }

    /// With the password, as people do.
    func signIn(_ person: CastPerson) async throws -> RouterClient {
        let answer = try await app.client.post("/v1/sessions", #"{"email": "\#(person.email)", "password": "\#(Cast.password)"}"#)
        #expect(answer.status == 201)
        return app.client.bearing(try #require(answer.json?["token"]?.text))
    }

    /// Ana's quote of two notebooks, 2080.00, waiting for Omar.
    func submitted() async throws -> (here: String, plan: JSONValue) {
        let quote = try await ana.post(path("/quotes"), #"{"name": "Notebooks", "lines": [{"sku": "NB-100", "quantity": "2"}]}"#)
        let here = try #require(quote.headers[.location])
        let answer = try await ana.post(here + "/submit", headers: [.ifMatch: "\"v1\""])
        return (here, try #require(answer.json?["approval"]))
    }

    func decide(_ plan: JSONValue, _ verdict: String, comment: String? = nil) async throws -> RouterAnswer {
        let (id, digest) = (try #require(plan["id"]?.text), try #require(plan["digest"]?.text))
        return try await omar.post(path("/approvals/\(id)/decisions"), Self.decision(verdict, digest, comment: comment))
    }

    static func decision(_ verdict: String, _ digest: String, comment: String? = nil) -> String {
        let comment = comment.map { #", "comment": "\#($0)""# } ?? ""
        return #"{"decision": "\#(verdict)", "digest": "\#(digest)"\#(comment)}"#
    }

    func view(by rep: RouterClient) async throws -> JSONValue {
        let answer = try await rep.get("/v1/crm/accounts/\(cast.acme.id)/view")
        #expect(answer.status == 200)
        return try #require(answer.json)
    }

    /// Version 2 of acme's contract from now on: `NB-100` costs 1100.00.
    func raisePrices() async throws {
        let (account, contract, now) = (cast.acme.id, cast.contract, app.clock.now)
        try await app.database.owner.transaction([]) { transaction in
            transaction.enqueue(
                Query<Void>(
                    """
                    INSERT INTO contract_versions
                    SELECT account_id, contract_id, 2, valid_from, valid_to, price_hold_days, payment_terms, best_price, content_digest,
                        \(now)
                    FROM contract_versions WHERE account_id = \(account) AND contract_id = \(contract)
                    """))
            transaction.enqueue(
                Query<Void>(
                    """
                    INSERT INTO assortment_rules SELECT account_id, contract_id, 2, position, effect, selector, value
                    FROM assortment_rules WHERE account_id = \(account) AND contract_id = \(contract)
                    """))
            transaction.enqueue(
                Query<Void>(
                    """
                    INSERT INTO price_rules (account_id, contract_id, version, position, kind, selector, value)
                    VALUES (\(account), \(contract), 2, 1, 'fixed', 'product', 'NB-100')
                    """))
            transaction.enqueue(
                Query<Void>(
                    """
                    INSERT INTO price_tiers (account_id, contract_id, version, position, from_quantity, unit_price)
                    VALUES (\(account), \(contract), 2, 1, 0, 1100)
                    """))
        }
    }

    /// Rule 17, for the account and for what the auditor reads of it.
    func expectWholeLedger() async throws {
        let events = try await app.database.service.read(
            AccountScope(account: cast.acme.id.uuid).settings, LedgerQueries.page(of: cast.acme.id.uuid, after: 0, limit: 1000))
        #expect(throws: Never.self) { try LedgerProof.check(events) }
        let read = try await app.by(cast.aude).get(path("/events?limit=200"))
        #expect(read.json?["items"]?.items?.map { $0["sequence"] } == (1...events.count).map { .integer($0) })
    }
}
