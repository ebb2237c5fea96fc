package import Hummingbird
import Kernel
import Web

/// The account itself.
package struct AccountRoutes: Sendable {
    private let read: ReadOrganisation
    private let change: ChangeAccount
    private let admit: AdmitCaller

    package init(read: ReadOrganisation, change: ChangeAccount, admit: AdmitCaller) {
        self.read = read
        self.change = change
        self.admit = admit
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get(use: show)
        account.patch(use: patch)
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let account = try await read.account(context.caller)
        return try JSONResponse(AccountRepresentation(account, for: context.caller), version: account.version)
    }

    @Sendable private func patch(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let (language, timeZone) = try received.decode { fields in
            (fields.optional("language", .one(of: Language.self)), fields.optionalString("timeZone", 1...64))
        }
        let account = try await change(
            language: language?.rawValue, timeZone: timeZone, expecting: try received.ifMatch(), by: context.caller)
        admit.forget(account.id)
        return try JSONResponse(AccountRepresentation(account, for: context.caller), version: account.version)
    }
}
