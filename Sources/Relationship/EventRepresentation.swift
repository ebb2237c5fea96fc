import FoundationEssentials
import Kernel
package import Ledger
import Web

/// An event of an account's ledger, as its readers see it.
package struct EventRepresentation: Encodable {
    let sequence: Int
    let id: String
    let kind: String
    let subject: SubjectPart
    let actor: ActorPart?
    let onBehalfOf: String?
    let onBehalfOfName: String?
    /// Who did it, as a reader is told: "Sofia for Nina".
    let by: String?
    let at: Instant
    let data: EmbeddedJSON
    /// Of the event with the number before, which the reader need not have been shown; nil before the first.
    let previousHash: String?
    let hash: String

    struct SubjectPart: Encodable {
        let kind: String
        let id: String
    }

    struct ActorPart: Encodable {
        let person: String
        let name: String?
    }

    package init(_ event: Event) throws {
        sequence = event.sequence
        id = event.id.uuidString.lowercased()
        kind = event.kind
        subject = SubjectPart(kind: event.subjectKind, id: event.subject.uuidString.lowercased())
        actor = event.actor.map { ActorPart(person: $0.uuidString.lowercased(), name: event.actorName) }
        onBehalfOf = event.onBehalfOf?.uuidString.lowercased()
        onBehalfOfName = event.onBehalfOfName
        by = event.actorName.map { actor in event.onBehalfOfName.map { "\(actor) for \($0)" } ?? actor }
        at = event.at
        data = try EmbeddedJSON(event.data)
        previousHash = Digest(bytes: event.previousHash)?.description
        hash = Digest(bytes: event.hash)?.description ?? ""
    }
}
