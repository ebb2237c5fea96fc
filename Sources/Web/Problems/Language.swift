/// The languages that titles and details are written in (api.md, Language).
package enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case chinese = "zh-CN"

    /// The best of `Accept-Language` (RFC 9110, 12.5.4); nil where it names none of ours.
    package static func preferred(in header: String?) -> Language? {
        guard let header, header.utf8.count <= 1000 else { return nil }
        var best: (language: Language, weight: Int)?
        for range in header.split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let tag = parts.first, let language = named(tag) else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { thousandths($0.dropFirst(2)) } ?? 1000
            if weight > 0, weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language
    }

    private static func named(_ tag: String) -> Language? {
        if tag == "en" || tag.hasPrefix("en-") { return .english }
        // Simplified Chinese is the one that there is; Traditional readers get English rather than the wrong script.
        if tag == "zh" || tag == "zh-cn" || tag == "zh-sg" || tag.hasPrefix("zh-hans") { return .chinese }
        return tag == "*" ? .english : nil
    }

    /// `0.8` is 800. A weight has at most three decimals; a wrong one counts as 0.
    private static func thousandths(_ weight: Substring) -> Int {
        let parts = weight.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int($0) }), (0...1).contains(whole), parts.count <= 2 else { return 0 }
        guard parts.count == 2, !parts[1].isEmpty else { return whole * 1000 }
        guard parts[1].count <= 3, let fraction = Int(parts[1] + String(repeating: "0", count: 3 - parts[1].count)) else { return 0 }
        return min(1000, whole * 1000 + fraction)
    }
}
