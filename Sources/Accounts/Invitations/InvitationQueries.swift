import FoundationEssentials
import Kernel
import Mail
import Persistence
import Postgres

enum InvitationQueries {
    static func insert(_ made: Invitation, token: Digest) throws -> Query<Void> {
        let limits = PostgresJSON(text: try made.limits.map(LimitSaved.init).canonicalJSON())
        return Query(
            """
            INSERT INTO invitations (account_id, id, token_digest, email, name, unit_id, roles, manager_id, starts_on, ends_on, limits,
                invited_by, created_at, expires_at, mail_id, mailed_at, by_supplier)
            VALUES (\(made.account), \(made.id), \(token), \(made.email), \(made.name), \(made.unit), \(made.roles.map(\.rawValue)),
                \(made.manager), \(made.startsOn), \(made.endsOn), \(limits), \(made.invitedBy), \(made.createdAt),
                \(made.expiresAt), \(made.mail), \(made.mailedAt), \(made.bySupplier))
            """
        )
        .refusing("invitations_one_open_per_email_and_unit", with: InvitationRefusal.alreadyInvited)
    }

    /// What changes of one; with a new link, its digest.
    static func save(_ invitation: Invitation, token: Digest? = nil) -> Query<Void> {
        .changing(
            1,
            """
            UPDATE invitations
            SET token_digest = coalesce(\(token), token_digest), expires_at = \(invitation.expiresAt), mail_id = \(invitation.mail),
                mailed_at = \(invitation.mailedAt), mails = \(invitation.mails), invited_by = \(invitation.invitedBy),
                revoked_at = \(invitation.revokedAt),
                accepted_at = \(invitation.acceptedAt), membership_id = \(invitation.membership), version = \(invitation.version)
            WHERE account_id = \(invitation.account) AND id = \(invitation.id)
            """, otherwise: OrganisationRefusal.notFound)
    }

    /// One whose time is over makes room for another.
    static func endExpired(for email: String, in unit: UnitID, of account: AccountID, at now: Instant) -> Query<Void> {
        Query(
            """
            UPDATE invitations SET revoked_at = \(now), version = version + 1
            WHERE account_id = \(account) AND email = \(email) AND unit_id = \(unit) AND accepted_at IS NULL AND revoked_at IS NULL
                AND expires_at <= \(now)
            """)
    }

    /// Mails since a time: to one address, and of the whole account. An invitation itself knows how many there have been, and not when; the
    /// ledger does.
    static func mailed(
        to email: String, from account: AccountID, since start: Instant
    ) -> Query<(toAddress: Int, ofAccount: Int)> {
        .one(
            """
            SELECT count(*) FILTER (WHERE i.email = \(email)), count(*)
            FROM events AS e
            JOIN invitations AS i ON i.account_id = e.account_id AND i.id = e.subject_id
            WHERE e.account_id = \(account) AND e.kind IN ('invitationSent', 'invitationSentAgain') AND e.at > \(start)
            """
        ) { row in (try row.next(), try row.next()) }
    }

    static func find(_ id: InvitationID, in account: AccountID) -> Query<SentInvitation?> {
        .optional("\(sent) WHERE i.account_id = \(account) AND i.id = \(id)", sentInvitation)
    }

    /// The same, locked.
    static func forChange(_ id: InvitationID, in account: AccountID) -> Query<SentInvitation?> {
        .optional("\(sent) WHERE i.account_id = \(account) AND i.id = \(id) FOR UPDATE OF i", sentInvitation)
    }

    static func with(_ token: Digest, in account: AccountID) -> Query<SentInvitation?> {
        .optional("\(sent) WHERE i.account_id = \(account) AND i.token_digest = \(token)", sentInvitation)
    }

    static func forAccepting(_ token: Digest, in account: AccountID) -> Query<SentInvitation?> {
        .optional("\(sent) WHERE i.account_id = \(account) AND i.token_digest = \(token) FOR UPDATE OF i", sentInvitation)
    }

    /// What the supplier has sent and nobody has accepted or taken back, also where its time is over; locked.
    static func openBySupplier(of account: AccountID) -> Query<[SentInvitation]> {
        .all(
            """
            \(sent)
            WHERE i.account_id = \(account) AND i.by_supplier AND i.accepted_at IS NULL AND i.revoked_at IS NULL
            ORDER BY i.id
            FOR UPDATE OF i
            """, sentInvitation)
    }

    /// Those into units of a scope, in the order in which they were made.
    static func page(
        of account: AccountID, scope: Scope, state: Invitation.State?, after: InvitationID?, limit: Int, at now: Instant
    ) -> Query<[SentInvitation]> {
        .all(
            """
            \(sent)
            WHERE i.account_id = \(account) AND \(scope.rows(unit: "i.unit_id") { _ in "false" })
                \(state, then: { condition($0, at: now) })
                \(after, then: { "AND i.id > \($0)" })
            ORDER BY i.id
            LIMIT \(limit)
            """, sentInvitation)
    }

    private static func condition(_ state: Invitation.State, at now: Instant) -> SQL {
        switch state {
        case .accepted: "AND i.accepted_at IS NOT NULL"
        case .revoked: "AND i.revoked_at IS NOT NULL"
        case .open: "AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > \(now)"
        case .expired: "AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at <= \(now)"
        }
    }

    private static let sent: SQL = """
        SELECT i.account_id, i.id, i.email, i.name, i.unit_id, i.roles, i.manager_id, i.starts_on, i.ends_on, i.limits, i.invited_by,
            i.created_at, i.expires_at, i.mail_id, i.mailed_at, i.mails, i.revoked_at, i.accepted_at, i.membership_id, i.version,
            i.by_supplier,
            u.name, p.name, m.sent_at IS NOT NULL, m.given_up_at IS NOT NULL
        FROM invitations AS i
        JOIN units AS u ON u.account_id = i.account_id AND u.id = i.unit_id
        JOIN persons AS p ON p.id = i.invited_by
        JOIN mails AS m ON m.id = i.mail_id
        """

    private static func sentInvitation(_ row: inout Row) throws -> SentInvitation {
        let invitation = Invitation(
            account: try row.next(), id: try row.next(), email: try row.next(), name: try row.next(), unit: try row.next(),
            roles: try row.roles(), manager: try row.next(), startsOn: try row.next(), endsOn: try row.next(),
            limits: try limits(row.next()), invitedBy: try row.next(), createdAt: try row.next(), expiresAt: try row.next(),
            mail: try row.next(), mailedAt: try row.next(), mails: try row.next(), revokedAt: try row.next(),
            acceptedAt: try row.next(), membership: try row.next(), version: try row.next(), bySupplier: try row.next())
        let (unit, inviter) = (try row.next(String.self), try row.next(String.self))
        let (isSent, isGivenUp) = (try row.next(Bool.self), try row.next(Bool.self))
        return SentInvitation(
            invitation: invitation, unitName: unit, inviterName: inviter, mail: isSent ? .sent : isGivenUp ? .failed : .waiting)
    }

    private static func limits(_ stored: PostgresJSON) throws -> [SpendingLimit] {
        try JSONDecoder().decode([LimitSaved].self, from: Data(stored.text.utf8)).map {
            SpendingLimit(act: $0.act, period: $0.period, amount: $0.limit)
        }
    }
}
