import Accounts
import Approvals
import Foundation
import Kernel
import PurveyorTesting
import Testing

/// Plans driven by random acts of random people.
@Suite struct ApprovalPlanTests {
    static let euro = Currency("EUR")!
    static let people = (0..<5).map { _ in PersonID(UUID()) }
    static let now = Instant(microseconds: 0)

    static func digest(_ byte: UInt8) -> Digest { Digest(bytes: [UInt8](repeating: byte, count: 32))! }

    static func subject(
        total: String = "5000", requester: PersonID = people[0], submitter: PersonID = people[0], editors: [PersonID] = []
    ) -> ApprovalSubject {
        ApprovalSubject(
            kind: "quote", id: UUID(), revision: 1, digest: digest(1), total: Money(total, euro)!, unit: ID(UUID()), requester: ID(UUID()),
            requesterPerson: requester, submitterPerson: submitter, editors: editors)
    }

    static func decision(_ verdict: ApprovalDecision.Verdict, by person: PersonID, on digest: Digest = digest(1)) -> ApprovalDecision {
        ApprovalDecision(
            id: ID(UUID()), verdict: verdict, comment: nil, digest: digest, membership: ID(UUID()), person: person, personName: "P", at: now
        )
    }

    static func approver(_ person: PersonID, _ roles: RoleKey..., named name: String = "P") -> [EligibleApprover] {
        roles.map { EligibleApprover(membership: ID(UUID()), person: person, name: name, role: $0, mayDecide: $0 == .approver) }
    }

    static func plan(_ steps: Int, for subject: ApprovalSubject) -> ApprovalPlan {
        ApprovalPlan(
            id: ID(UUID()), subject: subject, policyVersion: 1, state: .pending, version: 1,
            steps: (1...steps).map {
                .init(number: $0, rule: "R\($0)", reason: "", role: $0.isMultiple(of: 2) ? .accountAdmin : .approver, unit: subject.unit)
            },
            requestedAt: now, endedAt: nil)
    }

