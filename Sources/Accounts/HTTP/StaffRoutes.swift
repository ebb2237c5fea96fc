package import Hummingbird
import Kernel
package import Web

/// The supplier's people.
package struct StaffRoutes: Sendable {
    private let read: ReadStaff
    private let create: CreateStaff
    private let change: ChangeStaff
    private let admit: AdmitCaller

    package init(read: ReadStaff, create: CreateStaff, change: ChangeStaff, admit: AdmitCaller) {
        self.read = read
        self.create = create
        self.change = change
        self.admit = admit
    }

    package func add(to router: some RouterMethods<AppRequestContext>) {
        let staff = router.signedInGroup("/v1/staff", admitting: admit)
        staff.get(use: list)
        staff.post(use: add)
        staff.get("{staff}", use: show)
        staff.patch("{staff}", use: patch)
    }

    @Sendable private func list(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (text, limit, after) = try request.query { query in
            (query.optional("q", .string(1...100)), query.limit, query.cursor(PersonID.self))
        }
        let found = try await read.page(matching: text, after: after, limit: limit, by: context.principal)
        return try JSONResponse(
            Page(found, limit: limit, position: \.person.id).map { StaffRepresentation($0, for: context.principal) })
    }

    @Sendable private func show(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        try request.query { _ in }
        let found = try await read.one(try context.staff(), by: context.principal)
        return try JSONResponse(StaffRepresentation(found, for: context.principal), version: found.version)
    }

    @Sendable private func add(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let input = try await request.received().decode { fields in
            CreateStaff.Input(
                email: fields.required("email", .email), name: fields.optionalString("name"), title: fields.string("title"),
                permissions: Set(fields.optional("permissions", .staffPermissions) ?? []))
        }
        let made = try await create(input, by: context.principal)
        admit.forget(made.person.id)
        return try .created(
            StaffRepresentation(made, for: context.principal), at: StaffRepresentation.path(made.person.id), version: made.version)
    }

    @Sendable private func patch(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let id = try context.staff()
        let received = try await request.received()
        let input = try received.decode { fields in
            ChangeStaff.Input(
                title: fields.optionalString("title"), permissions: fields.optional("permissions", .staffPermissions).map { Set($0) },
                isEnded: fields.optional("status", .one(of: StaffStatus.self)).map { $0 == .ended })
        }
        let changed = try await change(id, input, expecting: try received.ifMatch(), by: context.principal)
        admit.forget(id)
        return try JSONResponse(StaffRepresentation(changed, for: context.principal), version: changed.version)
    }
}

private enum StaffStatus: String, CaseIterable {
    case active
    case ended
}

extension SignedInContext {
    fileprivate func staff() throws -> PersonID {
        guard let id = PersonID(try pathParameter("staff")) else { throw StaffRefusal.notFound }
        return id
    }
}

extension Reading where Value == [StaffPermission] {
    static var staffPermissions: Self { .list(0...StaffPermission.allCases.count, of: .one()) }
}

extension Reading where Value == EmailAddress {
    static var email: Self {
        Reading<String>.string(3...320).converted(
            else: .nobody, "notAnEmailAddress", "An e-mail address, such as ana@example.com.", EmailAddress.init)
    }
}

extension EmailAddress {
    /// What stands for an address that could not be read, until that is told.
    fileprivate static let nobody = EmailAddress(unchecked: "nobody@example.invalid")
}
