/// The languages that titles and details are written in (api.md, Language).
package enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case chinese = "zh-CN"

    /// The best of `Accept-Language` (RFC 9110, 12.5.4); nil where it names none of ours.
    package static func preferred(in header: String?) -> Language? {
        var best: (language: Language, weight: Int)?
        for range in ranges(of: header) {
            guard let language = named(range.tag) else { continue }
            if range.weight > 0, range.weight > best?.weight ?? 0 { best = (language, range.weight) }
        }
        return best?.language
    }

    /// Every language that `Accept-Language` names, in lower case, the most wished for first: texts of the catalog are in more languages
    /// than messages are. What is refused with a weight of 0 is not among them, nor is `*`, which wishes for nothing.
    package static func asked(in header: String?) -> [String] {
        let wished = ranges(of: header).filter { $0.weight > 0 && $0.tag != "*" }
        return wished.indices.sorted { (wished[$1].weight, $0) < (wished[$0].weight, $1) }.map { wished[$0].tag }
    }

    private static func ranges(of header: String?) -> [(tag: String, weight: Int)] {
        guard let header, header.utf8.count <= 1000 else { return [] }
        return header.split(separator: ",").compactMap { range in
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let tag = parts.first else { return nil }
            return (tag, parts.dropFirst().first { $0.hasPrefix("q=") }.map { thousandths($0.dropFirst(2)) } ?? 1000)
        }
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
