import FoundationEssentials
import HTTPTypes
package import Hummingbird
import Kernel
package import Web

/// Signing in and out, and what one is signed in with.
package struct SessionRoutes: Sendable {
    private let signIn: SignIn
    private let read: ReadSessions
    private let endSession: EndSession
    private let admit: AdmitCaller

    package init(signIn: SignIn, read: ReadSessions, endSession: EndSession, admit: AdmitCaller) {
        self.signIn = signIn
        self.read = read
        self.endSession = endSession
        self.admit = admit
    }

    package func add(to router: some RouterMethods<AppRequestContext>) {
        router.post("/v1/sessions", use: create)
        let signedIn = router.signedInGroup("/v1/sessions", admitting: admit)
        signedIn.get(use: list)
        signedIn.delete(use: endOthers)
        signedIn.delete("current", use: end)
        signedIn.delete("{session}", use: endOne)
    }

    @Sendable private func create(_ request: Request, _ context: AppRequestContext) async throws -> JSONResponse {
        if try request.onBehalfOf() != nil { throw WebRefusal.onBehalfNotHere }
        let (email, password) = try await request.received().decode { fields in
            (fields.string("email", 1...320), fields.string("password", 1...Limits.passwordCharacters.upperBound))
        }
        let signedIn = try await signIn(
            email: email, password: password, from: context.address(of: request, trustedProxies: admit.trustedProxies).text,
            userAgent: request.headers[.userAgent])
        var response = try JSONResponse(SessionRepresentation(signedIn), status: .created)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    @Sendable private func list(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (limit, after) = try request.query { ($0.limit, $0.cursor(UUID.self)) }
        let sessions = try await read(of: context.principal, after: after, limit: limit)
        return try JSONResponse(
            Page(sessions, limit: limit, position: \.id).map { OpenSessionRepresentation($0, for: context.principal) })
    }

    @Sendable private func end(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        try await request.received().expectNothing()
        try await endSession(context.principal)
        return .noContent
    }

    @Sendable private func endOne(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        try await request.received().expectNothing()
        guard let session = UUID(uuidString: try context.pathParameter("session")) else { throw SignInRefusal.sessionNotFound }
        try await endSession(session, of: context.principal)
        return .noContent
    }

    @Sendable private func endOthers(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        try await request.received().expectNothing()
        try await endSession.others(of: context.principal)
        return .noContent
    }
}
