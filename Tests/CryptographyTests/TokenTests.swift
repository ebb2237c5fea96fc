import Cryptography
import Testing

@Suite struct TokenTests {
    @Test func aTokenIsReadBackFromItsTextAndKnownByItsDigest() throws {
        for kind in Token.Kind.allCases {
            let token = Token.new(kind)
            let read = try #require(Token(token.text))
            #expect(token.text.utf8.count == 47)
            #expect(read.text == token.text)
            #expect(read.kind == kind)
            #expect(read.digest == SHA256.digest(token.text))
        }
        #expect(Token.new().text.hasPrefix("pvs_"))
        #expect(Token.new().text != Token.new().text)
    }

    @Test(arguments: [
        "", "pvs_", "pvs_AAAA", "xyz_" + String(repeating: "A", count: 43), "pvs_" + String(repeating: "A", count: 44),
        "pvs_" + String(repeating: "A", count: 42) + "+", "pvs_" + String(repeating: "A", count: 42) + "B", "Bearer pvs_",
    ])
    func whatCannotBeATokenIsNotRead(text: String) {
        #expect(Token(text) == nil)
    }

    @Test func aTokenDoesNotShowItselfInALog() {
        let token = Token.new(random: { [UInt8](repeating: 0, count: $0) })
        for text in ["\(token)", String(reflecting: token), String(describing: Optional(token))] { #expect(!text.contains("AAAA")) }
    }

    /// RFC 4648, section 10, without the padding.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
    ])
    func base64AgreesWithRFC4648(plain: String, encoded: String) {
        #expect(Base64.standard.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.standard.decode(encoded) == Array(plain.utf8))
    }

    @Test func everyByteStringSurvivesBothAlphabetsAndNothingElseIsRead() {
        var generator = SystemRandomNumberGenerator()
        for count in 0..<70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            for alphabet in [Base64.url, .standard] { #expect(alphabet.decode(alphabet.encode(bytes)) == bytes) }
        }
        #expect(Base64.url.encode([0xfb, 0xff]) == "-_8")
        for foreign in ["-_9", "+/8", "A", "Zg==", "Z g", "é"] { #expect(Base64.url.decode(foreign) == nil) }
    }
}
