import Accounts
import FoundationEssentials
import Kernel
import Persistence
import Postgres

/// Contracts as the supplier writes them and a customer reads them whole.
enum ContractRecordQueries {
    /// Without its versions.
    /// - Parameter scope: of the units whose contracts, with those above, the caller reads; nil for all of the account.
    static func one(_ key: ContractKey, of caller: Caller, scope: Scope?) -> Query<ContractRecord?> {
        let visible: SQL =
            scope.map { "\($0.rows(unit: "c.unit_id") { _ in "false" }) OR c.unit_id = ANY(\(caller.unitsAbove))" } ?? "true"
        return one(key, in: caller.account, where: visible)
    }

    /// Without its versions, and locked against a second one who would write it.
    static func toWrite(_ key: ContractKey, in account: AccountID) -> Query<ContractRecord?> {
        one(key, in: account, where: "true", locking: "FOR NO KEY UPDATE OF c")
    }

    private static func one(
        _ key: ContractKey, in account: AccountID, where visible: SQL, locking: SQL = ""
    ) -> Query<ContractRecord?> {
        .optional(
            """
            SELECT c.id, c.number, c.name, c.unit_id, c.currency, c.revision, c.ended_on, d.content
            FROM contracts AS c
            LEFT JOIN contract_drafts AS d ON d.account_id = c.account_id AND d.contract_id = c.id
            WHERE c.account_id = \(account) AND \(condition(key)) AND (\(visible))
            \(locking)
            """
        ) { row in
            let (id, number, name) = (try row.next(ContractID.self), try row.next(String.self), try row.next(String.self))
            let (unit, currency) = (try row.next(UnitID.self), try row.next(Currency.self))
            let (revision, ended) = (try row.next(Int.self), try row.next(LocalDate?.self))
            let draft = try row.next(String?.self).map { try ContractContent(canonical: $0) }
            return ContractRecord(
                id: id, number: number, name: name, unit: unit, currency: currency, revision: revision, endedOn: ended, draft: draft,
                versions: [])
        }
    }

    /// Those that were never published, without their drafts, by number.
    static func begun(in account: AccountID, after number: String?, limit: Int) -> Query<[ContractRecord]> {
        .all(
            """
            SELECT c.id, c.number, c.name, c.unit_id, c.currency, c.revision, c.ended_on
            FROM contracts AS c
            WHERE c.account_id = \(account)
                AND NOT EXISTS (SELECT FROM contract_versions AS v WHERE v.account_id = \(account) AND v.contract_id = c.id)
                \(number, then: { "AND c.number COLLATE \"C\" > \($0)" })
            ORDER BY c.number COLLATE "C"
            LIMIT \(limit)
            """
        ) { row in
            ContractRecord(
                id: try row.next(), number: try row.next(), name: try row.next(), unit: try row.next(), currency: try row.next(),
                revision: try row.next(), endedOn: try row.next(), draft: nil, versions: [])
        }
    }

    static func versions(_ key: ContractKey, of account: AccountID) -> Query<[ContractRecord.Version]> {
        .all(
            """
            SELECT v.version, v.valid_from, v.valid_to, v.published_at
            FROM contracts AS c
            JOIN contract_versions AS v ON v.account_id = c.account_id AND v.contract_id = c.id
            WHERE c.account_id = \(account) AND \(condition(key))
            ORDER BY v.version DESC
            """
        ) { row in
            .init(number: try row.next(), validFrom: try row.next(), validTo: try row.next(), publishedAt: try row.next())
        }
    }

    /// A published version with what was stored of its content.
    static func version(_ number: Int, of contract: ContractID, in account: AccountID) -> Query<ContractVersionRow?> {
        .optional(
            """
            SELECT v.valid_from, v.valid_to, v.price_hold_days, v.payment_terms, v.best_price, v.published_at, v.content
            FROM contract_versions AS v
            WHERE v.account_id = \(account) AND v.contract_id = \(contract) AND v.version = \(number)
            """
        ) { row in
            let terms = ContractTermsOfVersion(
                validFrom: try row.next(), validTo: try row.next(), priceHoldDays: try row.next(), paymentTerms: try row.next(),
                isBestPrice: try row.next())
            return ContractVersionRow(terms: terms, publishedAt: try row.next(), content: try row.next())
        }
    }

    /// The contract's unit is there and in use.
    static func hasUnit(_ unit: UnitID, in account: AccountID) -> Query<Bool> {
        .one(
            """
            SELECT EXISTS (
                SELECT FROM units AS u
                WHERE u.account_id = \(account) AND u.id = \(unit) AND u.disabled_at IS NULL
            )
            """
        ) { try $0.next(Bool.self) }
    }

    static func insert(_ record: ContractRecord, in account: AccountID, at now: Instant) -> Query<Void> {
        Query<Void>(
            """
            INSERT INTO contracts (account_id, id, number, name, unit_id, currency, created_at)
            VALUES (\(account), \(record.id), \(record.number), \(record.name), \(record.unit), \(record.currency), \(now))
            """
        ).refusing("contracts_one_per_written_number", with: ContractRefusal.numberTaken)
    }

    static func save(_ record: ContractRecord, in account: AccountID) -> Query<Void> {
        Query(
            """
            UPDATE contracts SET revision = \(record.revision), ended_on = \(record.endedOn)
            WHERE account_id = \(account) AND id = \(record.id)
            """)
    }

    static func saveDraft(_ content: String, of contract: ContractID, by author: ContractAuthor, at now: Instant) -> Query<Void> {
        Query(
            """
            INSERT INTO contract_drafts AS d (account_id, contract_id, content, changed_at, changed_by)
            VALUES (\(author.account), \(contract), \(content), \(now), \(author.person))
            ON CONFLICT (account_id, contract_id)
            DO UPDATE SET content = excluded.content, changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """)
    }

    static func discardDraft(of contract: ContractID, in account: AccountID) -> Query<Void> {
        Query("DELETE FROM contract_drafts WHERE account_id = \(account) AND contract_id = \(contract)")
    }

    /// What there is of these names in the master catalog.
    static func known(_ names: ContractNames) -> Query<ContractNames> {
        Query(
            """
            SELECT 'product', p.sku FROM products AS p WHERE p.sku = ANY(\(Array(names.skus)))
            UNION ALL
            SELECT 'category', c.code FROM categories AS c WHERE c.code = ANY(\(Array(names.categories)))
            UNION ALL
            SELECT 'manufacturer', m.name FROM unnest(\(Array(names.manufacturers))) AS m (name)
            WHERE EXISTS (SELECT FROM products AS p WHERE p.manufacturer = m.name)
            """
        ) { rows in
            var known = ContractNames()
            for (kind, name) in try rows.map({ row in (try row.next(String.self), try row.next(String.self)) }) {
                switch kind {
                case "product": known.skus.insert(name)
                case "category": known.categories.insert(name)
                default: known.manufacturers.insert(name)
                }
            }
            return known
        }
    }

    private static func condition(_ key: ContractKey) -> SQL {
        switch key {
        case .id(let id): "c.id = \(id)"
        case .number(let number): "lower(c.number) = lower(\(number))"
        }
    }
}

/// A version's row, before what is missing of its content is put together from its rules.
struct ContractVersionRow: Sendable {
    let terms: ContractTermsOfVersion
    let publishedAt: Instant
    let content: String?
}
