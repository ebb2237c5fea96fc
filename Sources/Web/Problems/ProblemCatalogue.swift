/// Titles and details of problems by code and language. A room adds its own; what has no translation is in English.
package struct ProblemCatalogue: Sendable {
    package struct Entry: Sendable, Equatable {
        package let title: String
        /// Nil: the sentence that came with the refusal.
        package let detail: String?

        package init(_ title: String, _ detail: String? = nil) {
            self.title = title
            self.detail = detail
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
