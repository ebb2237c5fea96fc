package import Hummingbird
import Kernel
package import Web

/// The roles of an account: those built in, and its own.
package struct RoleRoutes: Sendable {
    private let writes: Writes
    private let read: ReadRoles
    private let create: CreateRole
    private let change: ChangeRole
    private let giveTerms: GiveTerms
    private let admit: AdmitCaller

    package init(
        writes: Writes, read: ReadRoles, create: CreateRole, change: ChangeRole, giveTerms: GiveTerms, admit: AdmitCaller
    ) {
        self.writes = writes
        self.read = read
        self.create = create
        self.change = change
        self.giveTerms = giveTerms
        self.admit = admit
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("roles", use: list)
        account.post("roles", use: add)
        account.get("roles/{role}", use: show)
        account.patch("roles/{role}", use: patch)
        account.put("roles/{role}/terms", use: putTerms)
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (limit, after) = try request.query { ($0.limit, $0.cursor(RoleKey.self)) }
        let roles = try await read.page(context.caller, after: after, limit: limit)
        return try JSONResponse(Page(roles, limit: limit, position: \.key).map { RoleRepresentation($0, for: context.caller) })
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let role = RoleRepresentation(try await read.one(try context.role(), by: context.caller), for: context.caller)
        return try JSONResponse(role, version: role.version)
    }

    @Sendable private func add(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let input = try received.decode { fields in
            CreateRole.Input(
                key: fields.required("key", .roleKey), name: fields.string("name"),
                permissions: fields.required("permissions", .permissions), limits: fields.optional("limits", .limits) ?? [])
        }
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await create(input, by: context.caller, in: transaction)
        } represent: { made in
            try .created(
                RoleRepresentation(.own(made), for: context.caller), at: RoleRepresentation.path(made.key, context.caller),
                version: made.version)
        }
    }

    @Sendable private func patch(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let key = try context.role()
        let received = try await request.received()
        let input = try received.decode { fields in
            ChangeRole.Input(
                name: fields.optionalString("name"), permissions: fields.optional("permissions", .permissions),
                limits: fields.optional("limits", .limits),
                isDisabled: fields.optional("status", .one(of: Status.self)).map { $0 == .disabled })
        }
        let version = try received.ifMatch()
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await change(key, input, expecting: version, by: context.caller, in: transaction)
        } represent: { changed in
            try JSONResponse(RoleRepresentation(.own(changed), for: context.caller), version: changed.version)
        }
        admit.forget(context.caller.account)
        return response
    }

    @Sendable private func putTerms(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let key = try context.role()
        let received = try await request.received()
        let terms = try received.decode { $0.required("permissions", .terms) }
        let version = try received.ifMatch()
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await giveTerms(terms, to: key, expecting: version, by: context.caller, in: transaction)
        } represent: { changed in
            try JSONResponse(RoleRepresentation(.own(changed), for: context.caller), version: changed.version)
        }
        admit.forget(context.caller.account)
        return response
    }
}

extension AccountRequestContext {
    /// The role that the path names.
    fileprivate func role() throws -> RoleKey { RoleKey(rawValue: try pathParameter("role")) }
}

extension Reading where Value == RoleKey {
    /// As the database has it: a word of letters and digits.
    static var roleKey: Self {
        Reading<String>.string(2...50).converted(
            else: RoleKey(rawValue: "none"), "notAKey", "A word of letters and digits that begins with a small letter."
        ) { text in
            let isWord = text.utf8.allSatisfy { (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) }
            return isWord && text.first?.isLowercase == true ? RoleKey(rawValue: text) : nil
        }
    }
}

extension Reading where Value == [Permission: Reach] {
    /// `[{"permission": "readQuotes", "scope": "unit"}]`; of one that is named twice the widest counts.
    static var permissions: Self {
        Reading<[(Permission, Reach)]>.list(
            1...Permission.allCases.count, of: .object { ($0.one("permission"), $0.one("scope")) }
        ).converted(else: [:], "none", "At least one.") { Dictionary($0, uniquingKeysWith: max) }
    }
}

extension Reading where Value == [Permission: Reach] {
    /// What only the supplier gives; none takes all of it away.
    fileprivate static var terms: Self {
        let word = Reading<String>.string(1...50).converted(
            else: Permission.negotiatePrices, "notAllowed", "One of: \(Permission.termWords)."
        ) { text in Permission(rawValue: text).flatMap { Permission.terms.contains($0) ? $0 : nil } }
        return Reading<[(Permission, Reach)]>.list(
            0...Permission.terms.count, of: .object { ($0.required("permission", word), $0.one("scope")) }
        ).converted(else: [:], "none", "A list.") { Dictionary($0, uniquingKeysWith: max) }
    }
}

extension Permission {
    fileprivate static var termWords: String { allCases.filter(terms.contains).map(\.rawValue).joined(separator: ", ") }
}
