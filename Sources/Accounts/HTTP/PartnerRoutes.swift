package import Hummingbird
import Kernel
package import Web

/// Partners and their people, as the supplier manages them; and the accounts that a partner's person finds.
package struct PartnerRoutes: Sendable {
    package struct Verbs: Sendable {
        let read: ReadPartners
        let create: CreatePartner
        let change: ChangePartner
        let addPerson: AddPartnerPerson
        let changePerson: ChangePartnerPerson

        package init(
            read: ReadPartners, create: CreatePartner, change: ChangePartner, addPerson: AddPartnerPerson,
            changePerson: ChangePartnerPerson
        ) {
            self.read = read
            self.create = create
            self.change = change
            self.addPerson = addPerson
            self.changePerson = changePerson
        }
    }

    private let verbs: Verbs
    private let admit: AdmitCaller

    package init(verbs: Verbs, admit: AdmitCaller) {
        self.verbs = verbs
        self.admit = admit
    }

    package func add(to router: some RouterMethods<AppRequestContext>) {
        let partners = router.signedInGroup("/v1/partners", admitting: admit)
        partners.get(use: list)
        partners.post(use: create)
        partners.patch("{partner}", use: patch)
        partners.get("{partner}/people", use: people)
        partners.post("{partner}/people", use: addPerson)
        partners.patch("{partner}/people/{partnerPerson}", use: patchPerson)
        router.signedInGroup("/v1/partner", admitting: admit).get("accounts", use: accounts)
    }

    @Sendable private func list(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (limit, after) = try request.query { ($0.limit, $0.cursor(PartnerID.self)) }
        let found = try await verbs.read.page(after: after, limit: limit, by: context.principal)
        return try JSONResponse(Page(found, limit: limit, position: \.id).map(PartnerRepresentation.init))
    }

    @Sendable private func create(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let name = try await request.received().decode { $0.string("name") }
        let made = try await verbs.create(name: name, by: context.principal)
        return try .created(PartnerRepresentation(made), at: PartnerRepresentation.path(made.id), version: made.version)
    }

    @Sendable private func patch(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let id: PartnerID = try context.id("partner")
        let received = try await request.received()
        let (name, status) = try received.decode { ($0.optionalString("name"), $0.optional("status", .one(of: Status.self))) }
        let changed = try await verbs.change(
            id, name: name, isDisabled: status.map { $0 == .disabled }, expecting: try received.ifMatch(), by: context.principal)
        return try JSONResponse(PartnerRepresentation(changed), version: changed.version)
    }

    @Sendable private func people(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (limit, after) = try request.query { ($0.limit, $0.cursor(PartnerPersonID.self)) }
        let found = try await verbs.read.people(of: try context.id("partner"), after: after, limit: limit, by: context.principal)
        return try JSONResponse(Page(found, limit: limit, position: \.id).map(PartnerPersonRepresentation.init))
    }

    @Sendable private func addPerson(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let id: PartnerID = try context.id("partner")
        let input = try await request.received().decode { fields in
            AddPartnerPerson.Input(
                email: fields.required("email", .email), name: fields.optionalString("name"), startsOn: fields.optionalDate("startsOn"),
                endsOn: fields.optionalDate("endsOn"))
        }
        let made = try await verbs.addPerson(input, at: id, by: context.principal)
        admit.forget(made.person.id)
        return try .created(PartnerPersonRepresentation(made), at: PartnerPersonRepresentation.path(made), version: made.version)
    }

    @Sendable private func patchPerson(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (partner, id): (PartnerID, PartnerPersonID) = (try context.id("partner"), try context.id("partnerPerson"))
        let received = try await request.received()
        let endsOn = try received.decode { $0.change("endsOn", .date) }
        let changed = try await verbs.changePerson(
            id, of: partner, endsOn: endsOn, expecting: try received.ifMatch(), by: context.principal)
        admit.forget(changed.person.id)
        return try JSONResponse(PartnerPersonRepresentation(changed), version: changed.version)
    }

    @Sendable private func accounts(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (limit, after) = try request.query { ($0.limit, $0.cursor(PartnersAccountPosition.self)) }
        let found = try await verbs.read.accounts(of: context.principal, after: after, limit: limit)
        return try JSONResponse(
            Page(found, limit: limit, position: PartnersAccountPosition.init).map(PartnersAccountRepresentation.init))
    }
}

extension SignedInContext {
    fileprivate func id<Subject>(_ name: String) throws -> ID<Subject> {
        guard let id = ID<Subject>(try pathParameter(name)) else { throw TeamRefusal.notFound }
        return id
    }
}
