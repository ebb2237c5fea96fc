import HTTPTypes
package import Hummingbird
import Kernel
import Ledger
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
        var (request, context) = (request, context)
        // What counts is what holds when a request can be carried out, not when it was announced: a body may be long in coming, and what
        // sends it may be revoked meanwhile. A small one is awaited first; a large one only of somebody who has been let in.
        let comesFirst = request.bodyIsAtMost(Limits.bodyBytesBeforeAdmission)
        let isStream = Self.isStream(request, context)
        if comesFirst { try await request.awaitBody() }
        var admission = try await admission(of: request, context)
        let rate = admit.rate(of: admission.principal)
        context.app.notes.principal = admission.principal.person.id.description
        context.app.notes.account = admission.caller?.account.description
        context.app.notes.rate = rate
        try rate.check()
        let address = context.app.address(of: request, trustedProxies: admit.trustedProxies)
        admit.note(admission.principal, from: address)
        if !comesFirst, !isStream {
            try await request.awaitBody()
            admission = try await self.admission(of: request, context)
        }
        if let membership = try request.onBehalfOf() {
            guard context.parameters.get("account") != nil else { throw WebRefusal.onBehalfNotHere }
            admission = try await admit.acting(admission, onBehalfOf: membership)
        }
        try checkDoor(admission.caller, context.endpointPath ?? "")
        context.principal = admission.principal
        context.caller = admission.caller
        let origin = origin(of: admission.principal.credential, address, context)
        context.caller?.origin = origin
        context.origin = origin
        return try await next(request, context)
    }

    /// A file is taken in as it comes, of whatever length; whoever takes it asks again what the sender may when all of it is there.
    private static func isStream(_ request: Request, _ context: AdmissionContext) -> Bool {
        request.method == .post && context.endpointPath == "/v1/imports"
    }

    /// Counted like every other: somebody who tries one account after the other comes to the end of their rate too.
    private func admission(of request: Request, _ context: AdmissionContext) async throws -> Admission {
        let bearer = request.headers[.authorization].flatMap(Self.bearer)
        guard let account = context.parameters.get("account") else {
            return Admission(principal: try await admit(bearer), caller: nil)
        }
        return try await admit.admission(bearer, in: account)
    }

    /// A place that is narrower than a member's or the team's opens what it is for and nothing beside.
    private func checkDoor(_ caller: Caller?, _ path: String) throws(AccessRefusal) {
        guard let caller else { return }
        if caller.acting != nil, !AccountDoor.isOpenOnBehalf(path) { throw .notOnBehalf }
        if caller.isPartnerOnly, !AccountDoor.isOpenToPartners(path) { throw .partnersReadOrders }
    }

    private func origin(of credential: Credential, _ address: ClientAddress, _ context: AdmissionContext) -> EventOrigin {
        switch credential {
        case .session(let id): EventOrigin(session: id, address: address.full, request: context.app.id)
        case .apiKey(let id): EventOrigin(apiKey: id, address: address.full, request: context.app.id)
        }
    }

    /// RFC 6750, section 2.1; the scheme's name in any case (RFC 9110, 11.1).
    private static func bearer(_ header: String) -> String? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}

extension Request {
    /// The membership for which a rep asks (api.md, On behalf).
    func onBehalfOf() throws -> MembershipID? {
        guard let text = headers[.onBehalfOf] else { return nil }
        guard let id = MembershipID(text) else {
            throw WebRefusal.malformed([Fault("On-Behalf-Of", "notAnID", "The id of one membership of the account.")])
        }
        return id
    }
}

extension Request {
    /// For who has not signed in: nobody acts for a member there.
    func forOneself() throws {
        if try onBehalfOf() != nil { throw WebRefusal.onBehalfNotHere }
    }
}

extension WebRefusal {
    /// Outside the accounts there is nobody to act for: the header is refused, and not ignored.
    static let onBehalfNotHere = malformed([Fault("On-Behalf-Of", "notHere", "Only in the paths of an account.")])
}
