import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// Rules 19 and 20, tried on every operation of `openapi.yaml` and on every place in it where an id goes: an operation that is added is
/// tried too, and one for which there is nothing to try it with fails.
@Suite(.database) struct IsolationSweepTests {
    // MARK: Who asks

    @Test func `without a token that opens something nobody is told anything but that`() async throws {
        let stage = try await SweepStage.set()
        try await stage.unchanged {
            let app = stage.app
            let clients = [
                app.client, app.client.bearing(app.cast.revokedToken), app.client.bearing(app.cast.expiredToken),
                app.client.bearing("pvs_nothing"),
            ]
            for operation in stage.operations where !operation.endpoint.isPublic {
                for client in clients {
                    let answer = try await stage.ask(operation, by: client, of: stage.engineering)
                    #expect(answer.status == 401, "\(operation)")
                    #expect(answer.problem == "not-signed-in", "\(operation)")
                    #expect(answer.headers[.wwwAuthenticate] == "Bearer", "\(operation)")
                }
            }
        }
    }

    @Test func `an account in which one has no place, or none any more, is answered as one that nobody has`() async throws {
        let stage = try await SweepStage.set()
        try await stage.unchanged {
            let (app, cast) = (stage.app, stage.app.cast)
            for operation in stage.operations where operation.endpoint.isInAccount {
                let nobodys = try await ask(operation, by: cast.ana, Holdings.nobodys(like: cast.acme.id.description), stage)
                #expect(nobodys.status == 404, "\(operation)")
                #expect(nobodys.problem == "account-not-found", "\(operation)")
                for (person, holdings) in [
                    (cast.ravi, stage.engineering), (cast.fay, stage.engineering), (stage.leaver, stage.engineering),
                    (cast.ana, stage.rivals), (cast.ada, stage.rivals), (cast.rita, stage.rivals),
                ] {
                    let answer = try await stage.ask(operation, by: app.by(person), of: holdings)
                    #expect(answer.status == 404, "\(person.name) \(operation)")
                    #expect(answer.text == nobodys.text, "\(person.name) \(operation)")
                }
                #expect(try await ask(operation, by: cast.ana, "acme", stage).text == nobodys.text, "\(operation)")
            }
        }
    }

    private func ask(
        _ operation: SweptOperation, by person: CastPerson, _ account: String, _ stage: SweepStage
    ) async throws -> RouterAnswer {
        try await stage.endpoints.send(
            operation.endpoint, by: stage.app.by(person), path: stage.endpoints.path(operation.endpoint, ["account": account]),
            headers: [.requestID: "sweep-0001"])
    }

    @Test func `each permission opens what it is for: all others together do not`() async throws {
        let stage = try await SweepStage.set()
        let app = stage.app
        let given = Set(Endpoint.permissions.values.compactMap(\.self)).subtracting(Permission.givenBySupplier)
        #expect(given.count >= 12)
        var people: [Permission: CastPerson] = [:]
        for permission in given {
            let role = try await app.role("allBut\(permission)", Permission.allCases.filter { $0 != permission }, .account)
            people[permission] = try await app.newcomer("All but \(permission)", in: app.cast.root, as: role)
        }
        try await stage.unchanged {
            for operation in stage.operations where operation.endpoint.isInAccount {
                guard let needed = Endpoint.permissions[operation.endpoint.name] else {
                    Issue.record("say in Endpoint.permissions what \(operation) needs")
                    continue
                }
                guard let needed, let person = people[needed] else { continue }
                let answer = try await stage.ask(operation, by: app.by(person), of: stage.engineering)
                #expect(answer.status == 403, "\(operation)")
                #expect(answer.problem == "not-permitted", "\(operation)")
                #expect(answer.json?["permission"]?.text == needed.rawValue, "\(operation)")
            }
        }
    }

    // MARK: What is asked for

    @Test func `an id of another account, or a number, is answered as one that nobody has`() async throws {
        let stage = try await SweepStage.set()
        try await sweep(
            stage, foreign: stage.rivals, traces: stage.rivalTraces,
            by: { $0.isTheOwners ? stage.app.cast.ana : stage.endpoints.entitled(to: $0.endpoint) })
    }

    @Test func `an id of a unit that one's scope excludes is answered as one that nobody has`() async throws {
        let stage = try await SweepStage.set()
        try await sweep(
            stage, foreign: stage.sales, traces: stage.salesTraces, except: Self.anywhereInTheAccount,
            by: { $0.endpoint.isInAccount && !$0.endpoint.path.hasPrefix("/v1/crm") && !$0.isTheOwners ? stage.uma : nil })
    }

