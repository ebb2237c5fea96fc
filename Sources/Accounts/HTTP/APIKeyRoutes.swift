import Cryptography
package import Hummingbird
package import Kernel
package import Web

/// The API keys that work in an account.
package struct APIKeyRoutes: Sendable {
    private let writes: Writes
    private let read: ReadAPIKeys
    private let world: World
    private let create: CreateAPIKey
    private let admitKey: AdmitAPIKey
    private let change: ChangeAPIKey
    private let rotate: RotateAPIKey
    private let revoke: RevokeAPIKey
    private let admit: AdmitCaller

    package init(writes: Writes, read: ReadAPIKeys, world: World, admit: AdmitCaller) {
        self.writes = writes
        self.read = read
        self.world = world
        self.admit = admit
        create = CreateAPIKey(world: world)
        admitKey = AdmitAPIKey(world: world)
        change = ChangeAPIKey(world: world)
        rotate = RotateAPIKey(world: world)
        revoke = RevokeAPIKey(world: world)
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("api-keys", use: list)
        account.post("api-keys", use: add)
        account.get("api-keys/{key}", use: show)
        account.patch("api-keys/{key}", use: patch)
        account.post("api-keys/{key}/admit", use: letWorkHere)
        account.post("api-keys/{key}/rotate", use: rotate)
        account.post("api-keys/{key}/revoke", use: revoke)
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (limit, after) = try request.query { ($0.limit, $0.cursor(APIKeyID.self)) }
        let keys = try await read.page(context.caller, after: after, limit: limit)
        let now = world.now()
        return try JSONResponse(
            Page(keys, limit: limit, position: \.id).map { APIKeyRepresentation($0, for: context.caller, at: now) })
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        return try represent(try await read.one(try context.apiKey(), by: context.caller), context)
    }

    @Sendable private func add(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let input = try received.decode { fields in
            CreateAPIKey.Input(
                name: fields.string("name"), permissions: fields.required("permissions", .permissionNames),
                expiresAt: fields.optionalInstant("expiresAt"))
        }
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await create(input, by: context.caller, in: transaction)
        } represent: {
            try created($0, context, showing: false)
        } first: {
            try created($0, context, showing: true)
        }
    }

    @Sendable private func patch(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.apiKey()
        let received = try await request.received()
        let input = try received.decode { fields in
            ChangeAPIKey.Input(
                name: fields.optionalString("name"), permissions: fields.optional("permissions", .permissionNames),
                expiresAt: fields.change("expiresAt", .instant))
        }
        let version = try received.ifMatch()
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await change(id, input, expecting: version, by: context.caller, in: transaction)
        } represent: {
            try represent($0, context)
        }
        admit.forget(.apiKey(id.uuid))
        return response
    }

    @Sendable private func letWorkHere(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.apiKey()
        let received = try await request.received()
        let permissions = try received.decode { $0.required("permissions", .permissionNames) }
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await admitKey(id, permissions, by: context.caller, in: transaction)
        } represent: {
            try represent($0, context)
        }
        admit.forget(.apiKey(id.uuid))
        return response
    }

    @Sendable private func rotate(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.apiKey()
        let received = try await request.received()
        let until = received.body.readableBytes > 0 ? try received.decode { $0.optionalInstant("oldSecretExpiresAt") } : nil
        let version = try received.ifMatch()
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await rotate(id, keepingOldUntil: until, expecting: version, by: context.caller, in: transaction)
        } represent: {
            try rotated($0, context, showing: false)
        } first: {
            try rotated($0, context, showing: true)
        }
        admit.forget(.apiKey(id.uuid))
        return response
    }

    @Sendable private func revoke(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.apiKey()
        let received = try await request.received()
        try received.expectNothing()
        let response = try await writes(received, as: context.caller.accountScope) { transaction in
            try await revoke(id, by: context.caller, in: transaction)
        } represent: {
            try represent($0, context)
        }
        admit.forget(.apiKey(id.uuid))
        return response
    }

    private func represent(_ key: APIKey, _ context: AccountRequestContext) throws -> JSONResponse {
        try JSONResponse(APIKeyRepresentation(key, for: context.caller, at: world.now()), version: key.version)
    }

    /// - Parameter shown: whether the answer has the secret.
    private func created(_ made: KeyWithSecret, _ context: AccountRequestContext, showing shown: Bool) throws -> JSONResponse {
        try .created(
            APIKeyRepresentation(made.key, secret: shown ? made.secret.text : nil, for: context.caller, at: world.now()),
            at: APIKeyRepresentation.path(made.key.id, context.caller), version: made.key.version)
    }

    private func rotated(_ made: KeyWithSecret, _ context: AccountRequestContext, showing shown: Bool) throws -> JSONResponse {
        try JSONResponse(
            APIKeyRepresentation(made.key, secret: shown ? made.secret.text : nil, for: context.caller, at: world.now()),
            version: made.key.version)
    }
}

extension AccountRequestContext {
    /// The key that the path names.
    fileprivate func apiKey() throws -> APIKeyID {
        guard let id = APIKeyID(try pathParameter("key")) else { throw APIKeyRefusal.notFound }
        return id
    }
}

extension Reading where Value == Set<Permission> {
    /// `["readQuotes", "writeQuotes"]`: how far each goes is its person's.
    static var permissionNames: Self {
        Reading<[Permission]>.list(1...Permission.allCases.count, of: .one()).converted(else: [], "none", "At least one.") { Set($0) }
    }
}
