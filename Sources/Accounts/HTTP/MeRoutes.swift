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
        let rights = try await read(context.principal)
        return try JSONResponse(MeRepresentation(context.principal, rights, in: context.words))
    }
}

extension SignedInContext {
    /// What `Accept-Language` asked for, else the person's language, else English (api.md, Language).
    fileprivate var words: AccessWords {
        let language = app.languageWasAsked ? app.language : Language.preferred(in: principal.person.language) ?? .english
        switch language {
        case .english: return .english
        case .chinese: return .chinese
        }
    }
}
