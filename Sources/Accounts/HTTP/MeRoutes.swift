package import Hummingbird
import Kernel
package import Web

/// What somebody who has signed in is, and where.
package struct MeRoutes: Sendable {
    private let read: ReadMe
    private let admit: AdmitCaller

    package init(read: ReadMe, admit: AdmitCaller) {
        self.read = read
        self.admit = admit
    }

    package func add(to router: some RouterMethods<AppRequestContext>) {
        router.signedInGroup("/v1/me", admitting: admit).get(use: me)
    }

    @Sendable private func me(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        try request.query { _ in }
        return try JSONResponse(MeRepresentation(context.principal, try await read(context.principal)))
    }
}
