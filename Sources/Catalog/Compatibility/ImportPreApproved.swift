package import Accounts
package import Kernel
package import Postgres

/// Gives units the lists of the files where they have never kept one: what their own people have said since stays.
package struct ImportPreApproved: Sendable {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// - Returns: those that are new; their events are the caller's to write.
    package func callAsFunction(
        _ lists: [PreApprovedList], in account: AccountID, _ transaction: borrowing Transaction
    ) async throws -> [PreApprovedList] {
        guard !lists.isEmpty else { return [] }
        let known = try await transaction.run(PreApprovedQueries.of(lists.map(\.unit), in: account))
        let new = lists.filter { list in !known.contains { $0.unit == list.unit } }
        for list in new { transaction.enqueue(try PreApprovedQueries.insert(list, in: account, at: world.now())) }
        return new
    }
}
