package import Kernel

/// What a filter admits of an attribute.
package enum AttributeWish: Sendable, Equatable {
    /// The value as it is written: a text, a choice, `true`, `16`.
    case value(String)
    /// Numbers from one to another, both inclusive; an end that is open is nil.
    case range(Quantity?, Quantity?)

    /// `16`, `16..32`, `..32`, `16..`, or a text.
    package init(_ text: String) {
        let parts = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts.contains(where: { !$0.isEmpty }), let from = Self.end(parts[0]), let to = Self.end(parts[1]) else {
            self = .value(text)
            return
        }
        self = .range(from, to)
    }

    func admits(_ value: AttributeValue) -> Bool {
        switch (self, value) {
        case (.value(let text), .number(let number, _)): Quantity(text) == number
        case (.value(let text), _): text == value.text
        case (.range(let from, let to), .number(let number, _)): from.map { $0 <= number } ?? true && to.map { number <= $0 } ?? true
        case (.range, _): false
        }
    }

    /// Nil for what is no number; nil within for an end that is open.
    private static func end(_ text: Substring) -> Quantity?? {
        text.isEmpty ? .some(nil) : Quantity(text).map { .some($0) }
    }
}
