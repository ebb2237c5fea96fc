package import Hummingbird
package import Kernel
package import Web

/// An account's team and its resellers of record.
package struct TeamRoutes: Sendable {
    private let writes: Writes
    private let read: ReadTeam
    private let world: World
    private let admit: AdmitCaller

    package init(writes: Writes, read: ReadTeam, world: World, admit: AdmitCaller) {
        self.writes = writes
        self.read = read
        self.world = world
        self.admit = admit
    }

    /// - Parameter account: the group of `/v1/crm/accounts/{account}`.
    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("team", use: team)
        account.post("team", use: addToTeam)
        account.patch("team/{teamMember}", use: changeTeam)
        account.get("partners", use: partners)
        account.post("partners", use: addPartner)
        account.patch("partners/{accountPartner}", use: changePartner)
    }

    @Sendable private func team(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (limit, after) = try request.query { ($0.limit, $0.cursor(TeamPlaceID.self)) }
        let (places, today) = try await read.team(context.caller, after: after, limit: limit)
        return try JSONResponse(
            Page(places, limit: limit, position: \.id).map { TeamPlaceRepresentation($0, for: context.caller, on: today) })
    }

    @Sendable private func addToTeam(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let input = try received.decode { fields in
            AddTeamPlace.Input(
                person: fields.id("person"), function: fields.one("function"), access: fields.one("access"),
                startsOn: fields.optionalDate("startsOn"), endsOn: fields.optionalDate("endsOn"))
        }
        let (add, caller) = (AddTeamPlace(world: world), context.caller)
        let response = try await writes(received, as: caller.accountScope) { transaction in
            try await add(input, by: caller, in: transaction)
        } represent: { made, today in
            try .created(
                TeamPlaceRepresentation(made, for: caller, on: today),
                at: TeamPlaceRepresentation.path(made.id, caller), version: made.version)
        }
        admit.forget(caller.account)
        return response
    }

    @Sendable private func changeTeam(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id: TeamPlaceID = try context.place("teamMember")
        let received = try await request.received()
        let input = try received.decode { fields in
            ChangeTeamPlace.Input(access: fields.optional("access", .one()), endsOn: fields.change("endsOn", .date))
        }
        let version = try received.ifMatch()
        let (change, caller) = (ChangeTeamPlace(world: world), context.caller)
        let response = try await writes(received, as: caller.accountScope) { transaction in
            try await change(id, input, expecting: version, by: caller, in: transaction)
        } represent: { changed, today in
            try JSONResponse(
                TeamPlaceRepresentation(changed, for: caller, on: today), version: changed.version)
        }
        admit.forget(caller.account)
        return response
    }

    @Sendable private func partners(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (limit, after) = try request.query { ($0.limit, $0.cursor(AccountPartnerID.self)) }
        let (places, today) = try await read.partners(context.caller, after: after, limit: limit)
        return try JSONResponse(
            Page(places, limit: limit, position: \.id).map { AccountPartnerRepresentation($0, for: context.caller, on: today) })
    }

    @Sendable private func addPartner(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let (partner, startsOn, endsOn) = try received.decode { fields in
            (fields.id("partner") as PartnerID, fields.optionalDate("startsOn"), fields.optionalDate("endsOn"))
        }
        let (add, caller) = (AddAccountPartner(world: world), context.caller)
        let response = try await writes(received, as: caller.accountScope) { transaction in
            try await add(partner, startsOn: startsOn, endsOn: endsOn, by: caller, in: transaction)
        } represent: { made, today in
            try .created(
                AccountPartnerRepresentation(made, for: caller, on: today),
                at: AccountPartnerRepresentation.path(made.id, caller), version: made.version)
        }
        admit.forget(caller.account)
        return response
    }

    @Sendable private func changePartner(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id: AccountPartnerID = try context.place("accountPartner")
        let received = try await request.received()
        let endsOn = try received.decode { $0.change("endsOn", .date) }
        let version = try received.ifMatch()
        let (change, caller) = (ChangeAccountPartner(world: world), context.caller)
        let response = try await writes(received, as: caller.accountScope) { transaction in
            try await change(id, endsOn: endsOn, expecting: version, by: caller, in: transaction)
        } represent: { changed, today in
            try JSONResponse(
                AccountPartnerRepresentation(changed, for: caller, on: today), version: changed.version)
        }
        admit.forget(caller.account)
        return response
    }
}

extension AccountRequestContext {
    fileprivate func place<Subject>(_ name: String) throws -> ID<Subject> {
        guard let id = ID<Subject>(try pathParameter(name)) else { throw TeamRefusal.notFound }
        return id
    }
}
