import Foundation
import Kernel
import PurveyorTesting
import Testing

@testable import Accounts

@Suite struct PrincipalMemoryTests {
    private let now = Instant("2026-06-15T10:00:00Z")!
    private let account = AccountID(UUID())
    private let person = PersonID(UUID())
    private let session = UUID()
    private let token = Digest(bytes: [UInt8](repeating: 1, count: 32))!

    private func admission(until: Instant? = nil, expiresAt: Instant? = nil) -> Admission {
        let principal = Principal(
            person: Person(id: person, email: "ana@example.com", name: "Ana", language: "en"), staffTitle: nil,
            credential: .session(session), tokenDigest: token, expiresAt: expiresAt)
        let caller = Caller(
            person: person, personName: "Ana", account: account, timeZone: "UTC", language: "en", currency: Currency("EUR")!, places: [],
            tree: UnitTree(version: 1, []), credential: .session(session))
        return Admission(principal: principal, caller: caller, until: until)
    }

    private func hearing() -> PrincipalMemory {
        let memory = PrincipalMemory()
        memory.listensAnew()
        memory.hear(AccessBeat(instance: UUID(), sentAt: now))
        return memory
    }

    @Test func `an answer to a question from before a notice is worthless after it`() {
        for notice in [AccessNotice.account(account), .person(person), .credential(session), .everything] {
            let memory = hearing()
            let question = memory.question(at: now)
            memory.hear(notice)
            // The answer comes after the notice, from before the change.
            memory.remember(admission(), in: account, asked: question)
            #expect(memory.recall(token, in: account, at: now) == nil, "\(notice)")
            memory.remember(admission(), in: account, asked: memory.question(at: now))
            #expect(memory.recall(token, in: account, at: now) != nil, "\(notice)")
            memory.hear(notice)
            #expect(memory.recall(token, in: account, at: now) == nil, "\(notice)")
        }
    }

    @Test func `a notice about others leaves what is remembered`() {
        let memory = hearing()
        memory.remember(admission(), in: account, asked: memory.question(at: now))
        for notice in [AccessNotice.account(AccountID(UUID())), .person(PersonID(UUID())), .credential(UUID())] {
            memory.hear(notice)
            #expect(memory.recall(token, in: account, at: now) != nil)
        }
    }

    @Test func `nothing is remembered longer than its token, its day, ten seconds, or without a beat of the last second`() {
        func isThere(_ admission: Admission, after seconds: Int, beat: Int? = nil) -> Bool {
            let memory = hearing()
            memory.remember(admission, in: account, asked: memory.question(at: now))
            let later = now + .seconds(seconds)
            memory.hear(AccessBeat(instance: UUID(), sentAt: beat.map { now + .seconds($0) } ?? later))
            return memory.recall(token, in: account, at: later) != nil
        }
        #expect(isThere(admission(), after: Limits.principalMemorySeconds - 1))
        #expect(!isThere(admission(), after: Limits.principalMemorySeconds))
        #expect(isThere(admission(expiresAt: now + .seconds(5)), after: 4))
        #expect(!isThere(admission(expiresAt: now + .seconds(5)), after: 5))
        #expect(!isThere(admission(until: now + .seconds(5)), after: 5))
        #expect(!isThere(admission(), after: 4, beat: 3))
        let deaf = PrincipalMemory()
        deaf.remember(admission(), in: account, asked: deaf.question(at: now))
        #expect(deaf.recall(token, in: account, at: now) == nil)
    }

    @Test func `what nobody understands makes everything worthless`() {
        #expect(AccessNotice("account \(account)") == .account(account))
        #expect(AccessNotice("person \(person)") == .person(person))
        #expect(AccessNotice("credential \(session)") == .credential(session))
        for payload in ["", "account", "account acme", "moon \(account)", "account \(account) more"] {
            #expect(AccessNotice(payload) == .everything)
        }
        let beat = AccessBeat(instance: session, sentAt: now)
        #expect(AccessBeat(beat.payload) == beat)
    }

    @Test func `more notices than it keeps make it begin anew`() {
        let memory = PrincipalMemory(capacity: 4)
        memory.listensAnew()
        memory.hear(AccessBeat(instance: UUID(), sentAt: now))
        memory.remember(admission(), in: account, asked: memory.question(at: now))
        let question = memory.question(at: now)
        for _ in 0..<5 { memory.hear(.person(PersonID(UUID()))) }
        #expect(memory.recall(token, in: account, at: now) == nil)
        memory.remember(admission(), in: account, asked: question)
        #expect(memory.recall(token, in: account, at: now) == nil)
    }
}
