package import Kernel
import Ledger
import Mail
package import Postgres

/// Takes an invitation back: its link ends, and its mail is not sent any more where it has not been.
package struct RevokeInvitation: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Throws: `OrganisationRefusal.notFound` outside the units whose members the caller manages.
    package func callAsFunction(
        _ id: InvitationID, expecting version: Int, by caller: Caller, in transaction: borrowing Transaction
    ) async throws -> SentInvitation {
        var found = try await transaction.changeable(id, expecting: version, by: caller, world: world)
        found.invitation.revokedAt = world.now()
        found.invitation.version += 1
        if found.mail == .waiting {
            transaction.enqueue(OutboxQueries.callBack(found.invitation.mail, at: world.now()))
            found.mail = .failed
        }
        try await transaction.run(InvitationQueries.save(found.invitation))
        let data = InvitationRevoked(email: found.invitation.email, unit: found.invitation.unit)
        transaction.record(
            try EventDraft("invitationRevoked", "invitation", id, data), in: caller.account.uuid, by: caller.actor, world: world)
        return found
    }
}
