import Accounts
import Cryptography
import Kernel
import Postgres
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

    @Test func `many guesses at once learn no more than as many in a row`() async throws {
        let house = House()
        let ana = try await house.person("Ana")
        let failures = await race(
            (0..<25).map { number in
                { @Sendable in _ = try await house.signIn(email: ana.email, password: "guess number \(number)", from: "10.7.0.66") }
            }
        ).failures
        #expect(failures.count { $0 as? SignInRefusal == .failed } == Limits.signInFailuresPerPerson)
        #expect(failures.count { $0 as? SignInRefusal != .failed } == 25 - Limits.signInFailuresPerPerson)
        // The right one among them would have been refused too; from elsewhere it is right.
        await #expect(throws: SignInRefusal.throttled(retryAfterSeconds: Limits.signInWindowMinutes * 60)) {
            try await house.signIn(email: ana.email, password: House.password, from: "10.7.0.66")
        }
        _ = try await house.signIn(email: ana.email, password: House.password, from: "10.7.0.1")
    }

    @Test func `guesses at many people at once come to the end of what their address may`() async throws {
        let house = House()
        let failures = await race(
            (0..<Limits.signInFailuresPerAddress + 30).map { number in
                { @Sendable in _ = try await house.signIn(email: "p\(number)@example.com", password: "guess", from: "10.8.0.66") }
            }
        ).failures
        // The hasher may be full meanwhile: what it does not look at does not count.
        let looked = failures.count { $0 as? SignInRefusal == .failed }
        let full = failures.count { $0 is PasswordRefusal }
        #expect(looked <= Limits.signInFailuresPerAddress && looked + full >= Limits.signInFailuresPerAddress)
        let noted = try await TestDatabase.current.owner.query(
            Query<Int>.one("SELECT count(*) FROM sign_in_failures WHERE address = '10.8.0.66'") { try $0.next() })
        #expect(noted == looked)
    }

    @Test func `an attempt whose password nobody looked at is no failure`() async throws {
        let house = House()
        let ana = try await house.person("Ana")
        let full = SignIn(database: house.database, hasher: PasswordHasher(width: 0, queueLimit: 0), world: house.world)
        for _ in 0...Limits.signInFailuresPerPerson {
            await #expect(throws: PasswordRefusal.tooManySignIns) {
                try await full(email: ana.email, password: House.password, from: "10.9.0.1")
            }
        }
        _ = try await house.signIn(email: ana.email, password: House.password, from: "10.9.0.1")
    }

    @Test func `more sign-ins than the hasher keeps in line are refused at once, and the others go on`() async throws {
        let house = House()
        let ana = try await house.person("Ana")
        let narrow = SignIn(
            database: house.database,
            hasher: PasswordHasher(parameters: Scrypt.Parameters(logCost: 14, blockSize: 8, parallelism: 1)!, width: 1, queueLimit: 2),
            world: house.world)
        let results = await race(
            (0..<40).map { number in
                { @Sendable in _ = try await narrow(email: ana.email, password: House.password, from: "10.10.0.\(number)") }
            })
        #expect(results.successes >= 3)
        #expect(results.failures.allSatisfy { $0 is PasswordRefusal })
        #expect(results.failures.count > 0)
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