    @Test func `whatever people do, the rules of a plan hold`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var outcomes: [ApprovalPlan.State: Int] = [:]
        for _ in 0..<3_000 {
            let subject = Self.subject(
                requester: Self.people.randomElement(using: &random)!, submitter: Self.people.randomElement(using: &random)!,
                editors: Self.people.filter { _ in random.chance(15) })
            var plan = Self.plan(.random(in: 1...4, using: &random), for: subject)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let before = plan
                let decision = Self.decision(
                    random.chance(75) ? .approve : [.reject, .return].randomElement(using: &random)!,
                    by: Self.people.randomElement(using: &random)!, on: random.chance(85) ? subject.digest : Self.digest(2))
                let roles = Set([RoleKey.approver, .accountAdmin].filter { _ in random.chance(60) })
                do {
                    try plan.decide(decision) { roles.contains($0.role) }
                    Self.checkAccepted(decision, roles, before, plan, "seed \(seed)")
                } catch {
                    #expect(plan == before, "a refusal changes nothing, seed \(seed)")
                    Self.checkRefused(error, decision, roles, plan, "seed \(seed)")
                }
            }
            outcomes[plan.state, default: 0] += 1
        }
        #expect(outcomes.count == 4, "pending, approved, rejected, returned must all occur: \(outcomes)")
    }

    private static func checkAccepted(
        _ decision: ApprovalDecision, _ roles: Set<RoleKey>, _ before: ApprovalPlan, _ after: ApprovalPlan, _ comment: Comment
    ) {
        #expect(before.state == .pending, comment)
        #expect(decision.person != after.subject.requesterPerson && decision.person != after.subject.submitterPerson, comment)
        #expect(!after.subject.editors.contains(decision.person), comment)
        #expect(decision.digest == after.subject.digest, comment)
        #expect(after.version == before.version + 1, comment)
        for (old, new) in zip(before.steps, after.steps) {
            let isTheirs = old.decision == nil && roles.contains(old.role)
            #expect(new.decision == (isTheirs ? decision : old.decision), comment)
        }
        switch decision.verdict {
        case .reject: #expect(after.state == .rejected && after.endedAt != nil, comment)
        case .return: #expect(after.state == .returned && after.endedAt != nil, comment)
        case .approve:
            let isComplete = after.steps.allSatisfy { $0.decision?.verdict == .approve }
            #expect((after.state == .approved) == isComplete && (after.endedAt != nil) == isComplete, comment)
        }
    }

    private static func checkRefused(
        _ refusal: ApprovalRefusal, _ decision: ApprovalDecision, _ roles: Set<RoleKey>, _ plan: ApprovalPlan, _ comment: Comment
    ) {
        switch refusal {
        case .ownRequest(.requested, _): #expect(plan.subject.requesterPerson == decision.person, comment)
        case .ownRequest(.submitted, _): #expect(plan.subject.submitterPerson == decision.person, comment)
        case .ownRequest(.edited, _): #expect(plan.subject.editors.contains(decision.person), comment)
        case .alreadyEnded(let state, nil): #expect(state == plan.state && state != .pending, comment)
        case .otherContent(let current, _, nil): #expect(current == plan.subject.digest && decision.digest != current, comment)
        case .notYours: #expect(!plan.steps.contains { $0.decision == nil && roles.contains($0.role) }, comment)
        default: Issue.record("\(refusal)")
        }
    }

    @Test func `a plan that needs nothing is approved at once`() throws {
        let policy = ApprovalPolicy(version: 3, rules: [.init(name: "Above", above: Money("5000", Self.euro), role: .approver)])
        let plan = try ApprovalPlan(id: ID(UUID()), for: Self.subject(total: "5000"), under: policy, members: [], at: Self.now)
        #expect(plan.state == .approved && plan.steps.isEmpty && plan.endedAt == Self.now && plan.policyVersion == 3)
    }

    @Test func `a limit fires above it and not at it, and always in another currency`() throws {
        let omar = Self.approver(Self.people[1], .approver)
        for (limit, currency, fires) in [("4999.99", "EUR", true), ("5000", "EUR", false), ("1", "USD", true), ("999999", "USD", true)] {
            let policy = ApprovalPolicy(
                version: 1, rules: [.init(name: "Above", above: Money(limit, Currency(currency)!), role: .approver)])
            let plan = try ApprovalPlan(id: ID(UUID()), for: Self.subject(total: "5000"), under: policy, members: omar, at: Self.now)
            #expect(plan.steps.count == (fires ? 1 : 0), "\(limit) \(currency)")
        }
    }

    @Test func `a plan that nobody but those who asked could complete is refused and names its step`() throws {
        let policy = ApprovalPolicy(version: 1, rules: [.init(name: "All", above: nil, role: .approver)])
        let subject = Self.subject(requester: Self.people[0], submitter: Self.people[1], editors: [Self.people[2]])
        let asking =
            Self.approver(Self.people[0], .approver, named: "Ana") + Self.approver(Self.people[1], .approver, named: "Ada")
            + Self.approver(Self.people[2], .approver, named: "Omar")
        let excluded = [
            ExcludedApprover(name: "Ana", because: .requested), ExcludedApprover(name: "Ada", because: .submitted),
            ExcludedApprover(name: "Omar", because: .edited),
        ]
        let refusal = ApprovalRefusal.nobodyEligible(rule: "All", role: .approver, excluded: excluded)
        #expect(throws: refusal) {
            try ApprovalPlan(id: ID(UUID()), for: subject, under: policy, members: asking, at: Self.now)
        }
        #expect(refusal.sentence.contains("Ana asked for it, Ada submitted it, Omar changed it."))
        #expect(throws: ApprovalRefusal.nobodyEligible(rule: "All", role: .approver, excluded: [])) {
            try ApprovalPlan(id: ID(UUID()), for: subject, under: policy, members: [], at: Self.now)
        }
        let more = asking + Self.approver(Self.people[3], .approver)
        #expect(try ApprovalPlan(id: ID(UUID()), for: subject, under: policy, members: more, at: Self.now).state == .pending)
    }

    @Test func `a role that may not decide makes nobody eligible by itself`() throws {
        let policy = ApprovalPolicy(version: 1, rules: [.init(name: "Admin", above: nil, role: .accountAdmin)])
        let subject = Self.subject()
        let excluded = [ExcludedApprover(name: "P", because: .mayNotDecide)]
        #expect(throws: ApprovalRefusal.nobodyEligible(rule: "Admin", role: .accountAdmin, excluded: excluded)) {
            try ApprovalPlan(
                id: ID(UUID()), for: subject, under: policy, members: Self.approver(Self.people[1], .accountAdmin), at: Self.now)
        }
        let both = Self.approver(Self.people[1], .accountAdmin, .approver)
        #expect(try ApprovalPlan(id: ID(UUID()), for: subject, under: policy, members: both, at: Self.now).steps.count == 1)
    }
}
