import FoundationEssentials
import Kernel
import Ledger
import Web

/// An event as CloudEvents 1.0 writes it (JSON event format, structured mode). Extension attributes are lower case and have no sign
/// in them.
struct CloudEventRepresentation: Encodable {
    let specversion = "1.0"
    let id: String
    let source: String
    let type: String
    let subject: String
    let time: Instant
    let datacontenttype = "application/json"
    let data: EmbeddedJSON
    /// The event's place in the feed: what a reader remembers and sends as `after`.
    let position: Int
    /// Its number in its account's own ledger.
    let sequence: Int
    let actor: String?
    let onbehalfof: String?

    init(_ entry: FeedEntry) throws {
        let event = entry.event
        id = event.id.uuidString.lowercased()
        source = "/v1/accounts/\(event.account.uuidString.lowercased())"
        type = "purveyor.\(event.kind)"
        subject = "\(event.subjectKind)/\(event.subject.uuidString.lowercased())"
        time = event.at
        data = try EmbeddedJSON(event.data)
        position = entry.position
        sequence = event.sequence
        actor = event.actor?.uuidString.lowercased()
        onbehalfof = event.onBehalfOf?.uuidString.lowercased()
    }
}
