package import Hummingbird
import Kernel
package import Web

/// The members of an account: who has a place in which unit.
package struct MemberRoutes: Sendable {
    private let writes: Writes
    private let read: ReadOrganisation
    private let appoint: AddMember
    private let change: ChangeMember
    private let end: EndMember
    private let admit: AdmitCaller

    package init(
        writes: Writes, read: ReadOrganisation, add: AddMember, change: ChangeMember, end: EndMember, admit: AdmitCaller
    ) {
        self.writes = writes
        self.read = read
        appoint = add
        self.change = change
        self.end = end
        self.admit = admit
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("members", use: list)
        account.post("members", use: create)
        account.get("members/{member}", use: show)
        account.patch("members/{member}", use: patch)
        account.post("members/{member}/end", use: leave)
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (unit, filter, limit, after) = try request.query { query in
            (
                query.optional("unit", .id()) as UnitID?,
                MemberFilter(
                    role: query.optional("role", .roleKey), text: query.optional("q", .string(1...100)),
                    state: query.optional("state", .one(of: Member.State.self))),
                query.limit, query.cursor(MembershipID.self)
            )
        }
        let members = try await read.members(context.caller, in: unit, filter, after: after, limit: limit)
        return try JSONResponse(
            Page(members, limit: limit, position: \.membership.id).map { MemberRepresentation($0, for: context.caller) })
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let found = try await read.member(try context.member(), by: context.caller)
        return try JSONResponse(MemberRepresentation(found, for: context.caller), version: found.member.membership.version)
    }

    @Sendable private func create(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let input = try received.decode { fields in
            AddMember.Input(
                person: fields.id("person"), unit: fields.id("unit"), roles: fields.list("roles", 1...20, of: .roleKey),
                manager: fields.optionalID("manager"), startsOn: fields.optionalDate("startsOn"), endsOn: fields.optionalDate("endsOn"),
                limits: fields.optional("limits", .limits) ?? [])
        }
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await appoint(input, by: context.caller, in: transaction)
        } represent: { made in
            let membership = made.member.membership
            return try .created(
                MemberRepresentation(made, for: context.caller), at: MemberRepresentation.path(membership.id, context.caller),
                version: membership.version)
        }
        admit.forget(context.caller.account)
        return response
    }

    @Sendable private func patch(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.member()
        let received = try await request.received()
        let input = try received.decode { fields in
            ChangeMember.Input(
                unit: fields.optionalID("unit"), roles: fields.optional("roles", .list(1...20, of: .roleKey)),
                manager: fields.change("manager", .id()), limits: fields.optional("limits", .limits))
        }
        let version = try received.ifMatch()
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await change(id, input, expecting: version, by: context.caller, in: transaction)
        } represent: { changed in
            try JSONResponse(MemberRepresentation(changed, for: context.caller), version: changed.member.membership.version)
        }
        admit.forget(context.caller.account)
        return response
    }

    @Sendable private func leave(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.member()
        let received = try await request.received()
        let input = try received.decode { fields in
            EndMember.Input(lastDay: fields.date("lastDay"), successor: fields.optionalID("successor"))
        }
        let version = try received.ifMatch()
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await end(id, input, expecting: version, by: context.caller, in: transaction)
        } represent: { ended in
            try JSONResponse(MemberRepresentation(ended, for: context.caller), version: ended.member.membership.version)
        }
        admit.forget(context.caller.account)
        return response
    }
}

extension AccountRequestContext {
    /// The membership that the path names.
    func member() throws -> MembershipID {
        guard let id = MembershipID(try pathParameter("member")) else { throw OrganisationRefusal.notFound }
        return id
    }
}

extension Reading where Value == [SpendingLimit] {
    /// `[{"act": "order", "period": "month", "limit": {"amount": "5000.00", "currency": "EUR"}}]`.
    static var limits: Self {
        Reading<[SpendingLimit]>.list(
            0...SpendingLimit.Act.allCases.count * SpendingLimit.Period.allCases.count, of: .object(Self.limit)
        ).converted(else: [], "repeated", "One of each act and period, of no less than nothing.") { limits in
            let isOnce = Set(limits.map { [$0.act.rawValue, $0.period.rawValue] }).count == limits.count
            return isOnce && limits.allSatisfy { $0.amount.tenThousandths >= 0 } ? limits : nil
        }
    }

    private static func limit(_ fields: Fields) -> SpendingLimit {
        SpendingLimit(act: fields.one("act"), period: fields.one("period"), amount: fields.money("limit"))
    }
}
