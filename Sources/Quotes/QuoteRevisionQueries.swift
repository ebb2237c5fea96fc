package import Accounts
import FoundationEssentials
package import Kernel
import Persistence
package import Postgres

package enum QuoteRevisionQueries {
    package static func insert(_ revision: QuoteRevision, by member: MembershipID, account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO quote_revisions (account_id, quote_id, revision, digest, content, name, po_number, notes, currency, total,
                price_hold_until, submitted_at, submitted_by)
            VALUES (\(account), \(revision.quote), \(revision.revision), \(revision.digest), \(revision.content), \(revision.name),
                \(revision.poNumber), \(revision.notes), \(revision.total.currency), \(revision.total.stored),
                \(revision.priceHoldUntil), \(revision.submittedAt), \(member))
            """)
    }

    /// The quote's lines as they stand become the revision's; they are locked with the quote.
    package static func copyLines(of revision: QuoteRevision, account: AccountID) -> Query<Void> {
        Query(
            """
            INSERT INTO quote_revision_lines (account_id, quote_id, revision, position, product_id, sku, name, unit_of_measure, quantity,
                unit_price, line_total, contract_id, contract_version, receipt, configuration, shares)
            SELECT l.account_id, l.quote_id, \(revision.revision), l.position, l.product_id, l.sku, l.name, l.unit_of_measure, l.quantity,
                l.unit_price, l.line_total, l.contract_id, l.contract_version, l.receipt, l.configuration, l.shares
            FROM quote_lines AS l
            WHERE l.account_id = \(account) AND l.quote_id = \(revision.quote)
            """)
    }

    /// The contents of one revision and of the one with a digest: two, unless they are one or there is none.
    package static func contents(
        of quote: QuoteID, digest: Digest, revision: Int, account: AccountID
    ) -> Query<[QuoteRevision.Content]> {
        .all(
            """
            SELECT r.content
            FROM quote_revisions AS r
            WHERE r.account_id = \(account) AND r.quote_id = \(quote) AND (r.revision = \(revision) OR r.digest = \(digest))
            """, decoded)
    }

    /// The contents of revisions that were submitted, the quote's latest among them if it was.
    package static func contents(
        of reference: DocumentReference<Quote>, revisions: [Int], account: AccountID
    ) -> Query<[QuoteRevision.Content]> {
        .all(
            """
            SELECT r.content
            FROM quotes AS q
            JOIN quote_revisions AS r ON r.account_id = q.account_id AND r.quote_id = q.id
            WHERE q.account_id = \(account)
                AND \(reference.condition(id: "q.id", number: "q.number"))
                AND (r.revision = ANY(\(revisions)::bigint[]) OR r.revision BETWEEN q.revision - 1 AND q.revision)
            """, decoded)
    }

    private static func decoded(_ row: inout Row) throws -> QuoteRevision.Content {
        try JSONDecoder().decode(QuoteRevision.Content.self, from: Data(row.next(String.self).utf8))
    }

    /// The content of a revision, as the JSON text that its digest is over.
    package static func content(of quote: QuoteID, revision: Int, account: AccountID) -> Query<String?> {
        .optional(
            """
            SELECT r.content
            FROM quote_revisions AS r
            WHERE r.account_id = \(account) AND r.quote_id = \(quote) AND r.revision = \(revision)
            """
        ) { row in try row.next(String.self) }
    }
}
