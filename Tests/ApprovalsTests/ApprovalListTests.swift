import Catalog
import Kernel
import PurveyorTesting
import Quotes
import Testing
import Web

/// Product.md rules 19 and 20 for approvals: the inbox and the lists show what the caller's scope holds, as quotes' lists do.
@Suite(.database) struct ApprovalListTests {
    private func items(_ app: TestApp, _ person: CastPerson, _ path: String) async throws -> [JSONValue] {
        let answer = try await app.by(person).get(app.path(path))
        #expect(answer.status == 200, "\(person.name) \(path)")
        return answer.json?["items"]?.items ?? []
    }

    /// Ana's, Sam's and Ada's, each waiting for Omar.
    private func submittedQuotes(_ desk: Desk) async throws {
        for person in [desk.app.cast.ana, desk.app.cast.sam, desk.app.cast.ada] {
            let caller = try await desk.app.caller(person)
            let lines = [LineRequest(sku: "NB-100", quantity: Quantity(12))]
            _ = try await desk.submitted(try await desk.quote(lines, by: caller), by: caller)
        }
    }

    @Test func `the inbox of somebody who may not decide is empty, and no refusal`() async throws {
        let desk = try await Desk.open()
        let (app, cast) = (desk.app, desk.app.cast)
        try await submittedQuotes(desk)
        for person in [cast.ana, cast.sam, cast.ada, cast.aude, cast.rita] {
            for query in ["", "?state=mine", "?limit=1"] { #expect(try await items(app, person, "/approvals\(query)") == []) }
        }
        #expect(try await items(app, cast.omar, "/approvals").count == 3)
        #expect(try await app.by(cast.omar).get(app.path("/approvals?limit=2")).json?["next"] != nil)
    }

    @Test(arguments: ["all", "pending"])
    func `who sees a quote sees its approval, in the list as by its id, and nobody else does`(_ state: String) async throws {
        let desk = try await Desk.open()
        let (app, cast) = (desk.app, desk.app.cast)
        try await submittedQuotes(desk)
        let all = try await items(app, cast.aude, "/approvals?state=\(state)").compactMap { $0["id"]?.text }
        #expect(all.count == 3)
        for (person, count) in [(cast.ana, 1), (cast.sam, 1), (cast.omar, 3), (cast.ada, 3), (cast.aude, 3), (cast.rita, 3)] {
            let quotes = try await items(app, person, "/quotes").compactMap { $0["id"]?.text }
            let approvals = try await items(app, person, "/approvals?state=\(state)")
            #expect(approvals.count == count, "\(person.name)")
            #expect(Set(approvals.compactMap { $0["subject"]?["id"]?.text }) == Set(quotes), "\(person.name)")
            let listed = Set(approvals.compactMap { $0["id"]?.text })
            for id in all {
                let status = try await app.by(person).get(app.path("/approvals/\(id)")).status
                #expect(status == (listed.contains(id) ? 200 : 404), "\(person.name)")
            }
        }
    }

    @Test func `a list goes on where its page ended, and shows each once`() async throws {
        let desk = try await Desk.open()
        let (app, cast) = (desk.app, desk.app.cast)
        try await submittedQuotes(desk)
        for (person, state) in [(cast.omar, "mine"), (cast.aude, "all")] {
            var (seen, next) = ([String](), String?.none)
            repeat {
                let cursor = next.map { "&cursor=\($0)" } ?? ""
                let page = try await app.by(person).get(app.path("/approvals?state=\(state)&limit=1\(cursor)")).json
                seen += (page?["items"]?.items ?? []).compactMap { $0["id"]?.text }
                next = page?["next"]?.text
            } while next != nil
            #expect(seen.count == 3 && Set(seen).count == 3, "\(person.name)")
        }
    }
}
