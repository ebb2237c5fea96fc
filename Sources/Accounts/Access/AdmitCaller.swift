import Cryptography
package import Kernel
import Persistence
package import Postgres
import Web

/// Finds out who sends a token, and what they are in an account.
package struct AdmitCaller: Sendable {
    private let database: Database
    private let world: World
    private let memory: PrincipalMemory
    private let trees = UnitTrees()
    private let limiter: RateLimiter<PersonID>

    /// - Parameter requestsPerSecond: of one person, on this instance; twice as many may come at once.
    package init(database: Database, world: World, requestsPerSecond: Int = Limits.requestsPerPrincipalPerSecond) {
        self.database = database
        self.world = world
        memory = PrincipalMemory()
        limiter = RateLimiter(perSecond: requestsPerSecond, burst: 2 * requestsPerSecond)
    }

    /// Counts one request of a person who has been let in.
    func rate(of principal: Principal) -> RateDecision { limiter.take(principal.person.id, at: world.now()) }

    /// - Parameter bearer: what stood behind `Bearer`; nil where nothing did.
    package func callAsFunction(_ bearer: String?) async throws -> Principal {
        let token = try digest(bearer)
        let now = world.now()
        if let known = memory.recall(token, in: nil, at: now) { return known.principal }
        guard let principal = try await database.query(AdmissionQueries.principal(token: token, at: now)) else {
            throw AccessRefusal.notSignedIn
        }
        memory.remember(Admission(principal: principal, caller: nil), in: nil, asked: now)
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
        let token = try digest(bearer)
        let now = world.now()
        if let known = memory.recall(token, in: account, at: now) { return known }
        let admission = try await database.read(
            AccountScope(account: account.uuid).settings,
            AdmissionQueries.admission(token: token, account: account, knowing: trees.last(of: account), at: now))
        guard let admission else { throw AccessRefusal.notSignedIn }
        if let caller = admission.caller {
            trees.remember(caller.tree, of: account)
            memory.remember(admission, in: account, asked: now)
        }
        return admission
    }

    /// At once on this instance; elsewhere within `Limits.principalMemorySeconds`.
    func forget(_ token: Digest) {
        memory.forget(token)
    }

    /// What somebody may do has changed: at once on this instance, elsewhere within `Limits.principalMemorySeconds`.
    func forget(_ person: PersonID) {
        memory.forget(person)
    }

    /// What the account's people may see or do has changed: at once on this instance, elsewhere within `Limits.principalMemorySeconds`.
    func forget(_ account: AccountID) {
        memory.forget(account)
    }

    /// The member on whose behalf somebody asks: what the member may, with the rep as who acts.
    /// - Parameter own: who it is that asks, and what they are in the account themselves. Without a place there it is what comes back.
    func acting(_ own: Admission, onBehalfOf membership: MembershipID) async throws -> Admission {
        guard let rep = own.caller else { return own }
        guard rep.supplier.actsOnBehalf else { throw AccessRefusal.notARep }
        let now = world.now()
        if let known = memory.recall(own.principal.sessionDigest, in: rep.account, for: membership, at: now) { return known }
        let found: RepresentedMember? = try await database.read(
            rep.rowSecurity, AdmissionQueries.represented(membership, in: rep.account, at: now))
        guard let found, found.membership.person != rep.person, !rep.tree.isDisabled(found.membership.unit) else {
            throw AccessRefusal.representedMemberNotFound
        }
        let admission = Admission(principal: own.principal, caller: rep.acting(for: found))
        memory.remember(admission, in: rep.account, asked: now)
        return admission
    }

    private func digest(_ bearer: String?) throws -> Digest {
        guard let bearer, let token = Token(bearer), token.kind == .session else { throw AccessRefusal.notSignedIn }
        return token.digest
    }
}
