/// Takes a mail out of the house.
package protocol Mailer: Sendable {
    /// Returns once the mail is somebody else's to deliver.
    /// - Throws: `MailFault`, or `CancellationError` where the task was cancelled: nobody knows then whether it went out.
    func send(_ message: Message) async throws
}

/// Why a mail did not go out.
package enum MailFault: Error, Sendable, Equatable {
    /// For now: the server is away, or asks to try again.
    case notNow(String)
    /// This mail will not be taken, however often it is tried.
    case refused(String)

    package var reason: String {
        switch self {
        case .notNow(let reason), .refused(let reason): reason
        }
    }
}
