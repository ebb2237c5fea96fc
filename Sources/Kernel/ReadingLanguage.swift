/// In which language somebody reads the texts of the catalog: the languages that they know, the one that they like best first. Every text
/// is there in English, so that is the last.
package struct ReadingLanguage: Sendable, Hashable, ExpressibleByStringLiteral {
    /// As the catalog writes them: `de`, `zh-CN`.
    package let tags: [String]

    /// - Parameters:
    ///   - asked: as requests name them (RFC 9110, 12.5.4), `de-AT` or `zh-Hans`; what is no language is passed over.
    ///   - own: where none of these is there, as the account's own.
    package init(asked: [String] = [], own: String) {
        var tags: [String] = []
        for form in asked.flatMap(Self.forms).prefix(Self.limit) + Self.forms(of: own) where !tags.contains(form) { tags.append(form) }
        self.tags = tags.prefix { $0 != "en" } + ["en"]
    }

    package init(stringLiteral tag: String) {
        self.init(own: tag)
    }

    /// The text in the first of the languages that has one.
    package func text(of texts: [String: String]) -> String? {
        for tag in tags {
            if let text = texts[tag] { return text }
        }
        return nil
    }

    /// What follows is not looked at.
    private static let limit = 8

    /// A tag as the catalog writes it, and without its country, as who asks for German of Austria reads that of Germany. Simplified and
    /// Traditional Chinese are two: neither stands for the other.
    private static func forms(of tag: String) -> [String] {
        let parts = tag.lowercased().split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard let language = parts.first, (2...3).contains(language.utf8.count), parts.count <= 4,
            parts.allSatisfy({ part in !part.isEmpty && part.utf8.allSatisfy(isLetterOrDigit) })
        else { return [] }
        let country = parts.dropFirst().first { $0.utf8.count == 2 }?.uppercased()
        guard language == "zh" else { return (country.map { ["\(language)-\($0)"] } ?? []) + [language] }
        let isTraditional = parts.contains("hant") || !parts.contains("hans") && ["TW", "HK", "MO"].contains(country)
        return isTraditional ? [country.map { "zh-\($0)" } ?? "zh-TW", "zh-TW"] : ["zh-CN", "zh"]
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
