import Kernel
import Testing

@Suite struct ReadingLanguageTests {
    @Test(arguments: [
        (["de-at"], "zh-CN", ["de-AT", "de", "zh-CN", "zh", "en"]), ([], "de", ["de", "en"]), (["en-gb", "de"], "de", ["en-GB", "en"]),
        (["zh-hans"], "en", ["zh-CN", "zh", "en"]), (["zh"], "en", ["zh-CN", "zh", "en"]),
        (["zh-hant-hk"], "en", ["zh-HK", "zh-TW", "en"]),
        (["fr", "de"], "en", ["fr", "de", "en"]), (["*", "x", "de--at", "d\u{E9}"], "en", ["en"]), (["de"], "de", ["de", "en"]),
    ])
    func `what is asked for comes first, then one's own, and English last`(_ asked: [String], _ own: String, _ expected: [String]) {
        #expect(ReadingLanguage(asked: asked, own: own).tags == expected)
    }

    @Test func `however much is asked for, one's own is looked at, and few others`() {
        let many = (0..<26).map { "a" + String(Character(Unicode.Scalar(UInt8(97 + $0)))) }
        let tags = ReadingLanguage(asked: many, own: "de").tags
        #expect(tags.count <= 10 && tags.suffix(2) == ["de", "en"])
    }

    @Test func `a text is that of the first language that has one`() {
        let language = ReadingLanguage(asked: ["fr", "de-CH"], own: "zh-CN")
        #expect(language.text(of: ["en": "Paper", "de": "Papier", "zh-CN": "纸"]) == "Papier")
        #expect(language.text(of: ["en": "Paper", "zh-CN": "纸"]) == "纸")
        #expect(language.text(of: ["en": "Paper"]) == "Paper")
        #expect(language.text(of: [:]) == nil)
    }
}
