package import Hummingbird
package import Kernel
import Mail
package import Web

/// Accounts as the supplier keeps them: made known, changed, disabled and enabled, and given their first admin.
package struct CustomerRoutes: Sendable {
    package struct Verbs: Sendable {
        let open: OpenAccount
        let change: ChangeCustomer
        let invite: InviteAdmin

        package init(open: OpenAccount, change: ChangeCustomer, invite: InviteAdmin) {
            self.open = open
            self.change = change
            self.invite = invite
        }
    }

    private let writes: Writes
    private let verbs: Verbs
    private let world: World
    private let admit: AdmitCaller

    package init(writes: Writes, verbs: Verbs, world: World, admit: AdmitCaller) {
        self.writes = writes
        self.verbs = verbs
        self.world = world
        self.admit = admit
    }

    package func add(to router: some RouterMethods<AppRequestContext>) {
        router.signedInGroup("/v1/accounts", admitting: admit).post(use: open)
    }

    /// - Parameter account: the group of `/v1/crm/accounts/{account}`.
    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.patch(use: change)
        account.post("admins", use: invite)
    }

    @Sendable private func open(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let received = try await request.received()
        let input = try received.decode { fields in
            let externalID = fields.optionalString("externalId", 1...100)
            let adminName = fields.personName("adminName")
            return OpenAccount.Input(
                account: Account(
                    // What a file brings later under this external id is then this account's.
                    id: externalID.map { .external("account", $0) } ?? world.newID(), externalID: externalID, name: fields.string("name"),
                    timeZone: fields.string("timeZone", 1...64),
                    language: (fields.optional("language", .one(of: Language.self)) ?? .english).rawValue,
                    currency: fields.required("currency", .currency)),
                admin: fields.required("adminEmail", .mailbox(of: adminName)))
        }
        let principal = context.principal
        let scope = principal.scope(opening: input.account.id)
        return try await writes(received, as: scope, keyedBy: principal.personScope) { transaction in
            try await verbs.open(input, by: principal, from: context.origin, in: transaction)
        } represent: { made in
            try .created(AccountRepresentation(made, for: principal), at: "/v1/accounts/\(made.id)", version: made.version)
        }
    }

    @Sendable private func change(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let input = try received.decode { fields in
            ChangeCustomer.Input(
                name: fields.optionalString("name"), language: fields.optional("language", .one(of: Language.self))?.rawValue,
                timeZone: fields.optionalString("timeZone", 1...64),
                isDisabled: fields.optional("status", .one(of: Status.self)).map { $0 == .disabled })
        }
        let version = try received.ifMatch()
        let caller = context.caller
        let response = try await writes(received, as: caller.accountScope) { transaction in
            try await verbs.change(input, expecting: version, by: caller, in: transaction)
        } represent: { changed in
            try JSONResponse(AccountRepresentation(changed, for: caller), version: changed.version)
        }
        admit.forget(caller.account)
        return response
    }

    @Sendable private func invite(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let admin = try received.decode { fields in
            let name = fields.personName("name")
            return fields.required("email", .mailbox(of: name))
        }
        let (caller, person) = (context.caller, context.principal.person)
        return try await writes(received, as: caller.accountScope) { transaction in
            try await verbs.invite(admin, by: caller, person, in: transaction)
        } represent: { made in
            try .created(
                InvitationRepresentation(made, for: caller, at: world.now()),
                at: InvitationRepresentation.path(made.invitation.id, caller), version: made.invitation.version)
        }
    }
}
