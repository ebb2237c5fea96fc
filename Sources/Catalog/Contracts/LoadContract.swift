import Accounts
import Kernel
import Postgres
import Web

extension Transaction {
    /// A contract that is to be written, held until the transaction ends.
    /// - Parameter author: made first: whoever does not write contracts is not told which there are.
    /// - Throws: `ContractRefusal.notFound`, `StaleVersion`.
    func contract(_ key: ContractKey, expecting revision: Int, by author: ContractAuthor) async throws -> ContractRecord {
        let (found, versions) = try await run(
            ContractRecordQueries.toWrite(key, in: author.account), ContractRecordQueries.versions(key, of: author.account))
        guard var record = found else { throw ContractRefusal.notFound }
        guard record.revision == revision else { throw StaleVersion(current: record.revision) }
        record.versions = versions
        return record
    }
}
