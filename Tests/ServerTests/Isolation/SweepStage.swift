import Accounts
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// Two accounts, and in one of them two units that know nothing of each other, each with everything that an id can name.
struct SweepStage {
    let app: TestApp
    let endpoints: Endpoints
    let operations: [SweptOperation]
    let engineering: Holdings
    let sales: Holdings
    let rivals: Holdings
    /// May do in Engineering, and below it, everything that can be given for a unit.
    let uma: CastPerson
    /// Was in Engineering until yesterday; the session has not ended.
    let leaver: CastPerson
    /// Texts of the other account, and of the other unit.
    let rivalTraces: Set<String>
    let salesTraces: Set<String>

    static func set() async throws -> SweepStage {
        let app = try await TestApp.open()
        let endpoints = try await Endpoints.set(app)
        let (cast, ada, ravi) = (app.cast, app.by(app.cast.ada), app.by(app.cast.ravi))
        try await app.numberFrom(900, in: cast.rival)
        let sales = try await app.unit("Sales department", under: cast.root)
        let works = try await app.unit("Rival works", under: cast.rivalRoot)
        for unit in [cast.engineering, sales, works] { _ = try await app.unit("Group in \(unit.name)", under: unit) }
        let (here, there) = ("K-000001", "C-000002")
        let contracts = (
            engineering: try await app.agree(here, on: "NB-100", for: cast.engineering),
            sales: try await app.agree(there, on: "NB-190", for: sales),
            rivals: try await app.agree("K-000900", on: "NB-190", for: works)
        )
        let configurations = (
            engineering: try await app.configure("SC-000001", for: cast.engineering),
            sales: try await app.configure("SD-000002", for: sales), rivals: try await app.configure("SD-000900", for: works)
        )
        let everything = try await app.role("everythingHere", Permission.allCases.filter { !Permission.wholeAccount.contains($0) }, .unit)
        let stage = SweepStage(
            app: app, endpoints: endpoints, operations: OpenAPIContract.shared.document.operations.map(SweptOperation.init),
            engineering: try await .make(
                app, in: cast.acme, cast.engineering, admin: ada, buyer: cast.ana, sku: "NB-100", role: "helperHere",
                contract: [contracts.engineering, here], configuration: [configurations.engineering, "SC-000001"]),
            sales: try await .make(
                app, in: cast.acme, sales, admin: ada, buyer: app.newcomer("Sally Salt", in: sales, as: .buyer), sku: "NB-190",
                role: "helperThere", contract: [contracts.sales, there], configuration: [configurations.sales, "SD-000002"]),
            rivals: try await .make(
                app, in: cast.rival, works, admin: ravi, buyer: app.newcomer("Rex Rank", in: works, as: .buyer), sku: "NB-190",
                role: "helperOfRival", contract: [contracts.rivals, "K-000900"], configuration: [configurations.rivals, "SD-000900"]),
            uma: try await app.newcomer("Uma Unger", in: cast.engineering, as: everything, .approver),
            leaver: try await app.newcomer("Lea Left", in: cast.engineering, as: .buyer, until: LocalDate("2026-06-14")),
            rivalTraces: try await app.database.traces(of: "account_id", cast.rival.id.description),
            salesTraces: try await app.database.traces(of: "unit_id", sales.id.description))
        _ = try await app.by(cast.fay).get("/v1/feed")
        // Units were added past the routes: nobody is remembered as they were before.
        app.clock.advance(by: .seconds(2 * Limits.principalMemorySeconds))
        #expect(stage.rivalTraces.count > 50 && stage.salesTraces.count > 10)
        return stage
    }

    /// Asks with the ids of `own`, but for one place.
    func ask(
        _ operation: SweptOperation, by client: RouterClient, of own: Holdings, _ place: IDPlace? = nil, _ id: String? = nil,
        ifMatch: String = "\"v1\"", at location: SourceLocation = #_sourceLocation
    ) async throws -> RouterAnswer {
        let endpoint = operation.endpoint
        var ids = own.ids.compactMapValues(\.first)
        ids["account"] = own.account.id.description
        if operation.isOfDelegations { ids["member"] = ids["delegator"] }
        // So that it is this request's place alone that decides.
        var (query, headers, body) = ("", HTTPFields([HTTPField(name: .requestID, value: "sweep-0001")]), operation.body(of: own))
        if let place, let id {
            switch place.site {
            case .path: ids[place.name] = id
            case .query: query = "?\(place.name)=\(id)"
            case .header: headers[try #require(HTTPField.Name(place.name))] = id
            case .body(let path): body = (body ?? .object([:])).putting(.string(id), at: path)
            }
        }
        return try await endpoints.send(
            endpoint, by: client, path: endpoints.path(endpoint, ids), query: query, ifMatch: ifMatch, headers: headers,
            body: body?.jsonBytes, at: location)
    }

    /// Runs `body`, and shows that none of it changed a row.
    func unchanged(_ body: () async throws -> Void) async throws {
        let before = try await app.database.contents()
        try await body()
        let after = try await app.database.contents()
        for table in after.keys.sorted() where before[table] != after[table] { Issue.record("\(table) has changed") }
        #expect(before.count == after.count)
    }
}

/// An operation of the contract, with every place in it where an id goes.
struct SweptOperation: CustomStringConvertible {
    let endpoint: Endpoint
    let places: [IDPlace]

