import Cryptography
import Testing

@Suite struct PasswordTests {
    /// Small, so that the rules are tested without their price; the standard parameters have a test of their own.
    static let cheap = Scrypt.Parameters(logCost: 4, blockSize: 1, parallelism: 1)!

    /// RFC 7914, section 12: the first three vectors (the fourth needs 1 GiB).
    @Test(arguments: [
        (
            "", "", 4, 1, 1,
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        (
            "password", "NaCl", 10, 8, 16,
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        (
            "pleaseletmein", "SodiumChloride", 14, 8, 1,
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ])
    func scryptAgreesWithRFC7914(
        password: String, salt: String, logCost: Int, blockSize: Int, parallelism: Int, expected: String
    ) throws {
        let parameters = try #require(Scrypt.Parameters(logCost: logCost, blockSize: blockSize, parallelism: parallelism))
        let key = Scrypt.key(Array(password.utf8), salt: Array(salt.utf8), parameters: parameters, count: 64)
        #expect(key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
    }

    @Test func onlyTheRightPasswordMatchesAndTheStoredTextIsEnough() async throws {
        let hasher = PasswordHasher(parameters: Self.cheap)
        let hash = try await hasher.hash("Grüße, 世界")
        let stored = try #require(PasswordHash(hash.text))
        #expect(stored == hash)
        #expect(hash.text.hasPrefix("$scrypt$ln=4,r=1,p=1$"))
        #expect(try await hasher.verify("Grüße, 世界", against: stored))
        for wrong in ["", "Grüße, 世", "grüße, 世界", "Grüße, 世界 "] {
            #expect(try await !hasher.verify(wrong, against: stored))
        }
    }

    @Test func twoHashesOfOnePasswordDiffer() async throws {
        let hasher = PasswordHasher(parameters: Self.cheap)
        #expect(try await hasher.hash("same").text != hasher.hash("same").text)
    }

    @Test func standardParametersVerifyAndOldOnesAreOutdated() async throws {
        let hasher = PasswordHasher()
        let hash = try await hasher.hash("correct horse")
        #expect(hash.text.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(try await hasher.verify("correct horse", against: hash))
        #expect(!hasher.isOutdated(hash))
        #expect(try await hasher.isOutdated(PasswordHasher(parameters: Self.cheap).hash("correct horse")))
    }

    /// The work of a check is that of its hash's parameters: an unknown person is checked against a hash with those of everybody else.
    @Test func anUnknownPersonIsRefusedAfterTheSameWork() async throws {
        let hasher = PasswordHasher()
        #expect(try await hasher.decoy.parameters == hasher.hash("x").parameters)
        #expect(try await !hasher.verify("y", against: nil))
    }

    @Test func oneClientsFloodLeavesRoomForOthers() async throws {
        let hasher = PasswordHasher(
            parameters: Scrypt.Parameters(logCost: 14, blockSize: 8, parallelism: 1)!, width: 1, queueLimit: 10, clientLimit: 3)
        let served = await withTaskGroup(of: (String, Bool).self) { group in
            for number in 0..<44 {
                let client = number % 11 == 10 ? "other \(number)" : "flood"
                group.addTask { (client, (try? await hasher.hash("x", for: client)) != nil) }
            }
            return await group.reduce(into: [String: [Bool]]()) { $0[$1.0, default: []].append($1.1) }
        }
        #expect(served["flood"]?.contains(true) == true && served["flood"]?.contains(false) == true)
        #expect(served.filter { $0.key != "flood" }.values.allSatisfy { $0 == [true] })
        for _ in 0..<8 { #expect(try await hasher.verify("x", against: hasher.hash("x", for: "flood"), for: "flood")) }
    }

    @Test func aFloodIsRefusedBeyondTheQueueAndTheRestIsServed() async throws {
        let hasher = PasswordHasher(parameters: Scrypt.Parameters(logCost: 14, blockSize: 8, parallelism: 1)!, width: 1, queueLimit: 3)
        let (served, refused) = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 { group.addTask { (try? await hasher.hash("x")) != nil } }
            return await group.reduce(into: (0, 0)) { if $1 { $0.0 += 1 } else { $0.1 += 1 } }
        }
        #expect(served >= 4)
        #expect(refused >= 1)
        #expect(try await hasher.verify("x", against: hasher.hash("x")))
    }

    @Test(arguments: [
        "", "x", "$scrypt$", "$argon2id$ln=4,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=30,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=20,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$r=8,ln=4,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=1,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$scrypt$ln=4,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!",
    ])
    func whatIsNotAPasswordHashIsNotRead(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test func aHashDoesNotShowItselfInALog() async throws {
        let hash = try await PasswordHasher(parameters: Self.cheap).hash("x")
        let key = try #require(hash.text.split(separator: "$").last)
        for text in ["\(hash)", String(reflecting: hash), String(describing: Optional(hash))] { #expect(!text.contains(key)) }
    }
}
