import Accounts
import Cryptography
import Kernel
import PurveyorTesting
import Testing

@Suite(.database) struct SignInTests {
    @Test func `the right password opens a session that lasts its hours`() async throws {
        let house = House()
        let ana = try await house.person("Ana")
        let signedIn = try await house.signIn(email: ana.email.uppercased(), password: House.password, from: "10.1.0.1")
        #expect(signedIn.expiresAt == house.world.now() + .seconds(Limits.sessionHours * 3600))
        #expect(try await house.admit(signedIn.token.text).person == ana)
        house.advance(.seconds(Limits.sessionHours * 3600))
        await #expect(throws: AccessRefusal.notSignedIn) { try await house.admit(signedIn.token.text) }
    }

    @Test func `a wrong password and an unknown person are refused alike`() async throws {
        let house = House()
        let ana = try await house.person("Ana")
        await #expect(throws: SignInRefusal.failed) {
            try await house.signIn(email: ana.email, password: "wrong password", from: "10.2.0.1")
        }
        await #expect(throws: SignInRefusal.failed) {
            try await house.signIn(email: "nobody@example.com", password: House.password, from: "10.2.0.1")
        }
    }

    /// A hasher that takes nothing refuses both: so both ask it, the unknown person's decoy included.
    @Test func `an unknown person costs a hash too`() async throws {
        let house = House()
        let full = SignIn(
            database: house.database, hasher: PasswordHasher(width: 0, queueLimit: 0), world: house.world)
        let ana = try await house.person("Ana")
        for email in [ana.email, "nobody@example.com"] {
            await #expect(throws: PasswordRefusal.tooManySignIns) {
                try await full(email: email, password: House.password, from: "10.3.0.1")
            }
        }
    }

    @Test func `failures throttle their address and lock nobody out elsewhere`() async throws {
        let house = House()
        let ana = try await house.person("Ana")
        for _ in 0..<Limits.signInFailuresPerPerson {
            await #expect(throws: SignInRefusal.failed) {
                try await house.signIn(email: ana.email, password: "guess after guess", from: "10.4.0.66")
            }
        }
        await #expect(throws: SignInRefusal.throttled(retryAfterSeconds: Limits.signInWindowMinutes * 60)) {
            try await house.signIn(email: ana.email, password: House.password, from: "10.4.0.66")
        }
        _ = try await house.signIn(email: ana.email, password: House.password, from: "10.4.0.1")
        let ben = try await house.person("Ben")
        _ = try await house.signIn(email: ben.email, password: House.password, from: "10.4.0.66")
        house.advance(.seconds(Limits.signInWindowMinutes * 60))
        _ = try await house.signIn(email: ana.email, password: House.password, from: "10.4.0.66")
    }

    @Test func `guesses spread over many people throttle their address`() async throws {
        let house = House()
        let ana = try await house.person("Ana")
        for number in 0..<Limits.signInFailuresPerAddress {
            await #expect(throws: SignInRefusal.failed) {
                try await house.signIn(email: "p\(number)@example.com", password: "guess after guess", from: "10.5.0.66")
            }
        }
        await #expect(throws: SignInRefusal.throttled(retryAfterSeconds: Limits.signInWindowMinutes * 60)) {
            try await house.signIn(email: ana.email, password: House.password, from: "10.5.0.66")
        }
    }

    @Test func `a success forgets the failures before it`() async throws {
        let house = House()
        let ana = try await house.person("Ana")
        for _ in 0..<3 {
            for _ in 1..<Limits.signInFailuresPerPerson {
                await #expect(throws: SignInRefusal.failed) {
                    try await house.signIn(email: ana.email, password: "mistyped often", from: "10.6.0.1")
                }
            }
            _ = try await house.signIn(email: ana.email, password: House.password, from: "10.6.0.1")
        }
    }

    @Test func `a new password ends the sessions of the old one`() async throws {
        let house = House()
        let ana = try await house.person("Ana")
        let token = try await house.token(ana)
        try await SetPassword(database: house.database, hasher: house.hasher, world: house.world)("another good one", of: ana.id)
        await #expect(throws: AccessRefusal.notSignedIn) { try await house.admit(token) }
        await #expect(throws: OrganisationRefusal.passwordTooShort) {
            try await SetPassword(database: house.database, hasher: house.hasher, world: house.world)("short", of: ana.id)
        }
    }
}
