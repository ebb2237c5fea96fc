import Postgres
import Web

/// Ready means: the database answers, and no shutdown has begun.
struct CheckReadiness: Sendable {
    let database: Database
    let gate: DrainGate

    private static let patience: Duration = .seconds(1)

    func callAsFunction() async -> Bool {
        guard !gate.isDraining else { return false }
        do {
            // Who asks has a deadline of its own, and a pool that cannot connect uses up all of its own.
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await database.query(ReadinessQueries.anything()) }
                group.addTask {
                    try await Task.sleep(for: Self.patience)
                    throw CancellationError()
                }
                defer { group.cancelAll() }
                try await group.next()
                return true
            }
        } catch {
            return false
        }
    }
}