    /// Whom a member reports to and hands over to may stand in another unit than those one manages; naming somebody shows nothing of them.
    private static let anywhereInTheAccount: Set<String> = ["manager", "successor", "delegates", "On-Behalf-Of"]

    /// A member for whom one decides has delegated to one: who has not is answered as nobody, like the others.
    private static let needsMore: Set<String> = ["for"]

    /// Every place of every operation, with every id that somebody else has for it.
    /// - Parameter asker: nil where the operation is not for this sweep.
    private func sweep(
        _ stage: SweepStage, foreign: Holdings, traces: Set<String>, except: Set<String> = [], by asker: (SweptOperation) -> CastPerson?
    ) async throws {
        var asked: [(SweptOperation, IDPlace, CastPerson, RouterAnswer)] = []
        try await stage.unchanged {
            for operation in stage.operations {
                guard let asker = asker(operation) else { continue }
                for place in operation.places where !except.contains(place.name) && !operation.isGlobal(place) {
                    // For a member acts a rep, and nobody else.
                    let person = place.name == "On-Behalf-Of" ? stage.app.cast.rita : asker
                    if foreign.account.id == stage.engineering.account.id, Holdings.ofTheAccount.contains(place.kind) { continue }
                    guard let ids = foreign.ids[place.kind], let own = stage.engineering.ids[place.kind]?.first else {
                        Issue.record("say in Holdings what \(place) of \(operation) can name")
                        continue
                    }
                    let nobodys = try await refused(operation, place, Holdings.nobodys(like: own), person, stage)
                    asked.append((operation, place, person, nobodys))
                    for id in ids {
                        let nobodys = try await refused(operation, place, Holdings.nobodys(like: id), person, stage)
                        let answer = try await refused(operation, place, id, person, stage)
                        #expect(answer.status == nobodys.status, "\(person.name) \(operation) \(place) \(id): \(answer.text)")
                        #expect(
                            answer.text.replacing(id, with: Holdings.nobodys(like: id)) == nobodys.text,
                            "\(person.name) \(operation) \(place) \(id)")
                        for trace in traces where answer.text.contains(trace) && trace != id {
                            Issue.record("\(person.name) \(operation) \(place) \(id) tells \(trace)")
                        }
                    }
                }
            }
        }
        #expect(asked.count > 35)
        for (operation, place, person, nobodys) in asked { try await expectSense(operation, place, person, nobodys, stage) }
    }

    private func refused(
        _ operation: SweptOperation, _ place: IDPlace, _ id: String, _ person: CastPerson, _ stage: SweepStage
    ) async throws -> RouterAnswer {
        let answer = try await stage.ask(operation, by: stage.app.by(person), of: stage.engineering, place, id)
        switch place.site {
        case .path: #expect([403, 404].contains(answer.status), "\(person.name) \(operation) \(place) \(id): \(answer.text)")
        case .query: #expect(answer.status < 500, "\(person.name) \(operation) \(place) \(id)")
        case .header, .body:
            #expect((400..<500).contains(answer.status), "\(person.name) \(operation) \(place) \(id): \(answer.text)")
        }
        return answer
    }

    /// That it was the id which was refused: with one of one's own the same request gets another answer. Where a permission is missing for
    /// all ids, it is one that is not given for a unit.
    private func expectSense(
        _ operation: SweptOperation, _ place: IDPlace, _ person: CastPerson, _ nobodys: RouterAnswer, _ stage: SweepStage
    ) async throws {
        if Self.needsMore.contains(place.name) { return }
        if nobodys.problem == "not-permitted" {
            let needed = Endpoint.permissions[operation.endpoint.name].flatMap(\.self)
            #expect(needed.map { Permission.wholeAccount.contains($0) } ?? false, "\(person.name) \(operation)")
            return
        }
        let isDelegator = operation.isOfDelegations && place.site == .path && place.kind == "member"
        let ids = try #require(stage.engineering.ids[isDelegator ? "delegator" : place.kind])
        // A membership is not its own manager.
        let id = try #require(place.site == .path ? ids.first : ids.last)
        let ifMatch = place.site == .path ? "\"v99\"" : "\"v1\""
        let answer = try await stage.ask(operation, by: stage.app.by(person), of: stage.engineering, place, id, ifMatch: ifMatch)
        #expect(answer.problem != "not-permitted" && answer.status < 500, "\(person.name) \(operation) \(place): \(answer.text)")
        #expect(answer.text != nobodys.text, "\(person.name) \(operation) \(place)")
    }
}
