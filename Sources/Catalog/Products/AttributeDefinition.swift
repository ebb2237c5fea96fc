package import Kernel

/// What products of a category, and of those below it, are described by.
package struct AttributeDefinition: Sendable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable { case text, number, flag, choice }

    /// One of a list.
    package struct Option: Sendable, Equatable {
        package let value: String
        /// By language; without one the value itself is shown.
        package let labels: [String: String]

        package init(value: String, labels: [String: String]) {
            self.value = value
            self.labels = labels
        }
    }

    package let name: String
    package let kind: Kind
    /// UN/ECE Recommendation 20 code of a number.
    package let unit: String?
    /// By language.
    package let labels: [String: String]
    package let options: [Option]

    package init(name: String, kind: Kind, unit: String?, labels: [String: String], options: [Option]) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.labels = labels
        self.options = options
    }

    /// The same everywhere that the name is used, so that a filter and a facet mean one thing.
    package func agrees(with other: AttributeDefinition) -> Bool { kind == other.kind && unit == other.unit }

    package func label(in language: ReadingLanguage) -> String { language.text(of: labels) ?? name }

    package func label(of value: String, in language: ReadingLanguage) -> String? {
        options.first { $0.value == value }.flatMap { language.text(of: $0.labels) }
    }
}
