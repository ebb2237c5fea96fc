package import Hummingbird
package import Web

/// A request in an account, by somebody who has a place in it.
package struct AccountRequestContext: ChildRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let app: AppRequestContext
    package let principal: Principal
    package let caller: Caller

    /// - Throws: `AccessRefusal` where `AdmissionMiddleware` has not let anybody in.
    package init(context: AdmissionContext) throws {
        guard let principal = context.principal else { throw AccessRefusal.notSignedIn }
        guard let caller = context.caller else { throw AccessRefusal.accountNotFound }
        coreContext = context.coreContext
        app = context.app
        self.principal = principal
        self.caller = caller
    }

    package var maxUploadSize: Int { app.maxUploadSize }
}

extension RouterMethods where Context == AppRequestContext {
    /// The group for the paths of an account. `path` has the parameter `account`.
    package func accountGroup(
        _ path: RouterPath = "/v1/accounts/{account}", admitting admit: AdmitCaller
    ) -> RouterGroup<AccountRequestContext> {
        group(path, context: AdmissionContext.self)
            .add(middleware: AdmissionMiddleware(admit))
            .group(context: AccountRequestContext.self)
    }
}
