import Dispatch

/// Hands mails to an SMTP server, with libcurl, which does it blocking: on threads that nothing else waits for.
package struct SMTPMailer: Mailer {
    private let server: SMTPServer
    private static let threads = DispatchQueue(label: "purveyor.mail", attributes: .concurrent)

    package init(_ server: SMTPServer) {
        self.server = server
    }

    package func send(_ message: Message) async throws {
        let transfer = SMTPTransfer(message, to: server)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                Self.threads.async { continuation.resume(with: Result { try transfer.perform() }) }
            }
        } onCancel: {
            transfer.cancel()
        }
    }
}
