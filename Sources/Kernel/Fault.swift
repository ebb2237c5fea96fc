/// One thing that is wrong with an input.
package struct Fault: Sendable, Equatable, Encodable {
    /// RFC 6901 pointer into the body, or `?name` for a query parameter and `Header-Name` for a header.
    package let pointer: String
    /// Stable, in camel case: `required`, `unknownMember`, `notAMultiple`.
    package let code: String
    /// In English.
    package let sentence: Sentence

    package var detail: String { sentence.text }

    package init(_ pointer: String, _ code: String, _ sentence: Sentence) {
        self.pointer = pointer
        self.code = code
        self.sentence = sentence
    }

    @_disfavoredOverload
    package init(_ pointer: String, _ code: String, _ detail: String) {
        self.init(pointer, code, Sentence(detail))
    }

    /// The same within something that stands at a place.
    package func under(_ pointer: String) -> Fault { Fault(pointer + self.pointer, code, sentence) }

    private enum CodingKeys: CodingKey { case pointer, code, detail }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(pointer, forKey: .pointer)
        try container.encode(code, forKey: .code)
        try container.encode(detail, forKey: .detail)
    }
}
