import FoundationEssentials
import Kernel

/// What an instance tells itself by way of the database several times a second. Notifications come in the order in which they were
/// committed: whoever hears a beat has heard all that was told before it was sent.
struct AccessBeat: Sendable, Equatable {
    /// Of the one that has sent it: each believes its own clock only.
    let instance: UUID
    let sentAt: Instant

    init(instance: UUID, sentAt: Instant) {
        self.instance = instance
        self.sentAt = sentAt
    }

    /// Nil for a notification of another kind.
    init?(_ payload: String) {
        let words = payload.split(separator: " ")
        guard words.count == 3, words[0] == "beat", let instance = UUID(uuidString: String(words[1])), let sentAt = Int64(words[2]) else {
            return nil
        }
        self.init(instance: instance, sentAt: Instant(microseconds: sentAt))
    }

    var payload: String { "beat \(instance) \(sentAt.microseconds)" }
}
