package import FoundationEssentials
package import Kernel

/// What a verb says has happened, before the ledger has numbered it.
package struct EventDraft: Sendable {
    /// A past participle with its noun in camel case: `quoteSubmitted`.
    package let kind: String
    /// The noun that the event is about: `quote`.
    package let subjectKind: String
    package let subject: UUID
    /// JSON object text. It holds what changed, so that a reader needs nothing else.
    package let data: String

    package init<Subject>(_ kind: String, _ subjectKind: String, _ subject: ID<Subject>, _ data: some Encodable) throws {
        self.kind = kind
        self.subjectKind = subjectKind
        self.subject = subject.uuid
        self.data = try data.canonicalJSON()
    }
}

/// Who acted, for whom, and from where (rule 16). No person: the system itself, as in an import.
package struct Actor: Sendable, Equatable {
    package let person: UUID?
    /// The membership on whose behalf a rep acted.
    package let onBehalfOf: UUID?
    /// Nil for what no request did.
    package let origin: EventOrigin?

    package init(person: UUID?, onBehalfOf: UUID? = nil, origin: EventOrigin? = nil) {
        self.person = person
        self.onBehalfOf = onBehalfOf
        self.origin = origin
    }

    package static let system = Actor(person: nil)
}
