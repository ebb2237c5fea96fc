package import Hummingbird
package import Ledger
package import Web

/// Between a request and a signed-in one: where `AdmissionMiddleware` puts who asks, since a context is made without waiting and looking
/// somebody up is not.
package struct AdmissionContext: ChildRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let app: AppRequestContext
    package var principal: Principal?
    package var caller: Caller?
    package var origin: EventOrigin?

    package init(context: AppRequestContext) {
        coreContext = context.coreContext
        app = context
    }

    package var maxUploadSize: Int { app.maxUploadSize }
}
