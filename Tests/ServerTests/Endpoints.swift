import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// Every operation of the contract with what a request for it needs: documents that exist, a body that is right.
struct Endpoints {
    let app: TestApp
    let all: [Endpoint]
    /// Ana's, with one line, at version 1.
    let draft: String
    let submitted: String
    let order: String
    let plan: String
    let costCentre: String
    let address: String
    /// A contract that Rita has begun.
    let drafted: String
    /// A standard configuration that Rita has made, at version 1.
    let configuration: String
    /// Of acme's team, of its partners, and of the partner's people.
    let teamPlace: String
    let partnerPlace: String
    let partnerPerson: String
    let invitation: String
    /// Omar's, not yet in force.
    let delegation: String
    /// Ada's, at version 1.
    let apiKey: String
    /// In Engineering, at version 1.
    let asset: String
    /// Stella's, carried out.
    let importJob: String

    /// Documents in every state that a path names.
    static func set(_ app: TestApp) async throws -> Endpoints {
        let ana = app.by(app.cast.ana)
        func quote(_ quantity: Int) async throws -> String {
            let body = #"{"name": "Chairs", "lines": [{"sku": "MO-200", "quantity": \#(quantity)}]}"#
            return try #require(try await ana.post(app.path("/quotes"), body).json?["number"]?.text)
        }
        let draft = try await quote(1)
        let (submitted, bought) = (try await quote(100), try await quote(2))
        let waiting = try await ana.post(app.path("/quotes/\(submitted)/submit"), headers: [.ifMatch: "\"v1\""])
        let plan = try #require(waiting.json?["approval"]?["id"]?.text)
        let approved = try await ana.post(app.path("/quotes/\(bought)/submit"), headers: [.ifMatch: "\"v1\""])
        let version = try #require(approved.headers[.eTag])
        let order = try await ana.post(app.path("/quotes/\(bought)/order"), headers: [.ifMatch: version])
        let ada = app.by(app.cast.ada)
        let (unit, root) = (app.cast.engineering.id, app.cast.root.id)
        let costCentre = try await ada.post(app.path("/cost-centres"), #"{"code": "E", "name": "Engineering", "unit": "\#(unit)"}"#)
        let address = try await ada.post(
            app.path("/addresses"),
            #"{"unit": "\#(root)", "uses": ["shipTo"], "name": "A", "lines": ["1"], "city": "Ulm", "postalCode": "1", "country": "DE"}"#)
        _ = try await ada.post(
            app.path("/roles"), #"{"key": "helper", "name": "Helper", "permissions": [{"permission": "readQuotes", "scope": "unit"}]}"#)
        let contract = try await app.by(app.cast.rita).post(
            app.path("/contracts"),
            #"{"number": "C-9", "name": "Begun", "unit": "\#(root)", "currency": "EUR", "draft": {"validFrom": "2027-01-01"}}"#)
        let configuration = try await app.by(app.cast.rita).post(
            app.path("/standard-configurations"),
            #"""
            {"number": "SC-1", "unit": "\#(root)", "name": {"en": "Desk"}, "validFrom": "2026-01-01", "base": "NB-100", "slots": [
              {"name": "screen", "label": {"en": "Screen"}, "maximum": "2", "default": "MO-200", "alternatives": [
                {"sku": "MO-200", "maximum": "2"}]}]}
            """#)
        let stella = app.by(app.cast.stella)
        let crm = "/v1/crm/accounts/\(app.cast.acme.id)"
        let places = [
            try await stella.get(crm + "/team"), try await stella.get(crm + "/partners"),
            try await stella.get("/v1/partners/\(app.cast.partner)/people"),
        ]
        let ids = try places.map { try #require($0.json?["items"]?.items?.first?["id"]?.text) }
        let invited = try await ada.post(
            app.path("/invitations"), #"{"email": "noor@acme.example", "name": "Noor", "unit": "\#(unit)", "roles": ["shopper"]}"#)
        let omar = try #require(app.cast.omar.membership?.id), aude = try #require(app.cast.aude.membership?.id)
        let delegation = try await app.by(app.cast.omar).post(
            app.path("/members/\(omar)/delegations"),
            #"{"act": "approve", "startsOn": "2030-01-01", "endsOn": "2030-12-31", "delegates": ["\#(aude)"]}"#)
        let key = try await ada.post(app.path("/api-keys"), #"{"name": "Program", "permissions": ["readCatalog"]}"#)
        let assets = try await app.by(app.cast.rita).post(
            app.path("/assets"),
            #"{"items": [{"sku": "NB-100", "serialNumber": "LS13-000001", "unit": "\#(unit)", "deliveredOn": "2026-01-02"}]}"#)
        try await sayWhatFits(app)
        let sent = try await stella.send(
            .post, "/v1/imports?kind=products", headers: [.contentType: "text/csv"], json: "sku,name.en\nIM-1,Imported\n")
        #expect(try await app.runImports())
        // Who reads the feed gives places in it to the events since; once that is done reading changes nothing.
        _ = try await app.by(app.cast.fay).get("/v1/feed")
        return Endpoints(
            app: app, all: OpenAPIContract.shared.document.operations.map(Endpoint.init), draft: draft, submitted: submitted,
            order: try #require(order.json?["number"]?.text), plan: plan,
            costCentre: try #require(costCentre.json?["id"]?.text), address: try #require(address.json?["id"]?.text),
            drafted: try #require(contract.json?["id"]?.text),
            configuration: try #require(configuration.json?["id"]?.text, "\(configuration.text)"),
            teamPlace: ids[0], partnerPlace: ids[1], partnerPerson: ids[2],
            invitation: try #require(invited.json?["id"]?.text),
            delegation: try #require(delegation.json?["id"]?.text),
            apiKey: try #require(key.json?["id"]?.text),
            asset: try #require(assets.json?["items"]?.items?.first?["id"]?.text),
            importJob: try #require(sent.json?["id"]?.text))
    }

    private static func sayWhatFits(_ app: TestApp) async throws {
        let list = try await app.by(app.cast.ada).send(
            .put, app.path("/units/\(app.cast.engineering.id)/pre-approved"), json: #"{"entries": [{"selector": "everything"}]}"#)
        #expect(list.status == 201, "\(list.text)")
        let fits = try await app.by(app.cast.stella).send(
            .put, "/v1/fits/NB-CARE",
            json: #"{"for": [{"selector": "category", "value": "43211503"}], "fits": [{"selector": "product", "value": "SV-300"}]}"#)
        #expect(fits.status == 201, "\(fits.text)")
    }

    /// The path with what its parameters stand for.
    func path(_ endpoint: Endpoint, _ other: [String: String] = [:]) -> String {
        let values = [
            "account": app.cast.acme.id.description, "quote": endpoint.name == "readQuoteRevision" ? submitted : draft, "position": "1",
            "revision": "1", "plan": plan, "order": order, "sku": "NB-100",
            "unit": app.cast.engineering.id.description, "role": "helper", "version": "1",
            "contract": endpoint.name == "checkContract" ? drafted : app.cast.contract.description,
            "staff": app.cast.rita.person.id.description, "partner": app.cast.partner.description,
            "teamMember": teamPlace, "accountPartner": partnerPlace, "partnerPerson": partnerPerson,
            "member": (endpoint.path.contains("/delegations") ? app.cast.omar : app.cast.sam).membership?.id.description ?? "none",
            "delegation": delegation, "costCentre": costCentre, "address": address, "invitation": invitation,
            "key": apiKey, "import": importJob, "session": "0197737c-5e00-7a10-8c55-0a1b2c3d4e5f",
            "category": "43211503", "fit": "NB-CARE", "asset": asset, "configuration": configuration,
        ].merging(other) { _, new in new }
        return endpoint.parameters.reduce(endpoint.path) { $0.replacing("{\($1)}", with: values[$1] ?? "none") }
    }

    /// Who may do most there.
    func entitled(to endpoint: Endpoint) -> CastPerson {
        switch endpoint.name {
        case "readFeed": app.cast.fay
        case "listPartnerAccounts": app.cast.paul
        case "openAccount", "keepAccount", "inviteAdmin", "listSupplierChanges": app.cast.stella
        case "giveTerms": app.cast.rita
        case _ where ["/v1/staff", "/v1/partners"].contains { endpoint.path.hasPrefix($0) }: app.cast.stella
        case _ where ["/team", "/partners"].contains { endpoint.path.contains("/v1/crm/accounts/{account}" + $0) }: app.cast.stella
        case "registerAssets": app.cast.rita
        case _ where ["/v1/products", "/v1/categories", "/v1/fits", "/v1/imports"].contains { endpoint.path.hasPrefix($0) }: app.cast.stella
        case _ where endpoint.path.hasPrefix("/v1/crm"): app.cast.rita
        case "createContract", "checkContract", "replaceContractDraft", "discardContractDraft", "publishContract", "terminateContract",
            "createStandardConfiguration", "readConfigurationVersions", "publishConfigurationVersion", "endStandardConfiguration":
            app.cast.rita
        case "listApprovals", "decideApproval": app.cast.omar
        // Of Engineering, where she has her place.
        case "readStandardConfiguration", "priceStandardConfiguration": app.cast.ana
        default: app.cast.ada
        }
    }

    /// A request that is right but for what the caller changes.
    func send(
        _ endpoint: Endpoint, by client: RouterClient, path: String? = nil, query: String = "", ifMatch: String? = "\"v1\"",
        headers more: HTTPFields = [:], body: [UInt8]? = nil, at location: SourceLocation = #_sourceLocation
    ) async throws -> RouterAnswer {
        // So that nobody of the cast comes to the end of their rate limit.
        app.clock.advance(by: .milliseconds(10))
        var headers = more
        if endpoint.isGuarded, let ifMatch { headers[.ifMatch] = ifMatch }
        if endpoint.name == "createImport" {
            // What is a file is said beside it.
            headers[.contentType] = "text/csv"
            return try await client.send(
                endpoint.method, (path ?? self.path(endpoint)) + (query.isEmpty ? "?" : query + "&") + "kind=products", headers: headers,
                body: body ?? Array("sku,name.en\nIM-1,Imported\n".utf8), at: location)
        }
        return try await client.send(
            endpoint.method, (path ?? self.path(endpoint)) + query, headers: headers, body: body ?? endpoint.example?.jsonBytes ?? [],
            at: location)
    }
}

struct Endpoint: CustomStringConvertible {
    let name: String
    let method: HTTPRequest.Method
    let path: String
    /// The names in the path's braces.
    let parameters: [String]
    let isPublic: Bool
    let isGuarded: Bool
    let takesBody: Bool
    /// A body that is right; nil where there is none to send.
    let example: JSONValue?
    let required: Set<String>

    var isInAccount: Bool { parameters.contains("account") }
    var isVersioned: Bool { path.hasPrefix("/v1/") }
    var description: String { "\(method) \(path)" }

    init(_ operation: OpenAPIDocument.Operation) {
        let document = OpenAPIContract.shared.document
        let body = operation.value["requestBody"].map(document.resolve)?["content"]?["application/json"]
        let schema = body?["schema"].map(document.resolve)
        name = operation.value["operationId"]?.text ?? ""
        method = HTTPRequest.Method(operation.method) ?? .get
        path = operation.path
        parameters = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        isPublic = operation.value["security"]?.items?.isEmpty == true
        isGuarded = (operation.value["parameters"]?.items ?? []).contains { document.resolve($0)["name"] == .string("If-Match") }
        takesBody = body != nil
        required = Set((schema?["required"]?.items ?? []).compactMap(\.text))
        // Where the contract shows no example of its own there is another operation with the same body.
        let lines = JSONValue.object(["lines": .array([.object(["sku": .string("NB-100"), "quantity": .string("2")])])])
        let isNothing = schema?["properties"]?.members?.names.isEmpty ?? true
        example = body?["example"] ?? (isNothing ? nil : lines)
    }

    /// What a role must have for it; nil where a place in the account is enough.
    static let permissions: [String: Permission?] = [
        "readAccount": nil, "changeAccount": .manageAccount, "listUnits": .readMembers,
        "readUnit": .readMembers, "createUnit": .manageUnits, "changeUnit": .manageUnits, "previewDisabling": .manageUnits,
        "listCostCentres": .readMembers, "readCostCentre": .readMembers, "createCostCentre": .manageUnits,
        "changeCostCentre": .manageUnits, "listAddresses": .readMembers, "readAddress": .readMembers, "createAddress": .manageUnits,
        "changeAddress": .manageUnits, "listMembers": .readMembers, "listRoles": .readMembers, "readRole": .readMembers,
        "createRole": .manageRoles, "changeRole": .manageRoles, "readMember": .readMembers, "addMember": .manageMembers,
        "changeMember": .manageMembers, "endMember": .manageMembers,
        "listInvitations": .readMembers, "readInvitation": .readMembers, "inviteMember": .manageMembers,
        "revokeInvitation": .manageMembers, "resendInvitation": .manageMembers,
        "listDelegations": .readMembers, "readDelegation": .readMembers, "createDelegation": nil, "changeDelegation": nil,
        "revokeDelegation": nil,
        "listAPIKeys": nil, "readAPIKey": nil, "createAPIKey": nil, "changeAPIKey": nil, "admitAPIKey": nil, "rotateAPIKey": nil,
        "revokeAPIKey": nil,
        "listCatalog": .readCatalog, "readProduct": .readCatalog, "readPrice": .readCatalog, "readPrices": .readCatalog,
        "readPriceLadder": .readCatalog, "readPriceDifference": .readCatalog,
        "listCompatible": .readCatalog, "readPreApproved": .readCatalog, "replacePreApproved": .manageUnits,
        "removePreApproved": .manageUnits, "listAssets": .readOrders, "readAsset": .readOrders, "registerAssets": .readAccountView,
        "changeAsset": .manageUnits, "listCompatibleWithAsset": .readCatalog,
        "listContracts": .readContracts, "readOneContract": .readContracts, "readContractVersion": .readContracts,
        "readContractUtilisation": .readContracts,
        "createContract": .readAccountView, "checkContract": .readAccountView, "replaceContractDraft": .readAccountView,
        "discardContractDraft": .readAccountView,
        "publishContract": .readAccountView, "terminateContract": .readAccountView,
        "listStandardConfigurations": .readCatalog, "readStandardConfiguration": .readCatalog, "priceStandardConfiguration": .readCatalog,
        "createStandardConfiguration": .readAccountView, "readConfigurationVersions": .readAccountView,
        "publishConfigurationVersion": .readAccountView, "endStandardConfiguration": .readAccountView,
        "listQuotes": .readQuotes, "readQuote": .readQuotes, "readQuoteRevision": .readQuotes,
        "readQuoteDifference": .readQuotes, "createQuote": .writeQuotes, "changeQuote": .writeQuotes, "replaceQuoteLines": .writeQuotes,
        "addQuoteLines": .writeQuotes,
        "changeQuoteLine": .writeQuotes, "removeQuoteLine": .writeQuotes, "repriceQuote": .writeQuotes, "recallQuote": .writeQuotes,
        "cancelQuote": .writeQuotes, "submitQuote": .submitQuotes, "orderQuote": .order, "listApprovals": nil,
        "readApproval": .readApprovals, "decideApproval": .decideApprovals, "listOrders": .readOrders, "readOrder": .readOrders,
        "listEvents": .readEvents, "readTimeline": .readEvents, "readAccountView": .readAccountView,
        "readCustomerTimeline": .readAccountView, "listTeam": .readAccountView, "addTeamMember": .readAccountView,
        "changeTeamMember": .readAccountView, "listAccountPartners": .readAccountView, "addAccountPartner": .readAccountView,
        "changeAccountPartner": .readAccountView, "giveTerms": .readAccountView, "keepAccount": .readAccountView,
        "inviteAdmin": .readAccountView,
    ]
}
