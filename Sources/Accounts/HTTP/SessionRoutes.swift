import FoundationEssentials
import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore
package import Web

/// Signing in and out.
package struct SessionRoutes: Sendable {
    private let signIn: SignIn
    private let endSession: EndSession
    private let admit: AdmitCaller
    private let trustedProxies: Int

    /// - Parameter trustedProxies: how many proxies in front add to `X-Forwarded-For`.
    package init(signIn: SignIn, endSession: EndSession, admit: AdmitCaller, trustedProxies: Int = 0) {
        self.signIn = signIn
        self.endSession = endSession
        self.admit = admit
        self.trustedProxies = trustedProxies
    }

    package func add(to router: some RouterMethods<AppRequestContext>) {
        router.post("/v1/sessions", use: create)
        router.signedInGroup("/v1/sessions", admitting: admit).delete("current", use: end)
    }

    @Sendable private func create(_ request: Request, _ context: AppRequestContext) async throws -> JSONResponse {
        if try request.onBehalfOf() != nil { throw WebRefusal.onBehalfNotHere }
        let (email, password) = try await request.received().decode { fields in
            (fields.string("email", 1...320), fields.string("password", 1...Limits.passwordCharacters.upperBound))
        }
        let address = ClientAddress(
            remote: context.remoteAddress?.ipAddress, forwardedFor: request.headers[Self.forwardedFor], trustedProxies: trustedProxies)
        let signedIn = try await signIn(email: email, password: password, from: address.text)
        var response = try JSONResponse(SessionRepresentation(signedIn), status: .created)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    @Sendable private func end(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        try await request.received().expectNothing()
        try await endSession(context.principal)
        return .noContent
    }

    private static let forwardedFor: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Forwarded-For") else { preconditionFailure("X-Forwarded-For is a field name") }
        return name
    }()
}
