import FoundationEssentials

/// For development: puts each mail into a directory as a file that mail programs open. Mails hold secrets, so it is its owner's alone.
package struct FileMailer: Mailer {
    package let directory: String

    package init(directory: String) {
        self.directory = directory
    }

    /// One that is sent again takes the place of the first.
    package func send(_ message: Message) async throws {
        let path = "\(directory)/\(message.id.uuidString.lowercased()).eml"
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(message.bytes).write(to: URL(filePath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw MailFault.notNow("cannot write \(path)")
        }
    }
}
