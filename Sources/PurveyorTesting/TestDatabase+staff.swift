package import Postgres

extension Database {
    /// How many of the supplier's people may manage staff.
    package func managers() async throws -> Int {
        try await query(
            Query.one("SELECT count(*) FROM staff WHERE ended_at IS NULL AND 'manageStaff' = ANY (permissions)") { try $0.next(Int.self) })
    }
}
