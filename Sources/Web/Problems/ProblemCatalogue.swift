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

        func detail(with facts: [String: Fact]) -> String? { detail?.filled { facts[$0]?.words ?? "" } }
    }

    /// How a fault is said: the first of these that the values of the English sentence fill.
    package struct FaultText: Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
        let sentences: [String]

        package init(stringLiteral sentence: String) {
            sentences = [sentence]
        }

        package init(arrayLiteral sentences: String...) {
            self.sentences = sentences
        }
    }

    private var entries: [Language: [String: Entry]] = [:]
    private var faults: [Language: [String: FaultText]] = [:]

    package init() {}

    package func entry(_ code: String, in language: Language) -> Entry? { entries[language]?[code] }

    /// The sentence for a fault; nil where the one that came with it serves. Its `{1}` stands for what the English sentence has first.
    func fault(_ fault: Fault, in language: Language) -> String? {
        let values = fault.sentence.values
        let sentences = faults[language]?[fault.code]?.sentences ?? []
        return sentences.lazy.compactMap { $0.filled { Int($0).flatMap { values.indices.contains($0 - 1) ? values[$0 - 1] : nil } } }.first
    }

    package func adding(_ language: Language, _ entries: [String: Entry], faults: [String: FaultText] = [:]) -> ProblemCatalogue {
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

extension String {
    /// With each `{name}` replaced; nil where there is nothing for one of them.
    fileprivate func filled(_ value: (_ name: String) -> String?) -> String? {
        var (text, rest) = ("", self[...])
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            guard let value = value(String(rest[rest.index(after: start)..<end])) else { return nil }
            text += rest[..<start] + value
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
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
