import Accounts
import Kernel
import Persistence
import Postgres

/// Lines of contract rules that come in by the ten thousand: they are copied into a table of the transaction's own, and taken from there
/// contract by contract.
enum ContractStagingQueries {
    static let create = Query<Void>(
        """
        CREATE TEMPORARY TABLE staged_contract_lines (
            line bigint NOT NULL, rule bigint NOT NULL, contract text NOT NULL, kind text NOT NULL, selector text NOT NULL, value text,
            priority bigint NOT NULL, cumulative boolean NOT NULL, from_quantity numeric, amount text, currency text, percent text,
            minimum numeric, maximum numeric, multiple numeric, is_broken boolean NOT NULL
        ) ON COMMIT DROP
        """)

    /// A file may take as long as it is long.
    static let takeTime = Query<Void>("SET LOCAL statement_timeout = 0")

    static let copy: StaticString = """
        COPY staged_contract_lines (line, rule, contract, kind, selector, value, priority, cumulative, from_quantity, amount, currency,
            percent, minimum, maximum, multiple, is_broken)
        FROM STDIN (FORMAT binary)
        """

    static let index = Query<Void>("CREATE INDEX ON staged_contract_lines (contract, line)")

    static let settle = Query<Void>("ANALYZE staged_contract_lines")

    /// Contracts of the account that the file speaks of, in the order in which everybody locks them; locked, before anything is written.
    static func contracts(in account: AccountID) -> Query<[(id: ContractID, number: String)]> {
        .all(
            """
            SELECT c.id, c.number
            FROM contracts AS c
            WHERE c.account_id = \(account) AND c.number IN (SELECT s.contract FROM staged_contract_lines AS s)
            ORDER BY c.number
            FOR NO KEY UPDATE OF c
            """
        ) { row in (id: try row.next(), number: try row.next()) }
    }

    /// Lines whose contract the account has not.
    static func strays(in account: AccountID, after line: Int, limit: Int) -> Query<[(line: Int, contract: String, isBroken: Bool)]> {
        .all(
            """
            SELECT s.line, s.contract, s.is_broken
            FROM staged_contract_lines AS s
            WHERE s.line > \(line)
                AND NOT EXISTS (SELECT FROM contracts AS c WHERE c.account_id = \(account) AND c.number = s.contract)
            ORDER BY s.line
            LIMIT \(limit)
            """
        ) { row in (line: try row.next(), contract: try row.next(), isBroken: try row.next()) }
    }

    /// The lines of a contract behind one of them.
    static func rest(of contract: String, after line: Int, limit: Int) -> Query<[(line: Int, isBroken: Bool)]> {
        .all(
            """
            SELECT s.line, s.is_broken
            FROM staged_contract_lines AS s
            WHERE s.contract = \(contract) AND s.line > \(line)
            ORDER BY s.line
            LIMIT \(limit)
            """
        ) { row in (line: try row.next(), isBroken: try row.next()) }
    }

    /// In the order of the file.
    static func lines(of contract: String, limit: Int) -> Query<[(rule: Int, line: ContractLine)]> {
        .all(
            """
            SELECT s.rule, s.line, s.contract, s.kind, s.selector, s.value, s.priority, s.cumulative, s.from_quantity, s.amount, s.currency,
                s.percent, s.minimum, s.maximum, s.multiple, s.is_broken
            FROM staged_contract_lines AS s
            WHERE s.contract = \(contract)
            ORDER BY s.line
            LIMIT \(limit)
            """
        ) { row in
            let (rule, line, contract) = (try row.next(Int.self), try row.next(Int.self), try row.next(String.self))
            let (kind, selector, value) = (try row.next(String.self), try row.next(String.self), try row.next(String?.self))
            let (priority, cumulative) = (try row.next(Int.self), try row.next(Bool.self))
            let (from, amount, currency) = (try row.next(Quantity?.self), try row.next(String?.self), try row.next(Currency?.self))
            let (percent, minimum) = (try row.next(String?.self), try row.next(Quantity?.self))
            let (maximum, multiple) = (try row.next(Quantity?.self), try row.next(Quantity?.self))
            let price = amount.flatMap { amount in currency.flatMap { Money(amount, $0) } }
            let found = ContractLine(
                line: line, contract: contract, kind: kind, selector: selector, value: value, priority: priority, isCumulative: cumulative,
                from: from, price: price, percent: percent, minimum: minimum, maximum: maximum, multiple: multiple,
                isBroken: try row.next())
            return (rule: rule, line: found)
        }
    }

    /// The contracts' currencies by their numbers: a line that names none means the contract's.
    static func currencies(in account: AccountID) -> Query<[(number: String, currency: Currency)]> {
        .all("SELECT c.number, c.currency FROM contracts AS c WHERE c.account_id = \(account)") { row in
            (number: try row.next(), currency: try row.next())
        }
    }
}
