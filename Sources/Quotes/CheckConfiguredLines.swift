import Accounts
import Catalog
import Kernel
import Postgres

/// Holds configured lines against the versions that they were put together by, before somebody is asked to decide about them. A version
/// that was superseded meanwhile, or a configuration that was ended, leaves a line as it is while its price is held (rule 6), as a
/// contract's does; with `reprice` the version in force counts.
struct CheckConfiguredLines: Sendable {
    /// - Throws: `QuoteRefusal.lines` with every violation.
    func callAsFunction(_ lines: [QuoteLine], by caller: Caller, in transaction: borrowing Transaction) async throws {
        let keys = Set(lines.compactMap(\.configuration?.key))
        guard !keys.isEmpty else { return }
        let found = try await transaction.run(ConfigurationQueries.pinned(Array(keys), of: caller.account))
        let pinned = Dictionary(
            found.map { (ConfigurationVersionKey(configuration: $0.id, version: $0.version), $0) }, uniquingKeysWith: { first, _ in first })
        let faults = lines.enumerated().flatMap { index, line -> [Fault] in
            guard let configured = line.configuration else { return [] }
            guard let configuration = pinned[configured.key] else {
                return QuoteLineFault.unknownConfiguration("/lines/\(index)").faults
            }
            // Its parts were in the assortment, and in whole numbers, when they were priced.
            let check = SelectionCheck(
                of: configured.selection, in: configuration.content, isOffered: { _ in true }, isCounted: { _ in false })
            return QuoteLineFault.selection(check.violations, "/lines/\(index)/configuration/parts").faults
        }
        guard faults.isEmpty else { throw QuoteRefusal.lines(faults) }
    }
}
