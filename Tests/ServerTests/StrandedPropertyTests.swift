import Accounts
import Approvals
import Foundation
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// Random acts on a generated organisation: whatever waited for somebody waits for somebody afterwards, or the act was refused.
///
/// Who may decide is asked as the people themselves would: each signs in and looks at the approval, by the rules for deciding, which know
/// nothing of the statement that the acts go by.
@Suite(.database) struct StrandedPropertyTests {
    @Test(arguments: [11, 12, 13, 14]) func `whatever is done, somebody may decide what waits`(_ seed: UInt64) async throws {
        let organisation = try await Organisation(try await TestApp.open(), seed: seed)
        var (done, stranding) = (0, 0)
        for act in 0..<60 {
            let (what, answer) = try await organisation.act()
            if answer.problem == "nobody-else-eligible" { stranding += 1 }
            if answer.status < 300 { done += 1 }
            #expect(answer.status < 500 && answer.status != 400, "seed \(seed), act \(act): \(what): \(answer.problem ?? "")")
            guard answer.status < 300 else { continue }
            let left = try await organisation.decidable()
            try #require(left == organisation.plans, "seed \(seed), act \(act): \(what)")
        }
        #expect(done >= 10 && stranding >= 3, "\(done) done, \(stranding) refused")
        organisation.app.clock.advance(by: .seconds(60 * 86_400))
        try await organisation.signInAgain()
        #expect(try await organisation.decidable() == organisation.plans, "seed \(seed): when all who were to go have gone")
    }
}

private final class Organisation {
    let app: TestApp
    private(set) var plans: Set<ApprovalPlanID> = []
    private var random: SeededRandom
    private var units: [UnitID]
    private var memberships: [MembershipID] = []
    private var tokens: [String]
    private let people: [CastPerson]
    private static let roles = ["approver", "controller", "clerk", "auditor"]

