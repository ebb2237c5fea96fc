import Accounts
import HTTPTypes
import Kernel
import Ledger
import Persistence
import Postgres
import PurveyorTesting
import Testing
import Web

/// What there is of everything that an id can name, in one unit of an account, made by its own people over HTTP.
struct Holdings {
    let account: Account
    let unit: Accounts.Unit
    /// By kind (`IDPlace.kind`); where a document has a number too, that comes after its id. The first is the one for a right
    /// request, the last another.
    let ids: [String: [String]]

    /// Kinds that are the account's and of no unit, so that no scope narrower than the account tells them apart.
    static let ofTheAccount: Set<String> = ["role"]

    /// What nobody has, in the form of another id.
    static func nobodys(like id: String) -> String {
        switch id {
        case _ where UnitID(id) != nil: "0197737c-5e00-7a10-8c55-0a1b2c3d4e5f"
        case _ where id.hasPrefix("Q-"): "Q-000444"
        case _ where id.hasPrefix("O-"): "O-000444"
        case _ where id.contains("-"): "ZZ-\(id.dropFirst(3))"
        default: "nobodys"
        }
    }

    /// - Parameters:
    ///   - buyer: has a place in the unit.
    ///   - sku: a product that can be ordered in this unit and in none that is compared with it.
    ///   - contract: the id and the number of one that was made for the unit; so `configuration`.
    static func make(
        _ app: TestApp, in account: Account, _ unit: Accounts.Unit, admin: RouterClient, buyer: CastPerson, sku: String, role: String,
        contract: [String], configuration: [String]
    ) async throws -> Holdings {
        let by = app.by(buyer)
        func made(_ path: String, by client: RouterClient, _ body: String = "", ifMatch: String? = nil) async throws -> RouterAnswer {
            let headers: HTTPFields = ifMatch.map { [.ifMatch: $0] } ?? [:]
            let answer = try await client.post(app.path(path, in: account), headers: headers, body)
            try #require((200..<300).contains(answer.status), "\(path): \(answer.text)")
            return answer
        }
        func document(_ path: String, _ body: String, _ client: RouterClient) async throws -> JSONValue {
            try #require(try await made(path, by: client, body).json)
        }
        func quote(_ quantity: Int) async throws -> JSONValue {
            try await document(
                "/quotes", #"{"name": "Quote of \#(unit.name)", "lines": [{"sku": "MO-200", "quantity": \#(quantity)}]}"#, by)
        }
        func id(_ value: JSONValue?, _ name: String = "id") throws -> String {
            try #require(value?[name]?.text, "\(String(describing: value))")
        }
        let (draft, large, small) = (try await quote(1), try await quote(100), try await quote(2))
        let waiting = try await made("/quotes/\(try id(large))/submit", by: by, ifMatch: "\"v1\"")
        let approved = try await made("/quotes/\(try id(small))/submit", by: by, ifMatch: "\"v1\"")
        let order = try await made("/quotes/\(try id(small))/order", by: by, ifMatch: approved.headers[.eTag]).json
        let centre = try await document(
            "/cost-centres", #"{"code": "C-\#(unit.name)", "name": "Centre of \#(unit.name)", "unit": "\#(unit.id)"}"#, admin)
        let address = try await document(
            "/addresses",
            #"""
            {"unit": "\#(unit.id)", "uses": ["shipTo"], "name": "Gate of \#(unit.name)", "lines": ["1 Road"], "city": "Ulm",
             "postalCode": "1", "country": "DE"}
            """#, admin)
        _ = try await document(
            "/roles",
            #"{"key": "\#(role)", "name": "Role of \#(unit.name)", "permissions": [{"permission": "readQuotes", "scope": "unit"}]}"#, admin)
        let shopper = try await app.newcomer("Shopper of \(unit.name)", in: unit, as: .shopper)
        let colleague = try await app.newcomer("Colleague of \(unit.name)", in: unit, as: .buyer)
        let members = [shopper, colleague].compactMap { $0.membership?.id.description }
        // Of the buyer's own: nobody else delegates what is the buyer's.
        let (delegator, delegate) = (try #require(buyer.membership?.id), try #require(colleague.membership?.id))
        let delegation = try await document(
            "/members/\(delegator)/delegations",
            #"{"act": "order", "startsOn": "2030-01-01", "endsOn": "2030-12-31", "delegates": ["\#(delegate)"]}"#, by)
        let invitation = try await document(
            "/invitations",
            #"{"email": "\#(role)@acme.example", "name": "Guest of \#(unit.name)", "unit": "\#(unit.id)", "roles": ["shopper"]}"#, admin)
        let key = try await document("/api-keys", #"{"name": "Program of \#(unit.name)", "permissions": ["readQuotes"]}"#, by)
        // Another one than that of the requests.
        let signedIn = try await app.client.post("/v1/sessions", #"{"email": "\#(buyer.email)", "password": "\#(Cast.password)"}"#)
        #expect(signedIn.status == 201)
        let session = try id(try await by.get("/v1/sessions").json?["items"]?.items?.first { $0["current"] != .bool(true) })
        // What a rep did for one of them, for lists of such.
        let visit = try EventDraft("memberVisited", "membership", try #require(colleague.membership).id, ["note": "Visit in \(unit.name)"])
        let rep = Actor(person: app.cast.rita.person.id.uuid, onBehalfOf: colleague.membership?.id.uuid)
        try await app.database.service.transaction(AccountScope(account: account.id.uuid).settings) { transaction in
            transaction.record(visit, in: account.id.uuid, by: rep, world: app.world)
        }
        let (teamMember, accountPartner) = try await supplierSide(of: account, app)
        let ids = [
            "teamMember": [teamMember], "accountPartner": [accountPartner], "unit": [unit.id.description], "member": members,
            "person": [shopper.person.id.description, buyer.person.id.description],
            "quote": [try id(large), try id(large, "number"), try id(draft), try id(draft, "number")], "configuration": configuration,
            "order": [try id(order), try id(order, "number")], "plan": [try id(waiting.json?["approval"])], "role": [role],
            "delegation": [try id(delegation)], "delegator": [delegator.description], "invitation": [try id(invitation)],
            "key": [try id(key)], "session": [session], "contract": contract, "costCentre": [try id(centre)], "sku": [sku],
            "address": [try id(address)], "asset": [try await app.deliver("Serial of \(unit.name)", to: unit, holder: colleague)],
        ]
        return Holdings(account: account, unit: unit, ids: ids)
    }

    /// Who serves the account, and resells to it: the same for all its units.
    private static func supplierSide(of account: Account, _ app: TestApp) async throws -> (teamMember: String, partner: String) {
        let stella = app.by(app.cast.stella)
        func first(_ list: String, _ body: String) async throws -> String {
            let path = "/v1/crm/accounts/\(account.id)/\(list)"
            let found = try await stella.get(path).json?["items"]?.items?.first
            let made = found == nil ? try await stella.post(path, body).json : nil
            return try #require((found ?? made)?["id"]?.text)
        }
        return (
            try await first(
                "team", #"{"person": "\#(app.cast.fay.person.id)", "function": "delivery", "access": "read", "startsOn": "2031-01-01"}"#),
            try await first("partners", #"{"partner": "\#(app.cast.partner)", "startsOn": "2031-01-01"}"#)
        )
    }
}

extension TestApp {
    /// A notebook that somebody has; the supplier's people do not serve every account of the cast.
    /// - Returns: the asset's id.
    func deliver(_ serialNumber: String, to unit: Accounts.Unit, holder: CastPerson) async throws -> String {
        let id: ID<Accounts.Unit> = world.newID()
        try await database.owner.query(
            Query<Void>(
                """
                INSERT INTO assets (account_id, id, product_id, serial_number, unit_id, holder_id, delivered_on, created_at)
                SELECT \(unit.account), \(id), p.id, \(serialNumber), \(unit.id), \(holder.membership?.id), '2026-01-02', \(clock.now)
                FROM products AS p
                WHERE p.sku = 'NB-100'
                """))
        return id.description
    }

    /// A person with a place in a unit since the first day, signed in.
    func newcomer(
        _ name: String, in unit: Accounts.Unit, as roles: RoleKey..., until end: LocalDate? = nil
    ) async throws -> CastPerson {
        let mailbox = name.lowercased().filter { $0.isLetter || $0.isNumber }
        let person = try await AddPerson(database: database.service, world: world)(name: name, email: "\(mailbox)@customer.example")
        try await SetPassword(database: database.service, hasher: Cast.hasher, world: world)(Cast.password, of: person.id)
        let membership = Membership(
            account: unit.account, id: world.newID(), person: person.id, unit: unit.id, roles: roles, startsOn: Cast.firstDay, endsOn: end)
        try await AddMembership(database: database.service, world: world)(membership, by: .system)
        let answer = try await client.post("/v1/sessions", #"{"email": "\#(person.email)", "password": "\#(Cast.password)"}"#)
        return CastPerson(person: person, membership: membership, token: try #require(answer.json?["token"]?.text))
    }

    func unit(_ name: String, under parent: Accounts.Unit) async throws -> Accounts.Unit {
        let unit = Accounts.Unit(account: parent.account, id: world.newID(), parent: parent.id, name: name)
        try await AddUnit(database: database.service, world: world)(unit, by: .system)
        return unit
    }
}

extension TestDatabase {
    /// Every id and every text, in whatever table, of the rows that are a unit's (or an account's) and of no other.
    func traces(of column: String, _ id: String) async throws -> Set<String> {
        let tables = try await owner.query(
            .all(
                """
                SELECT c.relname
                FROM pg_class AS c
                JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                """
            ) { try $0.next(String.self) })
        let people = "(SELECT m.account_id, m.unit_id, p.id, p.name, p.email FROM memberships AS m JOIN persons AS p ON p.id = m.person_id)"
        var (own, others) = (Set<String>(), Set<String>())
        for table in tables + [people] {
            let texts = try await owner.query(
                Query.all(
                    SQL(
                        stringLiteral: """
                            SELECT e.value, t.j->>'\(column)' = '\(id)'
                            FROM (SELECT to_jsonb(r) AS j FROM \(table) AS r) AS t
                            CROSS JOIN LATERAL jsonb_each_text(t.j) AS e (key, value)
                            WHERE jsonb_typeof(t.j->e.key) = 'string' AND length(e.value) >= 8
                            """)
                ) { row in (try row.next(String.self), try row.next(Bool?.self) ?? false) })
            for (text, isOwn) in texts {
                if isOwn { own.insert(text) } else { others.insert(text) }
            }
        }
        return own.subtracting(others)
    }
}
