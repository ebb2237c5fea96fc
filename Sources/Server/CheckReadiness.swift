import Postgres
import Web

/// Ready means: the database answers, and no shutdown has begun.
struct CheckReadiness: Sendable {
    let database: Database
    let gate: DrainGate

    func callAsFunction() async -> Bool {
        guard !gate.isDraining else { return false }
        do {
            try await database.query(ReadinessQueries.anything())
            return true
        } catch {
            return false
        }
    }
}
