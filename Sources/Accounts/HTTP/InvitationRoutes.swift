import HTTPTypes
package import Hummingbird
package import Kernel
import Mail
package import Web

/// Inviting people into an account, and coming by a link.
package struct InvitationRoutes: Sendable {
    package struct Verbs: Sendable {
        let invite: InviteMember
        let resend: ResendInvitation
        let revoke: RevokeInvitation
        let lookUp: LookUpInvitation
        let accept: AcceptInvitation

        package init(
            invite: InviteMember, resend: ResendInvitation, revoke: RevokeInvitation, lookUp: LookUpInvitation, accept: AcceptInvitation
        ) {
            self.invite = invite
            self.resend = resend
            self.revoke = revoke
            self.lookUp = lookUp
            self.accept = accept
        }
    }

    private let writes: Writes
    private let read: ReadInvitations
    private let verbs: Verbs
    private let admit: AdmitCaller
    private let world: World
    /// Of those who have not signed in.
    private let limiter = RateLimiter<String>(perSecond: Limits.linksPerAddressPerSecond, burst: Limits.linksPerAddressAtOnce)

    package init(writes: Writes, read: ReadInvitations, verbs: Verbs, admit: AdmitCaller, world: World) {
        self.writes = writes
        self.read = read
        self.verbs = verbs
        self.admit = admit
        self.world = world
    }

    /// What an account's people do.
    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("invitations", use: list)
        account.post("invitations", use: create)
        account.get("invitations/{invitation}", use: show)
        account.post("invitations/{invitation}/revoke", use: revoke)
        account.post("invitations/{invitation}/resend", use: resend)
    }

    /// What those do who are invited. The link's secret comes in the body: paths stand in logs.
    package func add(to router: some RouterMethods<AppRequestContext>) {
        router.post("/v1/invitations/read", use: lookUp)
        router.post("/v1/invitations/accept", use: accept)
        router.signedInGroup("/v1/me/invitations", admitting: admit).post("accept", use: acceptSignedIn)
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (state, limit, after) = try request.query { query in
            (query.optional("state", .one(of: Invitation.State.self)), query.limit, query.cursor(InvitationID.self))
        }
        let found = try await read.page(context.caller, state: state, after: after, limit: limit)
        return try JSONResponse(
            Page(found, limit: limit, position: \.invitation.id).map { represent($0, for: context.caller) })
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        return try answer(try await read.one(try context.invitation(), by: context.caller), for: context.caller)
    }

    @Sendable private func create(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let input = try received.decode { fields in
            let name = fields.string("name")
            return InviteMember.Input(
                mailbox: fields.required("email", .mailbox(of: name)), name: name, unit: fields.id("unit"),
                roles: fields.list("roles", 1...20, of: .roleKey), manager: fields.optionalID("manager"),
                startsOn: fields.optionalDate("startsOn"), endsOn: fields.optionalDate("endsOn"),
                limits: fields.optional("limits", .limits) ?? [])
        }
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await verbs.invite(input, by: context.caller, in: transaction)
        } represent: { made in
            let shown = represent(made, for: context.caller)
            return try .created(
                shown, at: InvitationRepresentation.path(made.invitation.id, context.caller), version: made.invitation.version)
        }
    }

    @Sendable private func revoke(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.invitation()
        let received = try await request.received()
        try received.expectNothing()
        let version = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await verbs.revoke(id, expecting: version, by: context.caller, in: transaction)
        } represent: { changed in
            try answer(changed, for: context.caller)
        }
    }

    @Sendable private func resend(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.invitation()
        let received = try await request.received()
        try received.expectNothing()
        let version = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await verbs.resend(id, expecting: version, by: context.caller, in: transaction)
        } represent: { changed in
            try answer(changed, for: context.caller)
        }
    }

    @Sendable private func lookUp(_ request: Request, _ context: AppRequestContext) async throws -> JSONResponse {
        try checkRate(request, context)
        let token = try await request.received().decode { fields in fields.string("token") }
        return try secret(OpenedInvitationRepresentation(try await verbs.lookUp(InvitationCode(token))), status: .ok)
    }

    @Sendable private func accept(_ request: Request, _ context: AppRequestContext) async throws -> JSONResponse {
        try checkRate(request, context)
        let (token, name, password) = try await request.received().decode { fields in
            (
                fields.string("token"), fields.optionalString("name"),
                fields.string("password", 1...Limits.passwordCharacters.upperBound)
            )
        }
        let accepted = try await verbs.accept(
            InvitationCode(token), name: name, password: password,
            from: context.address(of: request, trustedProxies: admit.trustedProxies).text)
        admit.forget(accepted.account.id)
        return try secret(AcceptedInvitationRepresentation(accepted), status: .created)
    }

    @Sendable private func acceptSignedIn(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let token = try await request.received().decode { fields in fields.string("token") }
        let accepted = try await verbs.accept(InvitationCode(token), by: context.principal)
        admit.forget(accepted.account.id)
        return try secret(AcceptedInvitationRepresentation(accepted), status: .created)
    }

    private func secret(_ value: some Encodable, status: HTTPResponse.Status) throws -> JSONResponse {
        var response = try JSONResponse(value, status: status)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private func checkRate(_ request: Request, _ context: AppRequestContext) throws {
        try limiter.take(context.address(of: request, trustedProxies: admit.trustedProxies).text, at: world.now()).check()
    }

    private func represent(_ invitation: SentInvitation, for caller: Caller) -> InvitationRepresentation {
        InvitationRepresentation(invitation, for: caller, at: world.now())
    }

    private func answer(_ invitation: SentInvitation, for caller: Caller) throws -> JSONResponse {
        try JSONResponse(represent(invitation, for: caller), version: invitation.invitation.version)
    }
}

extension AccountRequestContext {
    /// The invitation that the path names.
    fileprivate func invitation() throws -> InvitationID {
        guard let id = InvitationID(try pathParameter("invitation")) else { throw OrganisationRefusal.notFound }
        return id
    }
}

extension Reading where Value == Mailbox {
    /// An e-mail address as it is stored and compared: in lower case.
    /// - Parameter name: what its owner is called.
    fileprivate static func mailbox(of name: String) -> Self {
        guard let nobody = Mailbox(address: "nobody@localhost") else { preconditionFailure("an address") }
        return Reading<String>.string(1...320).converted(
            else: nobody, "notAnEmailAddress", "An e-mail address, such as ana@example.com."
        ) { text in
            EmailAddress(text).flatMap { Mailbox(name: name, address: $0.text) }
        }
    }
}
