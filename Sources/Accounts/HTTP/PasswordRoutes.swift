package import Hummingbird
import Kernel
package import Web

/// Setting a password anew: by a link in a mail, or by saying the old one.
package struct PasswordRoutes: Sendable {
    private let request: RequestPasswordReset
    private let reset: ResetPassword
    private let change: ChangePassword
    private let admit: AdmitCaller

    package init(request: RequestPasswordReset, reset: ResetPassword, change: ChangePassword, admit: AdmitCaller) {
        self.request = request
        self.reset = reset
        self.change = change
        self.admit = admit
    }

    package func add(to router: some RouterMethods<AppRequestContext>) {
        router.post("/v1/password-resets", use: ask)
        router.post("/v1/password-resets/complete", use: complete)
        router.signedInGroup("/v1/me/password", admitting: admit).put(use: put)
    }

    /// The same answer whether anybody is known by that address or not.
    @Sendable private func ask(_ request: Request, _ context: AppRequestContext) async throws -> JSONResponse {
        let email = try await request.received().decode { fields in fields.string("email", 1...320) }
        try await self.request(email: email, from: context.address(of: request, trustedProxies: admit.trustedProxies).text)
        return JSONResponse(status: .accepted)
    }

    @Sendable private func complete(_ request: Request, _ context: AppRequestContext) async throws -> JSONResponse {
        let (token, password) = try await request.received().decode { fields in
            (fields.string("token"), fields.string("password", Limits.passwordCharacters))
        }
        try await reset(token, to: password)
        return .noContent
    }

    @Sendable private func put(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (old, new) = try await request.received().decode { fields in
            (
                fields.string("oldPassword", 1...Limits.passwordCharacters.upperBound),
                fields.string("newPassword", Limits.passwordCharacters)
            )
        }
        let address = context.app.address(of: request, trustedProxies: admit.trustedProxies)
        try await change(context.principal, from: old, to: new, at: address.text)
        return .noContent
    }
}
