import Kernel

/// Titles and details of problems by code and language. A room adds its own; what has no translation is in English.
package struct ProblemCatalogue: Sendable {
    package struct Entry: Sendable, Equatable {
        package let title: String
        /// Nil: the sentence that came with the refusal. `{state}` stands for the fact of that name.
        package let detail: String?

        package init(_ title: String, _ detail: String? = nil) {
            self.title = title
            self.detail = detail
        }

        func detail(with facts: [String: Fact]) -> String? {
            guard let detail, detail.contains("{") else { return detail }
            var (text, rest) = ("", detail[...])
            while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
                text += rest[..<start] + (facts[String(rest[rest.index(after: start)..<end])]?.words ?? "")
                rest = rest[rest.index(after: end)...]
            }
            return text + rest
        }
    }

    private var entries: [Language: [String: Entry]] = [:]
    private var faults: [Language: [String: String]] = [:]

    package init() {}

    package func entry(_ code: String, in language: Language) -> Entry? { entries[language]?[code] }

    /// The sentence for a fault's code; nil where the one that came with it serves.
    package func fault(_ code: String, in language: Language) -> String? { faults[language]?[code] }

    package func adding(_ language: Language, _ entries: [String: Entry], faults: [String: String] = [:]) -> ProblemCatalogue {
        var copy = self
        copy.entries[language, default: [:]].merge(entries) { _, new in new }
        copy.faults[language, default: [:]].merge(faults) { _, new in new }
        return copy
    }

    /// `quote-not-found` → `Quote not found`.
    package static func title(for code: String) -> String {
        let words = code.replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

extension Fact {
    /// Within a sentence.
    fileprivate var words: String {
        switch self {
        case .text(let value): value
        case .number(let value): String(value)
        case .flag(let value): String(value)
        case .list(let values): values.map(\.words).joined(separator: ", ")
        // An amount of money; nothing else is said in a sentence.
        case .object(let values): [values["amount"], values["currency"]].compactMap { $0?.words }.joined(separator: " ")
        }
    }
}
