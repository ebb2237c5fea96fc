/// What a room throws when it will not do what was asked: the caller's doing, never ours. `Web` makes a problem of it (RFC 9457).
package protocol Refusal: Error, Sendable {
    var kind: RefusalKind { get }
    /// Stable, in kebab case: the last part of the problem's type, and a paragraph in docs/problems.md.
    var code: String { get }
    /// One English sentence for the person who asked. Nothing of another account, no SQL.
    var sentence: String { get }
    /// What a program needs in order to act on it, as extension members of the problem.
    var facts: [String: Fact] { get }
}

extension Refusal {
    package var facts: [String: Fact] { [:] }
}

/// The answer a refusal leads to.
package enum RefusalKind: Sendable, Equatable {
    case malformed([Fault])
    case unauthenticated
    case forbidden
    case notFound
    case conflict
    /// A version that is no longer the current one.
    case stale(current: Int)
    case preconditionRequired
    case tooLarge
    /// With the types of content that are taken.
    case unsupportedMediaType([String])
    case invalid([Fault])
    case tooMany(retryAfterSeconds: Int)
    case unavailable(retryAfterSeconds: Int)
}

/// A value of a refusal's facts.
package enum Fact: Sendable, Equatable, Encodable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([Fact])
    case object([String: Fact])

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .flag(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