    var description: String { endpoint.description }

    /// Whose member in the path is the one who delegates.
    var isOfDelegations: Bool { endpoint.path.contains("/delegations") }
    /// Done by whose it is, and by no admin.
    var isTheOwners: Bool {
        isOfDelegations && endpoint.method != .get || ["changeAPIKey", "admitAPIKey", "rotateAPIKey", "endSession"].contains(endpoint.name)
    }

    /// Whether what a place names is the supplier's and of no account: their people, the partners with theirs, and the products.
    func isGlobal(_ place: IDPlace) -> Bool {
        if !endpoint.isInAccount {
            let roots = [
                "/v1/staff", "/v1/partners", "/v1/supplier-changes", "/v1/products", "/v1/categories", "/v1/fits", "/v1/imports",
            ]
            return roots.contains {
                endpoint.path.hasPrefix($0)
            }
        }
        return endpoint.path.hasPrefix("/v1/crm") && place.site != .path && ["person", "partner"].contains(place.kind)
    }

    init(_ operation: OpenAPIDocument.Operation) {
        endpoint = Endpoint(operation)
        places = IDPlace.all(in: operation)
    }

    /// A body that is right, with somebody's ids: all of the example, but nothing where nothing is enough for a change.
    func body(of own: Holdings) -> JSONValue? {
        guard endpoint.takesBody else { return nil }
        var body = endpoint.method == .patch && endpoint.required.isEmpty ? JSONValue.object([:]) : endpoint.example ?? .object([:])
        for place in places {
            guard case .body(let path) = place.site, body.holds(path), let id = own.ids[place.kind]?.first else { continue }
            body = body.putting(.string(id), at: path)
        }
        return body
    }
}

extension TestApp {
    /// A role of acme's own.
    func role(_ key: String, _ permissions: [Permission], _ reach: Reach) async throws -> RoleKey {
        let given = permissions.filter { !Permission.givenBySupplier.contains($0) }.map {
            #"{"permission": "\#($0.rawValue)", "scope": "\#((Permission.wholeAccount.contains($0) ? Reach.account : reach).rawValue)"}"#
        }
        let body = #"{"key": "\#(key)", "name": "\#(key)", "permissions": [\#(given.joined(separator: ","))]}"#
        let answer = try await by(cast.ada).post(path("/roles"), body)
        try #require(answer.status == 201, "\(answer.text)")
        return RoleKey(rawValue: key)
    }

    /// An account whose documents' numbers are nobody else's.
    func numberFrom(_ first: Int, in account: Account) async throws {
        try await database.owner.query(
            Query<Void>(
                """
                INSERT INTO document_counters (account_id, kind, last_number)
                SELECT \(account.id), k.kind, \(first) FROM unnest(ARRAY['quote', 'order', 'Q', 'O']) AS k (kind)
                """))
    }

    /// A standard configuration of one unit.
    /// - Returns: its id.
    func configure(_ number: String, for unit: Accounts.Unit) async throws -> String {
        let id = world.newID() as ID<Unit>
        let content =
            #"{"base":"NB-100","name":{"en":"Desk of \#(unit.name)"},"#
            + #""pricing":{"kind":"sum","priceHoldDays":30,"prices":[]},"#
            + #""rules":[],"slots":[{"alternatives":[{"default":"1","maximum":"2","minimum":"1","sku":"MO-200"}],"default":"MO-200","#
            + #""label":{"en":"Screen"},"maximum":"2","minimum":"0","name":"screen"}],"validFrom":"2026-01-01"}"#
        let statements: [SQL] = [
            """
            INSERT INTO standard_configurations (account_id, id, number, unit_id, created_at)
            VALUES (\(unit.account), \(id), \(number), \(unit.id), \(clock.now))
            """,
            """
            INSERT INTO standard_configuration_versions (account_id, configuration_id, version, valid_from, content, published_at)
            VALUES (\(unit.account), \(id), 1, '2026-01-01', \(content), \(clock.now))
            """,
        ]
        try await database.owner.transaction([]) { transaction in statements.forEach { transaction.enqueue(Query<Void>($0)) } }
        return id.description
    }

    /// A contract of one unit that has one product more than the account's.
    /// - Returns: its id.
    @discardableResult
    func agree(_ number: String, on sku: String, for unit: Accounts.Unit) async throws -> String {
        let (id, from) = (world.newID() as ID<Unit>, unit.account == cast.rival.id ? cast.rivalContract : cast.contract)
        let statements: [SQL] = [
            """
            INSERT INTO contracts (account_id, id, number, name, unit_id, currency, created_at)
            VALUES (\(unit.account), \(id), \(number), 'Agreement of one unit', \(unit.id), \(Cast.currency), \(clock.now))
            """,
            """
            INSERT INTO contract_versions
            SELECT account_id, \(id), version, valid_from, valid_to, price_hold_days, payment_terms, best_price, content_digest,
                published_at
            FROM contract_versions WHERE account_id = \(unit.account) AND contract_id = \(from)
            """,
            """
            INSERT INTO assortment_rules (account_id, contract_id, version, position, effect, selector, value)
            VALUES (\(unit.account), \(id), 1, 1, 'include', 'product', \(sku))
            """,
        ]
        try await database.owner.transaction([]) { transaction in statements.forEach { transaction.enqueue(Query<Void>($0)) } }
        return id.description
    }
}
