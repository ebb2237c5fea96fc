import Kernel
import Postgres

/// Keeps anybody from giving themselves another's work: who ends a member and is the successor gains nothing by that which they could not
/// see and do before. A manager whom they have named themselves is no way round it.
struct CheckHandover: Sendable {
    let standing: Standing
    let aspects: [MemberAspect]

    /// - Parameter growing: whether the leaver is there yet and could begin something.
    /// - Returns: by what the caller would come to more; nothing for somebody else's succession.
    func callAsFunction(
        of leaver: Membership, to successor: Membership, growing: Bool, in transaction: borrowing Transaction
    ) async throws -> [Permission] {
        guard successor.person == standing.caller.person else { return [] }
        let has = standing.place(successor).permissions
        let scopes = Permission.work.filter { has[$0] != nil }.map { ($0, standing.caller.personsPlaces.scope(of: $0) ?? .own()) }
        // What they may begin, and where, somebody can give them until then.
        let new = growing ? scopes.filter { $0.1 != .account }.map(\.0) : []
        let ids = try await transaction.run(MembershipQueries.leading(to: leaver.id, in: leaver.account))
        let old = try await transaction.run(
            MemberAspectQueries.beyond(scopes, of: ids, in: leaver.account, aspects: aspects))
        return Permission.allCases.filter { new.contains($0) || old.contains($0) }
    }
}
