import Testing
import Web

@Suite struct AcceptLanguageTests {
    @Test(
        arguments: [
            (nil, []), ("", []), ("de-DE,de;q=0.9,en;q=0.8", ["de-de", "de", "en"]), ("en;q=0.1, fr;q=0.2", ["fr", "en"]),
            ("de;q=0, en", ["en"]), ("*", []), ("da, en-gb;q=0.8, en;q=0.7, *;q=0.1", ["da", "en-gb", "en"]), ("de;q=x", []),
            ("a;q=0.5,b;q=0.5", ["a", "b"]),
        ] as [(String?, [String])])
    func `languages are asked for by their weight, then in their order`(_ header: String?, _ expected: [String]) {
        #expect(Language.asked(in: header) == expected)
    }
}
