/// What a listener learns.
public enum ListenEvent: Sendable, Hashable {
    /// The server is listening from here on. Comes first, again after each loss of the connection, and when events came faster than they
    /// were taken: notifications before it may have been missed, so look at the data itself.
    case listening
    case notification(payload: String)
}
