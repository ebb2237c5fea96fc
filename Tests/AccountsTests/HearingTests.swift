import Foundation
import Kernel
import Logging
import Postgres
import PurveyorTesting
import Synchronization
import Testing

@testable import Accounts

/// Two instances on one database: what is remembered, and how soon it is not any more.
@Suite(.database, .endsSometime) struct HearingTests {
    /// A member who is remembered by two instances that hear.
    private struct Stage {
        let house = House()
        let here: AdmitCaller
        let there: AdmitCaller
        let acme: Account
        let root: Accounts.Unit
        let ana: Person
        let membership: Membership
        let token: String

        init() async throws {
            (acme, root) = try await house.account("Acme")
            ana = try await house.person("Ana")
            membership = try await house.member(ana, in: root, as: .buyer)
            token = try await house.token(ana)
            here = AdmitCaller(database: house.database, world: house.world)
            there = AdmitCaller(database: house.database, world: house.world)
        }

        /// While `body` runs both instances hear.
        func hearing(_ body: @escaping @Sendable () async throws -> Void) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for instance in [here, there] { group.addTask { await instance.hearChanges() } }
                for instance in [here, there] { while !instance.isHearing { await Task.yield() } }
                try await body()
                group.cancelAll()
            }
        }

        func admission(_ instance: AdmitCaller) async throws -> Admission {
            try await instance.admission(token, in: acme.id.description)
        }

        /// Changes rows as nobody should, so that nobody is told.
        func secretly(_ statement: SQL) async throws {
            try await TestDatabase.current.owner.transaction([]) { transaction in
                transaction.enqueue(Query<Void>("SET LOCAL session_replication_role = replica"))
                transaction.enqueue(Query<Void>(statement))
            }
        }

        /// Returns once `instance` answers what `expected` asks for. The house's clock stands still meanwhile: only being told ends what
        /// the instance remembers.
        func soon(_ instance: AdmitCaller, _ expected: (Result<Admission, any Error>) -> Bool) async {
            while true {
                let result: Result<Admission, any Error>
                do { result = .success(try await admission(instance)) } catch { result = .failure(error) }
                if expected(result) { return }
                await Task.yield()
            }
        }
    }

    private static func isRefused(_ result: Result<Admission, any Error>) -> Bool {
        if case .failure(let error) = result { return error as? AccessRefusal == .notSignedIn }
        return false
    }

    private static func isNoMember(_ result: Result<Admission, any Error>) -> Bool {
        if case .success(let admission) = result { return admission.caller == nil }
        return false
    }

    @Test func `what is remembered is not asked again, for ten seconds, and only while it is heard`() async throws {
        let stage = try await Stage()
        let change: SQL = "UPDATE memberships SET roles = ARRAY['auditor'] WHERE id = \(stage.membership.id)"
        try await stage.hearing {
            #expect(try await stage.admission(stage.here).caller?.scope(ifPermitted: .order) != nil)
            try await stage.secretly(change)
            // So the memory is there, and what follows shows something.
            #expect(try await stage.admission(stage.here).caller?.scope(ifPermitted: .order) != nil)
            stage.house.advance(.seconds(Limits.principalMemorySeconds))
            while !stage.here.isHearing { await Task.yield() }
            #expect(try await stage.admission(stage.here).caller?.scope(ifPermitted: .order) == nil)
        }
        let deaf = AdmitCaller(database: stage.house.database, world: stage.house.world)
        _ = try await stage.admission(deaf)
        try await stage.secretly("UPDATE sessions SET ended_at = created_at WHERE person_id = \(stage.ana.id)")
        await #expect(throws: AccessRefusal.notSignedIn) { try await stage.admission(deaf) }
    }

    @Test func `a session that is ended on one instance is worthless on the other`() async throws {
        let stage = try await Stage()
        try await stage.hearing {
            let principal = try await stage.admission(stage.there).principal
            _ = try await stage.admission(stage.here)
            try await EndSession(database: stage.house.database, world: stage.house.world, admit: stage.here)(principal)
            await #expect(throws: AccessRefusal.notSignedIn) { try await stage.admission(stage.here) }
            await stage.soon(stage.there, Self.isRefused)
        }
    }

    @Test(arguments: ["membership", "role", "team", "unit", "account", "person", "staff"])
    func `whoever changes what somebody may do, every instance knows`(what: String) async throws {
        let stage = try await Stage()
        let owner = TestDatabase.current.owner
        let (account, person) = (stage.acme.id, stage.ana.id)
        let now = stage.house.world.now()
        try await owner.query(
            Query<Void>(
                """
                INSERT INTO roles (account_id, id, key, name, permissions, created_at)
                VALUES (
                    \(account), \(stage.house.world.newUUID()), 'planner', 'Planner', ARRAY['readEvents:account'], \(now)
                )
                """))
        try await owner.query(Query<Void>("UPDATE memberships SET roles = ARRAY['buyer', 'planner'] WHERE person_id = \(person)"))
        let department = try await stage.house.unit("Works", under: stage.root)
        try await stage.hearing {
            let before = try await stage.admission(stage.there)
            #expect(before.caller?.scope(ifPermitted: .readEvents) == .account)
            let (change, isTold): (SQL, (Admission) -> Bool) =
                switch what {
                case "membership":
                    (
                        "UPDATE memberships SET roles = ARRAY['buyer'] WHERE person_id = \(person)",
                        {
                            $0.caller?.scope(ifPermitted: .readEvents) == nil
                        }
                    )
                case "role": ("UPDATE roles SET disabled_at = created_at", { $0.caller?.scope(ifPermitted: .readEvents) == nil })
                case "team":
                    (
                        """
                        INSERT INTO account_team_members (account_id, person_id, function, starts_on)
                        VALUES (\(account), \(person), 'accountManager', '2026-01-01')
                        """, { $0.caller?.teamFunctions == [.accountManager] }
                    )
                case "unit":
                    (
                        "UPDATE units SET disabled_at = now() WHERE id = \(department.id)",
                        {
                            $0.caller?.tree.isDisabled(department.id) == true
                        }
                    )
                case "account": ("UPDATE accounts SET status = 'disabled' WHERE id = \(account)", { $0.caller == nil })
                case "person": ("UPDATE persons SET name = 'Anna' WHERE id = \(person)", { $0.principal.person.name == "Anna" })
                default: ("INSERT INTO staff (person_id, title) VALUES (\(person), 'Rep')", { $0.principal.isStaff })
                }
            if what == "team" { try await owner.query(Query<Void>("INSERT INTO staff (person_id, title) VALUES (\(person), 'Rep')")) }
            #expect(!isTold(try await stage.admission(stage.there)))
            try await owner.query(Query<Void>(change))
            await stage.soon(stage.there) { if case .success(let admission) = $0 { isTold(admission) } else { false } }
        }
    }

    @Test func `with the listening connection gone nothing is believed after a second, and it comes back by itself`() async throws {
        let stage = try await Stage()
        let owner = TestDatabase.current.owner
        try await stage.hearing {
            _ = try await stage.admission(stage.there)
            // The one that listens is cut off, and what it would have told is said while nobody listens.
            try await owner.transaction([]) { transaction in
                let cut = try await transaction.run(
                    Query<Int>.one(
                        """
                        SELECT count(*) FILTER (WHERE pg_terminate_backend(a.pid, 5000))
                        FROM pg_stat_activity AS a
                        WHERE a.datname = current_database() AND a.query LIKE 'LISTEN "purveyor_access"%'
                        """
                    ) { try $0.next() })
                #expect(cut == 2)
                transaction.enqueue(Query<Void>("UPDATE sessions SET ended_at = created_at WHERE person_id = \(stage.ana.id)"))
            }
            stage.house.advance(.seconds(Limits.accessNewsSeconds))
            await #expect(throws: AccessRefusal.notSignedIn) { try await stage.admission(stage.there) }
            // Listening again, it remembers again, and not what it missed.
            while !stage.there.isHearing { await Task.yield() }
            await #expect(throws: AccessRefusal.notSignedIn) { try await stage.admission(stage.there) }
            await #expect(throws: AccessRefusal.notSignedIn) { try await stage.admission(stage.here) }
        }
    }

    /// Every table whose rows the statement reads, by the statement's own text: one that is added later is asked for here.
    @Test func `whatever the admission reads tells when it changes`() async throws {
        let statements = [
            "pvs_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "pvk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ].compactMap { ShownToken($0) }.map {
            AdmissionQueries.admission($0, account: AccountID(UUID()), knowing: nil, at: Instant(microseconds: 0)).sql.text
        }
        let words = statements.joined(separator: " ").split { $0.isWhitespace || $0 == "(" }.map(String.init)
        let named = Set(zip(words, words.dropFirst()).filter { ["FROM", "JOIN"].contains($0.0) }.map { $0.1 })
        let tables = try await TestDatabase.current.owner.query(
            Query.all(
                """
                SELECT c.relname, EXISTS (
                    SELECT FROM pg_trigger AS t
                    WHERE t.tgrelid = c.oid AND NOT t.tgisinternal
                        AND (t.tgfoid::regproc::text LIKE 'tell_access%' OR t.tgfoid::regproc::text = 'units_change_the_tree')
                )
                FROM pg_class AS c
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                """
            ) { (try $0.next(String.self), try $0.next(Bool.self)) })
        let read = tables.filter { named.contains($0.0) }
        #expect(read.count >= 10)
        #expect(read.filter { !$0.1 }.map { $0.0 } == [String]())
    }

    /// What a rep is was asked before what the member is.
    @Test func `what is known of a rep for a member is as old as what is known of the rep`() async throws {
        let stage = try await Stage()
        let rita = try await stage.house.rep("Rita", for: stage.acme.id)
        let token = try await stage.house.token(rita)
        try await stage.hearing {
            for _ in 1...2 {
                let own = try await stage.here.admission(token, in: stage.acme.id.description)
                // Told while the member is looked up.
                stage.here.forget(rita.id)
                _ = try await stage.here.acting(own, onBehalfOf: stage.membership.id)
                let known = stage.here.memory.recall(
                    own.principal.tokenDigest, in: stage.acme.id, for: stage.membership.id, at: stage.house.world.now())
                #expect(known == nil)
            }
            let own = try await stage.here.admission(token, in: stage.acme.id.description)
            _ = try await stage.here.acting(own, onBehalfOf: stage.membership.id)
            let known = stage.here.memory.recall(
                own.principal.tokenDigest, in: stage.acme.id, for: stage.membership.id, at: stage.house.world.now())
            #expect(known != nil, "so the memory is there, and what is before shows something")
        }
    }
}