    init(_ app: TestApp, seed: UInt64) async throws {
        self.app = app
        random = SeededRandom(seed: seed)
        people = [app.cast.omar, app.cast.sam, app.cast.aude]
        tokens = people.map(\.token)
        units = [app.cast.root.id, app.cast.engineering.id]
        for _ in 0..<4 {
            let made = try await post("/units", #"{"name": "U\#(units.count)", "parent": "\#(any(units))"}"#)
            units.append(try #require(made.json?["id"]?.text.flatMap(UnitID.init)))
        }
        for key in ["controller", "clerk"] {
            let role = #"{"key": "\#(key)", "name": "\#(key)", "permissions": \#(Self.permissions("unit")), "limits": \#(limits())}"#
            #expect(try await post("/roles", role).status == 201)
        }
        memberships = [try #require(app.cast.omar.membership?.id)]
        for _ in 0..<8 { _ = try await appoint() }
        for _ in 0..<12 { try await ask() }
        plans = try await decidable()
        try #require(!plans.isEmpty)
    }

    private func any<Value>(_ values: [Value]) -> Value { values[Int.random(in: values.indices, using: &random)] }

    private static func permissions(_ scope: String?) -> String {
        let deciding = scope.map { #"{"permission": "decideApprovals", "scope": "\#($0)"}, "# } ?? ""
        return "[\(deciding)" + #"{"permission": "readApprovals", "scope": "account"}]"#
    }

    private func limits() -> String {
        guard random.chance(40) else { return "[]" }
        let (period, amount) = (any(["each", "day", "month"]), any(["10.00", "500.00", "9000.00"]))
        return #"[{"act": "approve", "period": "\#(period)", "limit": {"amount": "\#(amount)", "currency": "EUR"}}]"#
    }

    private func someRoles() -> String {
        let chosen = Self.roles.filter { _ in random.chance(40) }
        return "[\((chosen.isEmpty ? ["auditor"] : chosen).map { #""\#($0)""# }.joined(separator: ", "))]"
    }

    // MARK: Acts

    func act() async throws -> (String, RouterAnswer) {
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return ("appoint", try await appoint())
        case 1, 2: return try await patch("/members/\(any(memberships))", #"{"roles": \#(someRoles())}"#)
        case 3: return try await patch("/members/\(any(memberships))", #"{"unit": "\#(any(units))"}"#)
        case 4: return try await patch("/members/\(any(memberships))", #"{"limits": \#(limits())}"#)
        case 5: return try await end()
        case 6: return try await patch("/units/\(any(units))", #"{"parent": "\#(any(units))"}"#)
        case 7: return try await patch("/units/\(any(units))", #"{"status": "\#(any(["disabled", "active"]))"}"#)
        case 8:
            let scope = any(["unit", "own", "account", nil])
            return try await patch("/roles/\(any(["controller", "clerk"]))", #"{"permissions": \#(Self.permissions(scope))}"#)
        default:
            let change = any([#""status": "disabled""#, #""status": "active""#, #""limits": \#(limits())"#])
            return try await patch("/roles/\(any(["controller", "clerk"]))", "{\(change)}")
        }
    }

    private func appoint() async throws -> RouterAnswer {
        let person = any(people).person.id
        let answer = try await post(
            "/members", #"{"person": "\#(person)", "unit": "\#(any(units))", "roles": \#(someRoles()), "limits": \#(limits())}"#)
        if let id = answer.json?["id"]?.text.flatMap(MembershipID.init) { memberships.append(id) }
        return answer
    }

    private func end() async throws -> (String, RouterAnswer) {
        let path = app.path("/members/\(any(memberships))")
        let version = try await app.by(app.cast.ada).get(path).headers[.eTag] ?? ""
        let body = #"{"lastDay": "\#(any(["2026-06-14", "2026-06-15", "2026-07-01"]))"}"#
        return ("\(path) \(body)", try await app.by(app.cast.ada).post(path + "/end", headers: [.ifMatch: version], body))
    }

    private func patch(_ path: String, _ body: String) async throws -> (String, RouterAnswer) {
        let ada = app.by(app.cast.ada)
        let version = try await ada.get(app.path(path)).headers[.eTag] ?? ""
        return ("\(path) \(body)", try await ada.send(.patch, app.path(path), headers: [.ifMatch: version], json: body))
    }

    private func post(_ path: String, _ body: String) async throws -> RouterAnswer {
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        return try await app.by(app.cast.ada).post(app.path(path), body)
    }

    // MARK: What waits

    /// A step somewhere for somebody, asked for by Ana or one of them all.
    private func ask() async throws {
        let (ana, account) = (try #require(app.cast.ana.membership), app.cast.acme.id)
        let total = try #require(Money(any(["100.00", "5000.00", "20000.00"]), Cast.currency))
        let unit = any(units)
        let digest = try #require(Digest(bytes: [UInt8](repeating: 7, count: 32)))
        let plan = ApprovalPlan(
            id: app.world.newID(),
            subject: ApprovalSubject(
                kind: "thing", id: app.world.newUUID(), revision: 1, digest: digest, total: total, unit: unit, requester: ana.id,
                requesterPerson: ana.person, submitterPerson: ana.person, editors: random.chance(20) ? [any(people).person.id] : []),
            policyVersion: 1, state: .pending, version: 1,
            steps: [
                .init(number: 1, rule: "R", reason: "", role: RoleKey(rawValue: any(["approver", "controller", "clerk"])), unit: unit)
            ],
            requestedAt: app.clock.now, endedAt: nil)
        try await app.database.owner.transaction([]) { transaction in
            transaction.enqueue(ApprovalQueries.insert(plan, account: account))
            transaction.enqueue(ApprovalQueries.insertSteps(of: plan, account: account))
        }
        plans.insert(plan.id)
    }

    /// Those of the plans that somebody could approve at this moment.
    func decidable() async throws -> Set<ApprovalPlanID> {
        app.clock.advance(by: .seconds(Limits.principalMemorySeconds))
        let thing = ApprovalSubjectKind(
            kind: "thing", content: { _, _ in .one("SELECT '{}'::text") { row in try row.next(String?.self) } },
            seen: { _, _, _, _ in
                .one("SELECT 1") { row in
                    _ = try row.next(Int.self); return nil
                }
            }, carryOut: { _, _, _, _ in [] })
        let read = ReadApprovals(database: app.database.service, subjects: [thing], world: app.world)
        var found: Set<ApprovalPlanID> = []
        for token in tokens {
            guard let caller = try? await app.admit(token, in: app.cast.acme.id.description).1 else { continue }
            for plan in plans where !found.contains(plan) {
                guard let page = try? await read.decisionPage(plan, by: caller) else { continue }
                if !page.rights.isEmpty, page.excess == nil { found.insert(plan) }
            }
        }
        return found
    }

    func signInAgain() async throws {
        for (index, person) in people.enumerated() {
            let answer = try await app.client.post(
                "/v1/sessions", #"{"email": "\#(person.email)", "password": "\#(Cast.password)"}"#)
            tokens[index] = try #require(answer.json?["token"]?.text)
        }
    }
}
