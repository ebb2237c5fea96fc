package import Ledger

/// An event with what a reader needs to understand it: names as they are now.
package struct AuditEntry: Sendable {
    package let event: Event
    package let actorEmail: String?
    /// Of the member on whose behalf it was done.
    package let memberName: String?
    /// What the thing is called that it happened to; nil where it has no name, or is not there any more.
    package let title: String?
    /// Nil for what no request did.
    package let origin: EventOrigin?
    /// JSON object text: the names of what the event's data names by ids.
    package let names: String?

    package var position: AuditPosition { AuditPosition(at: event.at, sequence: event.sequence) }
}
