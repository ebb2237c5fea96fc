import Accounts
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// Rule 22 where it takes the database to see what is wrong: all of it in one answer, by field, and nothing has changed.
@Suite(.database) struct AllFaultsTests {
    private static let nobody = "01900000-0000-7000-8000-000000000001"

    /// The pointers and codes of a 422, sorted.
    private func faults(_ answer: RouterAnswer) -> [String] {
        #expect(answer.status == 422 && answer.problem == "invalid-input", "\(answer.status) \(answer.problem ?? "")")
        return (answer.json?["errors"]?.items ?? []).map { "\($0["pointer"]?.text ?? "") \($0["code"]?.text ?? "")" }.sorted()
    }

    private func events(_ app: TestApp) async throws -> Int {
        try await app.database.owner.query(Query.one("SELECT count(*) FROM events") { row in try row.next(Int.self) })
    }

    @Test func `a member who is added wrongly in every field`() async throws {
        let app = try await TestApp.open()
        let before = try await events(app)
        let body = """
            {"person": "\(Self.nobody)", "unit": "\(app.cast.rivalRoot.id)", "roles": ["buyer", "nothing"], "manager": "\(Self.nobody)",
            "startsOn": "2026-06-01", "endsOn": "2026-05-01"}
            """
        let answer = try await app.by(app.cast.ada).post(app.path("/members"), body)
        #expect(
            faults(answer) == [
                "/endsOn beforeStart", "/manager notFound", "/person notFound", "/roles unknown", "/startsOn past", "/unit notFound",
            ])
        #expect(answer.json?["roles"]?.items?.compactMap(\.text) == ["nothing"])
        #expect(try await events(app) == before)
    }

    @Test func `somebody who is invited wrongly in every field`() async throws {
        let app = try await TestApp.open()
        let before = try await events(app)
        let body = """
            {"email": "new@customer.example", "name": "New", "unit": "\(app.cast.rivalRoot.id)", "roles": ["nothing"],
            "manager": "\(Self.nobody)", "startsOn": "2026-06-01", "endsOn": "2026-05-01"}
            """
        let answer = try await app.by(app.cast.ada).post(app.path("/invitations"), body)
        #expect(
            faults(answer) == ["/endsOn beforeStart", "/manager notFound", "/roles unknown", "/startsOn past", "/unit notFound"])
        #expect(try await events(app) == before)
    }

    @Test func `a member who is changed wrongly in every field`() async throws {
        let app = try await TestApp.open()
        let (ana, sam) = (try LeavingTests.id(app.cast.ana), try LeavingTests.id(app.cast.sam))
        func patch(_ member: MembershipID, _ body: String) async throws -> RouterAnswer {
            try await app.by(app.cast.ada).send(.patch, app.path("/members/\(member)"), headers: [.ifMatch: "\"v1\""], json: body)
        }
        let wrong = #"{"unit": "\#(Self.nobody)", "roles": ["nothing"], "manager": "\#(ana)"}"#
        #expect(faults(try await patch(ana, wrong)) == ["/manager notFound", "/roles unknown", "/unit notFound"])
        #expect(try await patch(sam, #"{"manager": "\#(ana)"}"#).status == 200)
        let circle = #"{"unit": "\#(Self.nobody)", "manager": "\#(sam)"}"#
        #expect(faults(try await patch(ana, circle)) == ["/manager circle", "/unit notFound"])
        let read = try await app.by(app.cast.ada).get(app.path("/members/\(ana)"))
        #expect(read.headers[.eTag] == "\"v1\"")
    }

    @Test func `a member who is ended on a wrong day for a wrong successor`() async throws {
        let app = try await TestApp.open()
        let ana = try LeavingTests.id(app.cast.ana)
        let ended = try await app.by(app.cast.ada).post(
            app.path("/members/\(ana)/end"), headers: [.ifMatch: "\"v1\""],
            #"{"lastDay": "2026-06-01", "successor": "\#(Self.nobody)"}"#)
        #expect(faults(ended) == ["/lastDay outOfRange", "/successor notFound"])
    }

    @Test func `a delegation on wrong days to wrong people`() async throws {
        let app = try await TestApp.open()
        let omar = try LeavingTests.id(app.cast.omar)
        let answer = try await app.by(app.cast.omar).post(
            app.path("/members/\(omar)/delegations"),
            """
            {"act": "approve", "startsOn": "2026-06-01", "endsOn": "2026-05-01",
            "delegates": ["\(try LeavingTests.id(app.cast.sam))", "\(Self.nobody)", "\(omar)"]}
            """)
        #expect(
            faults(answer) == ["/delegates/1 notFound", "/delegates/2 notFound", "/endsOn beforeStart", "/startsOn past"])
    }

    @Test func `the supplier's side`() async throws {
        let app = try await TestApp.open()
        let (stella, crm) = (app.by(app.cast.stella), "/v1/crm/accounts/\(app.cast.acme.id)")
        let place = try await stella.post(
            crm + "/team",
            #"{"person": "\#(Self.nobody)", "function": "delivery", "access": "read", "startsOn": "2026-06-01", "endsOn": "2026-05-01"}"#)
        #expect(faults(place) == ["/endsOn outOfRange", "/person notFound", "/startsOn past"])
        let partner = try await stella.post(
            crm + "/partners", #"{"partner": "\#(Self.nobody)", "startsOn": "2026-06-20", "endsOn": "2026-06-19"}"#)
        #expect(faults(partner) == ["/endsOn outOfRange", "/partner notFound"])
        let person = try await stella.post(
            "/v1/partners/\(app.cast.partner)/people", #"{"email": "who@partner.example", "startsOn": "2026-06-01"}"#)
        #expect(faults(person) == ["/name required", "/startsOn past"])
    }
}
