package import Kernel
import Persistence
package import Postgres
import Web

/// Finds out who sends a token, and what they are in an account.
package struct AdmitCaller: Sendable {
    let database: Database
    let world: World
    let memory = PrincipalMemory()
    let uses = CredentialUses()
    private let trees = UnitTrees()
    let trustedProxies: Int
    private let limiter: RateLimiter<PersonID>

    /// - Parameters:
    ///   - requestsPerSecond: of one person, on this instance; twice as many may come at once.
    ///   - trustedProxies: how many proxies in front add to `X-Forwarded-For`.
    package init(
        database: Database, world: World, requestsPerSecond: Int = Limits.requestsPerPrincipalPerSecond, trustedProxies: Int = 0
    ) {
        self.database = database
        self.world = world
        self.trustedProxies = trustedProxies
        limiter = RateLimiter(perSecond: requestsPerSecond, burst: 2 * requestsPerSecond)
    }

    /// Counts one request of a person who has been let in.
    func rate(of principal: Principal) -> RateDecision { limiter.take(principal.person.id, at: world.now()) }

    /// Keeps when and from where a token was used last; it is written later (`RecordUses`).
    func note(_ principal: Principal, from address: ClientAddress) {
        uses.note(.init(credential: principal.credential, token: principal.tokenDigest, at: world.now(), address: address.text))
    }

    /// - Parameter bearer: what stood behind `Bearer`; nil where nothing did.
    package func callAsFunction(_ bearer: String?) async throws -> Principal {
        let token = try shown(bearer)
        let now = world.now()
        if let known = memory.recall(token.digest, in: nil, at: now) { return known.principal }
        let question = memory.question(at: now)
        guard let principal = try await database.query(AdmissionQueries.principal(token, at: now)) else {
            throw AccessRefusal.notSignedIn
        }
        memory.remember(Admission(principal: principal, caller: nil), in: nil, asked: question)
        return principal
    }

    /// - Parameter account: what stood in the path; anything but the id of an account in which the person has a place is not found.
    package func callAsFunction(_ bearer: String?, in account: String) async throws -> (Principal, Caller) {
        let admission = try await admission(bearer, in: account)
        guard let caller = admission.caller else { throw AccessRefusal.accountNotFound }
        return (admission.principal, caller)
    }

    /// Who it is, and what they are in the account that stood in the path: nothing where it is not one of theirs.
    func admission(_ bearer: String?, in account: String) async throws -> Admission {
        guard let account = AccountID(account) else { return Admission(principal: try await self(bearer), caller: nil) }
        let token = try shown(bearer)
        let now = world.now()
        if let known = memory.recall(token.digest, in: account, at: now) { return known }
        let question = memory.question(at: now)
        let admission = try await database.read(
            AccountScope(account: account.uuid).settings,
            AdmissionQueries.admission(token, account: account, knowing: trees.last(of: account), at: now))
        guard let admission else { throw AccessRefusal.notSignedIn }
        if let caller = admission.caller {
            trees.remember(caller.tree, of: account)
            memory.remember(admission, in: account, asked: question)
        }
        return admission
    }

    /// The member on whose behalf somebody asks: what the member may, with the rep as who acts.
    /// - Parameter own: who it is that asks, and what they are in the account themselves. Without a place there it is what comes back.
    func acting(_ own: Admission, onBehalfOf membership: MembershipID) async throws -> Admission {
        guard let rep = own.caller else { return own }
        guard rep.supplier.actsOnBehalf else { throw AccessRefusal.notARep }
        let now = world.now()
        if let known = memory.recall(own.principal.tokenDigest, in: rep.account, for: membership, at: now) { return known }
        let question = memory.question(at: now)
        let found: RepresentedMember? = try await database.read(
            rep.rowSecurity, AdmissionQueries.represented(membership, in: rep.account, at: now))
        guard let found, found.membership.person != rep.person, !rep.tree.isDisabled(found.membership.unit) else {
            throw AccessRefusal.representedMemberNotFound
        }
        let admission = Admission(principal: own.principal, caller: rep.acting(for: found), until: own.until)
        memory.remember(admission, in: rep.account, asked: question)
        return admission
    }

    /// What the database is about to tell every instance, this one too: said here already, so that who has written reads it with their
    /// next request.
    func forget(_ credential: Credential) {
        memory.hear(.credential(credential.id))
    }

    /// The same of all that a person has been let in with.
    func forget(_ person: PersonID) {
        memory.hear(.person(person))
    }

    /// The same of an account whose people may see or do something else now.
    func forget(_ account: AccountID) {
        memory.hear(.account(account))
    }

    private func shown(_ bearer: String?) throws -> ShownToken {
        guard let token = ShownToken(bearer) else { throw AccessRefusal.notSignedIn }
        return token
    }
}
