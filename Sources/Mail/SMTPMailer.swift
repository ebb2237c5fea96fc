import Dispatch

/// Hands mails to an SMTP server, with libcurl, which does it blocking.
package struct SMTPMailer: Mailer {
    private let server: SMTPServer

    package init(_ server: SMTPServer) {
        self.server = server
    }

    package func send(_ message: Message) async throws {
        let transfer = SMTPTransfer(message, to: server)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                // A serial queue brings its own thread. Those of a concurrent one are few and everybody's: a mail server that stands still
                // would take them from the requests' deadlines.
                DispatchQueue(label: "purveyor.mail").async { continuation.resume(with: Result { try transfer.perform() }) }
            }
        } onCancel: {
            transfer.cancel()
        }
    }
}
