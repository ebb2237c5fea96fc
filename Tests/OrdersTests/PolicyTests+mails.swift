import Foundation
import Postgres
import PurveyorTesting
import Testing

/// Mails are rows of no account, and hold secrets: an account sees what became of those of its own invitations and takes one back, anybody
/// posts new ones, and only who sends them reads what they say.
extension PolicyTests {
    private struct Way: Sendable {
        let name: String
        let statement: String
        /// How many rows an account may touch by it: that of its own invitation.
        var allowed = 0
    }

    private var ways: [Way] {
        let row = "(id, kind, created_at, next_try_at, give_up_at, tries, sent_at)"
        return [
            Way(name: "read", statement: "SELECT FROM mails", allowed: 1),
            Way(
                name: "post sent",
                statement: "INSERT INTO mails \(row) VALUES (gen_random_uuid(), 'invitation', now(), now(), now(), 0, now())"),
            // None of these says WHERE, so that no policy for reading stands in before the one for writing.
            Way(name: "call back", statement: "UPDATE mails SET given_up_at = now()", allowed: 1),
            Way(name: "revive", statement: "UPDATE mails SET given_up_at = NULL"),
            Way(name: "delete", statement: "DELETE FROM mails"),
            Way(name: "read contents", statement: "SELECT FROM mail_contents"),
            Way(name: "change contents", statement: "UPDATE mail_contents SET recipient = 'rival@rival.example'"),
            Way(name: "delete contents", statement: "DELETE FROM mail_contents"),
        ]
    }

    @Test func `an account touches its own invitations' mails alone, reads none, and each policy that lets more through is found`()
        async throws
    {
        try await layMails()
        #expect(try await mailLeaks() == [])
        let policies = try await policies(where: "p.tablename IN ('mails', 'mail_contents')")
        let all = ["read", "post sent", "call back", "revive", "delete"]
        let contents = ["read contents", "change contents", "delete contents"]
        let expected: [String: [String]] = [
            "mails_are_posted": ["post sent"],
            "mails_called_back_by_the_account": ["call back", "revive"],
            "mails_for_the_sender": all,
            "mails_of_the_account": ["read"],
            // Anybody posts what they like; nobody reads it.
            "mail_contents_are_posted": [],
            "mail_contents_for_the_sender": contents,
        ]
        #expect(Set(policies.map(\.name)) == Set(expected.keys), "say in `expected` what each policy keeps")
        for policy in policies {
            #expect(try await mailLeaks(after: opening(policy)) == expected[policy.name], "\(policy)")
        }
        #expect(try await mailLeaks(after: "ALTER TABLE mails DISABLE ROW LEVEL SECURITY") == all)
        #expect(try await mailLeaks(after: "ALTER TABLE mail_contents DISABLE ROW LEVEL SECURITY") == contents)
    }

    /// A mail, waiting, of each account's invitation.
    private func layMails() async throws {
        _ = try await lay()
        for statement: SQL in [
            """
            INSERT INTO mails (id, kind, created_at, next_try_at, give_up_at)
            SELECT i.mail_id, 'invitation', i.created_at, i.created_at, i.created_at FROM invitations AS i
            """,
            """
            INSERT INTO mail_contents (mail_id, recipient, subject, body)
            SELECT m.id, 'nina@acme.example', 'Come in', 'A secret' FROM mails AS m
            """,
        ] { try await owner.query(Query<Void>(statement)) }
    }

    /// The ways by which `own` touches more than it may, if a statement has been carried out before; all is undone.
    private func mailLeaks(after statement: String = "SELECT") async throws -> [String] {
        struct Touched: Error { let rows: Int }
        var leaks: [String] = []
        for way in ways {
            do {
                try await owner.transaction([Setting("app.account", own)]) { transaction in
                    for statement in [statement, "SET LOCAL ROLE purveyor_service"] {
                        transaction.enqueue(Query<Void>(SQL(stringLiteral: statement)))
                    }
                    throw Touched(rows: try await transaction.run(Query<Int>(SQL(stringLiteral: way.statement)) { $0.affected }))
                }
            } catch let touched as Touched {
                if touched.rows > way.allowed { leaks.append(way.name) }
            } catch let error as PostgresError where error.sqlState == "42501" {
                continue
            }
        }
        return leaks
    }
}
