package import FoundationEssentials
package import Kernel

/// A mail in plain text from the service to one person.
package struct Message: Sendable, Equatable {
    /// Of the mail that is sent: the same each time it is tried, so that a reader's program can tell a repeated one.
    package let id: UUID
    package let from: Mailbox
    package let to: Mailbox
    package let subject: String
    package let body: String
    package let writtenAt: Instant

    package init(id: UUID, from: Mailbox, to: Mailbox, subject: String, body: String, writtenAt: Instant) {
        self.id = id
        self.from = from
        self.to = to
        self.subject = subject
        self.body = body
        self.writtenAt = writtenAt
    }

    /// As it is sent (RFC 5322 with MIME). Nothing of a name or a subject can begin another header: see `HeaderText`.
    package var bytes: [UInt8] {
        let text = BodyText(body)
        let headers = [
            "Date: \(Self.date(writtenAt))",
            "From: \(Self.written(from))",
            "To: \(Self.written(to))",
            "Message-ID: <\(id.uuidString.lowercased())@\(from.domain)>",
            "Subject: \(HeaderText.unstructured(subject))",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(text.encoding)",
            // RFC 3834: nobody's absence note is to answer.
            "Auto-Submitted: auto-generated",
        ]
        return Array((headers.joined(separator: "\r\n") + "\r\n\r\n").utf8) + text.bytes
    }

    private static func written(_ mailbox: Mailbox) -> String {
        guard let name = mailbox.name, !name.isEmpty else { return "<\(mailbox.address)>" }
        return "\(HeaderText.phrase(name))\r\n <\(mailbox.address)>"
    }

    /// `Mon, 15 Jun 2026 10:00:00 +0000`.
    private static func date(_ instant: Instant) -> String {
        let seconds = instant.microseconds / 1_000_000
        let day = LocalDate(daysSince1970: Int(seconds / 86_400))
        let (year, month, dayOfMonth) = day.components
        let (hour, minute, second) = (seconds % 86_400 / 3600, seconds % 3600 / 60, seconds % 60)
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        // 1970-01-01 was a Thursday.
        return "\(weekdays[day.daysSince1970 % 7]), \(dayOfMonth) \(months[month - 1]) \(year) "
            + "\(two(hour)):\(two(minute)):\(two(second)) +0000"
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
