import Accounts
import Kernel
import Postgres

extension Transaction {
    /// What a published version says; nil where there is none. One from before contents were kept is put together of its rules.
    func content(
        of version: ContractRecord.Version?, of record: ContractRecord, in account: AccountID
    ) async throws -> ContractContent? {
        guard let version else { return nil }
        let key = ContractVersionKey(contract: record.id, version: version.number)
        let found = try await run(ContractRecordQueries.version(version.number, of: record.id, in: account))
        guard let row = found else { return nil }
        if let text = row.content { return try ContractContent(canonical: text) }
        let (rules, assortments, quantities) = try await run(
            ContractQueries.rules(account: account, of: [key], currencies: [record.id: record.currency]),
            ContractQueries.assortments(account: account, of: [key]), ContractQueries.quantities(account: account, of: [key]))
        return ContractContent(
            row.terms, rules: rules[key] ?? [], assortment: assortments[key] ?? [], quantities: quantities[key] ?? [])
    }
}
