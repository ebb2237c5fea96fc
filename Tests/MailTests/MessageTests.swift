import FoundationEssentials
import Kernel
import Mail
import PurveyorTesting
import Testing

struct MessageTests {
    private func message(to name: String? = "Ana", subject: String = "Hello", body: String = "Text") throws -> Message {
        Message(
            id: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)),
            from: try #require(Mailbox("Purveyor <no-reply@portal.example>")),
            to: try #require(Mailbox(name: name, address: "ana@acme.example")), subject: subject, body: body,
            writtenAt: Instant(microseconds: 1_781_517_600_000_000))
    }

    private func read(_ message: Message) throws -> ReadMail { try #require(ReadMail(message.bytes)) }

    @Test func `a plain mail is as a person would write it`() throws {
        #expect(
            String(decoding: try message(body: "Hello Ana,\n\n.\n.. and so on\n").bytes, as: UTF8.self) == """
                Date: Mon, 15 Jun 2026 10:00:00 +0000\r
                From: "Purveyor"\r
                 <no-reply@portal.example>\r
                To: "Ana"\r
                 <ana@acme.example>\r
                Message-ID: <01020304-0506-0708-090a-0b0c0d0e0f10@portal.example>\r
                Subject: Hello\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: 7bit\r
                Auto-Submitted: auto-generated\r
                \r
                Hello Ana,\r
                \r
                .\r
                .. and so on\r
                \r\n
                """)
    }

    @Test(arguments: [
        "Zoë邀请您加入奥克米有限公司的采购门户,请在七天之内接受邀请,谢谢您的合作与支持", "=?UTF-8?Q?not=20decoded?=", "🧑🏽‍🚀 \"quoted\" \\ <b@c>, x: y", "Ana",
        String(repeating: "long and plain ", count: 30) + "end",
    ])
    func `a subject, a name and a text in any script arrive as they were`(_ text: String) throws {
        let mail = try read(try message(to: text, subject: text, body: "\(text)\n\(text)  \n=\n\t"))
        #expect(mail.subject == text)
        #expect(mail.recipientName == text)
        #expect(mail.body == "\(text)\n\(text)  \n=\n\t\n")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `whatever a name and a subject hold, there are no more headers, and no line is too long`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let pieces = [
            "\r\n", "\n", "\r", "Bcc: eve@evil.example", "\u{2028}", "\u{85}", "\0", "=?", "?=", "\"", ">", "<", "é", "猫", " ", "a", "\t",
        ]
        func text() -> String { (0..<Int.random(in: 0...40, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined() }
        let mail = try message(to: text(), subject: text(), body: text())
        let head = String(decoding: mail.bytes, as: UTF8.self).parts(by: "\r\n\r\n")[0]
        let lines = head.parts(by: "\r\n")
        let names = lines.filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
                "Auto-Submitted",
            ], "seed \(seed)")
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }, "seed \(seed)")
        #expect(try read(mail).recipient == "ana@acme.example", "seed \(seed)")
    }

    @Test(arguments: [
        "", "ana", "@acme.example", "ana@", "ana@acme@example", "ana@acme.example\r\nRCPT TO:<eve@evil.example>", "ana bell@acme.example",
        "<ana@acme.example", "ana@acme.example>", "ana,eve@acme.example", "\"ana\"@acme.example", "-froot@acme.example",
        "ana@acme\u{2028}.example",
    ])
    func `what could be read as more than one address is none`(_ text: String) {
        #expect(Mailbox(address: text) == nil)
    }

    @Test func `an operator writes an address with a name or without`() {
        #expect(Mailbox("Acme Portal <no-reply@acme.example>")?.name == "Acme Portal")
        #expect(Mailbox("no-reply@acme.example")?.address == "no-reply@acme.example")
        #expect(Mailbox("Portal <no-reply@acme.example> x") == nil)
    }
}

extension String {
    func parts(by separator: String) -> [String] {
        var (parts, rest) = ([] as [String], self[...])
        while let found = rest.firstRange(of: separator) {
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return parts + [String(rest)]
    }
}
