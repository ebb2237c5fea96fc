import FoundationEssentials
import Kernel
import Web

struct SupplierChangeRepresentation: Encodable {
    let id: String
    let kind: String
    let subject: SubjectPart
    /// Absent for the command line.
    let actor: ActorPart?
    let at: Instant
    let data: EmbeddedJSON

    struct SubjectPart: Encodable {
        let id: String
        let name: String?
    }

    struct ActorPart: Encodable {
        let person: PersonID
        let name: String
        let email: String
    }

    init(_ change: SupplierChange) throws {
        id = change.id.uuidString.lowercased()
        kind = change.kind
        subject = SubjectPart(id: change.subject.uuidString.lowercased(), name: change.subjectName)
        actor = change.by.map { ActorPart(person: $0.person, name: $0.name, email: $0.email) }
        at = change.at
        data = try EmbeddedJSON(change.data)
    }
}
