package import Hummingbird
package import Ledger
package import Web

/// A request by somebody who has signed in, outside any account.
package struct SignedInContext: ChildRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let app: AppRequestContext
    package let principal: Principal
    /// For the ledger.
    package let origin: EventOrigin?

    /// - Throws: `AccessRefusal` where `AdmissionMiddleware` has not let anybody in.
    package init(context: AdmissionContext) throws {
        guard let principal = context.principal else { throw AccessRefusal.notSignedIn }
        coreContext = context.coreContext
        app = context.app
        self.principal = principal
        origin = context.origin
    }

    package var person: Person { principal.person }

    package var maxUploadSize: Int { app.maxUploadSize }
}

extension RouterMethods where Context == AppRequestContext {
    /// The group for paths that need a person and no account. `path` has no parameter `account`.
    package func signedInGroup(_ path: RouterPath, admitting admit: AdmitCaller) -> RouterGroup<SignedInContext> {
        group(path, context: AdmissionContext.self)
            .add(middleware: AdmissionMiddleware(admit))
            .group(context: SignedInContext.self)
    }
}
