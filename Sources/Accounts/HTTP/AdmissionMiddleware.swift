import HTTPTypes
package import Hummingbird
import Kernel
import Web

/// Lets in who shows a valid token; in an account's paths, who has a place in that account.
package struct AdmissionMiddleware: RouterMiddleware {
    private let admit: AdmitCaller

    package init(_ admit: AdmitCaller) {
        self.admit = admit
    }

    package func handle(
        _ request: Request, context: AdmissionContext, next: (Request, AdmissionContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let bearer = request.headers[.authorization].flatMap(Self.bearer)
        if let account = context.parameters.get("account") {
            let (principal, caller) = try await admit(bearer, in: account)
            context.principal = principal
            context.caller = caller
            context.app.notes.account = caller.account.description
        } else {
            context.principal = try await admit(bearer)
        }
        guard let principal = context.principal else { throw AccessRefusal.notSignedIn }
        context.app.notes.principal = principal.person.id.description
        let rate = admit.rate(of: principal)
        try rate.check()
        var response = try await next(request, context)
        rate.write(to: &response.headers)
        return response
    }

    /// RFC 6750, section 2.1; the scheme's name in any case (RFC 9110, 11.1).
    private static func bearer(_ header: String) -> String? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
