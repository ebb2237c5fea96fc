/// A sentence and what was put into it, so that another language can say the same of the same numbers and names.
package struct Sentence: Sendable, Equatable, ExpressibleByStringInterpolation {
    package let text: String
    /// What the literal had between `\(` and `)`, in its order.
    package let values: [String]

    /// One with nothing in it that another language would need.
    package init(_ text: String) {
        self.text = text
        values = []
    }

    package init(stringLiteral text: String) {
        self.init(text)
    }

    package init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [String] = []

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) { text += literal }

        package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            text += value.description
            values.append(value.description)
        }
    }
}
