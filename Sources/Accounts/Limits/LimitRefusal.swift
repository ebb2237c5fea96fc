package import Kernel

/// Why somebody who may do something may not do so much of it.
package enum LimitRefusal: Refusal, Equatable {
    case beyond(LimitExcess)

    package var kind: RefusalKind { .forbidden }
    package var code: String { "limit-exceeded" }

    package var sentence: String {
        switch self {
        case .beyond(let excess): excess.sentence
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .beyond(let excess): excess.facts
        }
    }
}
