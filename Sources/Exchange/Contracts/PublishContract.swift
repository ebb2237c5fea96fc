import Accounts
import Catalog
import Kernel
import Ledger
import Postgres

extension Transaction {
    /// Publishes a contract's next version where it says something else than the latest, and answers with the ledger's event; nil where
    /// nothing changed. What it stores travels with the commit.
    /// - Parameter content: what was agreed beside the rules; nil where they say all.
    func publish(
        _ draft: ContractDraft, content: ContractContent? = nil, in account: AccountID, unit: UnitID, world: World
    ) async throws -> EventDraft? {
        let stored = try await run(ContractImportQueries.forPublishing(draft.number, of: account))
        return try publish(draft, content: content, after: stored, in: account, unit: unit, world: world)
    }

    /// The same, where what is stored is known already.
    func publish(
        _ draft: ContractDraft, content: ContractContent? = nil, after stored: ContractImportQueries.Stored?, in account: AccountID,
        unit: UnitID, world: World
    ) throws -> EventDraft? {
        let text = try content?.canonical()
        guard stored?.digest != draft.digest || (text != nil && stored?.content != text) else { return nil }
        let now = world.now()
        let contract = stored?.id ?? world.newID()
        let version = (stored?.latestVersion ?? 0) + 1
        if stored == nil { enqueue(ContractImportQueries.add(draft, contract, to: account, unit: unit, at: now)) }
        enqueueVersion(draft, as: version, of: contract, in: account, content: text, at: now)
        return try EventDraft("contractPublished", "contract", contract, PublishedContractData(draft, version: version))
    }
}
