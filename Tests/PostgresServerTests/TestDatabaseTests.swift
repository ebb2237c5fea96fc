import Postgres
import PurveyorTesting
import Testing

@Suite(.database) struct TestDatabaseTests {
    /// Each of these would see another's row if two tests shared a database.
    @Test(arguments: 0..<12) func everyTestHasADatabaseOfItsOwn(number: Int) async throws {
        let database = TestDatabase.current
        let count = Query.one("SELECT count(*) FROM pg_class WHERE relname = 'footprint'") { try $0.next(Int.self) }
        #expect(try await database.owner.query(count) == 0)
        try await database.owner.query(Query<Void>("CREATE TABLE footprint ()"))
        #expect(try await database.service.query(count) == 1)
    }

    @Test func theServiceIsHeldByRowSecurityAndOwnsNothing() async throws {
        let database = TestDatabase.current
        let powers: SQL = """
            SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
            FROM pg_roles WHERE rolname = current_user
            """
        #expect(try await database.service.query(Query.one(powers) { try $0.next(Bool.self) }) == false)
        await #expect(throws: PostgresError.self) { try await database.service.query(Query<Void>("CREATE TABLE t ()")) }
    }

    @Test func theDatabaseIsMigrated() async throws {
        let pending = try await Migrator(directory: PackageFiles.path("Migrations")).pending(on: TestDatabase.current.ownerConnectionString)
        #expect(pending.isEmpty)
    }
}
