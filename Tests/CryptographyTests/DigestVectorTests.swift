import Cryptography
import Kernel
import Testing

@Suite struct DigestVectorTests {
    /// RFC 6234, section 8.5, TEST1, TEST2_1; FIPS 180-4's empty message.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func sha256AgreesWithRFC6234(message: String, expected: String) {
        #expect(SHA256.digest(message).description == expected)
        #expect(SHA256.digest(Array(message.utf8)).description == expected)
    }

    /// RFC 6234, section 8.5, TEST3 and TEST4.
    @Test func sha256OfAMillionLettersInPiecesAgreesWithRFC6234() {
        var hash = SHA256()
        for _ in 0..<1000 { hash.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }
        #expect(hash.finish().description == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")

        var digits = SHA256()
        for _ in 0..<80 { digits.update("01234567") }
        #expect(digits.finish().description == "594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5")
    }

    @Test func piecesOfAnySizeGiveTheDigestOfTheWhole() {
        let message = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for size in [1, 7, 63, 64, 65, 300] {
            var hash = SHA256()
            for start in stride(from: 0, to: message.count, by: size) { hash.update(Array(message[start...].prefix(size))) }
            #expect(hash.finish() == SHA256.digest(message))
        }
    }

    /// RFC 4231, test cases 1, 2, 3, 4, 6 and 7.
    @Test(
        arguments: [
            (repeated(0x0b, 20), Array("Hi There".utf8), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (repeated(0xaa, 20), repeated(0xdd, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
            (Array(1...25), repeated(0xcd, 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
            (
                repeated(0xaa, 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
            (
                repeated(0xaa, 131),
                Array(
                    ("This is a test using a larger than block-size key and a larger than block-size data. "
                        + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
            ),
        ] as [([UInt8], [UInt8], String)])
    func hmacAgreesWithRFC4231(key: [UInt8], message: [UInt8], expected: String) throws {
        let tag = HMAC.sha256(message, key: key)
        #expect(tag.description == expected)
        #expect(HMAC.isValid(tag.bytes, for: message, key: key))
        #expect(!HMAC.isValid(tag.bytes.dropLast() + [tag.bytes[31] ^ 1], for: message, key: key))
        #expect(!HMAC.isValid(Array(tag.bytes.dropLast()), for: message, key: key))
    }

    @Test func comparisonSeesEveryByteAndTheLength() {
        let secret = SecureRandom.bytes(32)
        #expect(constantTimeEquals(secret, secret))
        #expect(constantTimeEquals([], []))
        #expect(!constantTimeEquals(secret, secret + [0]))
        for index in secret.indices {
            var other = secret
            other[index] ^= 0x80
            #expect(!constantTimeEquals(secret, other))
        }
    }
}

private func repeated(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }
