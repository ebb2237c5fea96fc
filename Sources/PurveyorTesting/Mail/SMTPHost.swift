import Dispatch
import Glibc
import Synchronization

/// A mail server on loopback that keeps what it is given: enough of RFC 5321 and 4954 for libcurl to speak to, over real sockets. On
/// demand it refuses, hangs up or stands still at any step.
package final class SMTPHost: Sendable {
    package enum Step: Sendable { case greeting, ehlo, auth, mail, recipient, data, content }

    package enum Trouble: Sendable {
        case answers(String)
        case hangsUp
        case standsStill
    }

    package struct Delivery: Sendable, Equatable {
        package let from: String
        package let to: [String]
        /// As it was before dots were stuffed, with the last line's end.
        package let content: [UInt8]

        package var text: String { String(decoding: content, as: UTF8.self) }
    }

    package let port: Int
    private let listener: Int32
    /// The mechanisms that it offers, and who may use them; nil: everybody is welcome.
    private let login: (mechanisms: String, user: String, password: String)?
    private let state = Mutex(State())
    package let arrivals: AsyncStream<Delivery>
    private let arrived: AsyncStream<Delivery>.Continuation
    /// Each time it begins to stand still.
    package let standstills: AsyncStream<Void>
    private let stood: AsyncStream<Void>.Continuation

    private struct State {
        var deliveries: [Delivery] = []
        var troubles: [(step: Step, trouble: Trouble)] = []
        var commands: [String] = []
    }

    package init(login: (mechanisms: String, user: String, password: String)? = nil) {
        self.login = login
        (arrivals, arrived) = AsyncStream.makeStream()
        (standstills, stood) = AsyncStream.makeStream()
        (listener, port) = Self.listen()
        // Serial queues bring their own threads: those of a concurrent one are few, and shared with the mailer that waits for this.
        DispatchQueue(label: "smtp.listener").async { [listener, weak self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                guard let host = self else {
                    close(connection)
                    return
                }
                DispatchQueue(label: "smtp.conversation").async { Conversation(connection, host).hold() }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    package var deliveries: [Delivery] { state.withLock { $0.deliveries } }
    /// Everything that it was told, over all connections, mails apart.
    package var commands: [String] { state.withLock { $0.commands } }

    /// Once, when a conversation comes to that step the next time.
    package func next(at step: Step, _ trouble: Trouble) { state.withLock { $0.troubles.append((step, trouble)) } }

    private func trouble(at step: Step) -> Trouble? {
        state.withLock { state in
            state.troubles.firstIndex { $0.step == step }.map { state.troubles.remove(at: $0).trouble }
        }
    }

    private static func listen() -> (Int32, Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(listener, address, length)
                _ = Glibc.listen(listener, 64)
                _ = getsockname(listener, address, &length)
            }
        }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// One client, from its greeting to its end.
    private final class Conversation {
        private let connection: Int32
        private let host: SMTPHost
        private var buffer: [UInt8] = []
        private var from = ""
        private var recipients: [String] = []

        struct Over: Error {}

        init(_ connection: Int32, _ host: SMTPHost) {
            self.connection = connection
            self.host = host
        }

        func hold() {
            defer { close(connection) }
            do {
                try reply("220 smtp.test ready", at: .greeting)
                while true { try obey(try line()) }
            } catch {}
        }

        private func obey(_ command: String) throws {
            host.state.withLock { $0.commands.append(command) }
            let verb = command.prefix { $0 != " " && $0 != ":" }.uppercased()
            switch verb {
            case "EHLO", "HELO":
                let auth = host.login.map { "250-AUTH \($0.mechanisms)\r\n" } ?? ""
                try reply("250-smtp.test\r\n\(auth)250 SIZE 1000000", at: .ehlo)
            case "AUTH": try authenticate(command.split(separator: " ").map(String.init))
            case "MAIL":
                (from, recipients) = (Self.address(command), [])
                try reply("250 OK", at: .mail)
            case "RCPT":
                recipients.append(Self.address(command))
                try reply("250 OK", at: .recipient)
            case "DATA":
                guard try reply("354 Go ahead", at: .data) else { return }
                let content = try content()
                guard try reply("250 Queued", at: .content) else { return }
                let delivery = Delivery(from: from, to: recipients, content: content)
                host.state.withLock { $0.deliveries.append(delivery) }
                host.arrived.yield(delivery)
            case "QUIT":
                try send("221 Bye")
                throw Over()
            default: try send("500 What?")
            }
        }

        private func authenticate(_ words: [String]) throws {
            guard let login = host.login, words.count > 1 else { return try _ = reply("503 No", at: .auth) }
            func asked(_ question: String) throws -> String {
                try send("334 \(question)")
                return try line()
            }
            let isRight: Bool
            switch words[1].uppercased() {
            case "PLAIN":
                let answer = words.count > 2 ? words[2] : try asked("")
                isRight = Self.decoded(answer) == "\0\(login.user)\0\(login.password)"
            case "LOGIN":
                let user = words.count > 2 ? words[2] : try asked("VXNlcm5hbWU6")
                let password = try asked("UGFzc3dvcmQ6")
                isRight = Self.decoded(user) == login.user && Self.decoded(password) == login.password
            default: isRight = false
            }
            try reply(isRight ? "235 Welcome" : "535 5.7.8 Wrong password", at: .auth)
        }

        /// Up to the line with a single dot.
        private func content() throws -> [UInt8] {
            var content: [UInt8] = []
            while true {
                let line = try rawLine()
                if line == [0x2E] { return content }
                content += (line.first == 0x2E ? line.dropFirst() : line[...]) + [0x0D, 0x0A]
            }
        }

        /// - Returns: whether it was as it should be.
        @discardableResult
        private func reply(_ text: String, at step: Step) throws -> Bool {
            switch host.trouble(at: step) {
            case nil:
                try send(text)
                return true
            case .answers(let other)?:
                try send(other)
                return false
            case .hangsUp?: throw Over()
            case .standsStill?:
                host.stood.yield()
                while true { _ = try rawLine() }
            }
        }

        private func send(_ text: String) throws {
            let bytes = Array((text + "\r\n").utf8)
            guard Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw Over() }
        }

        private func line() throws -> String { String(decoding: try rawLine(), as: UTF8.self) }

        private func rawLine() throws -> [UInt8] {
            while true {
                if let end = buffer.indices.dropLast().first(where: { buffer[$0] == 0x0D && buffer[$0 + 1] == 0x0A }) {
                    defer { buffer.removeFirst(end + 2) }
                    return Array(buffer[..<end])
                }
                var chunk = [UInt8](repeating: 0, count: 4096)
                let count = recv(connection, &chunk, chunk.count, 0)
                guard count > 0 else { throw Over() }
                buffer += chunk[..<count]
            }
        }

        /// What stands in the angle brackets.
        private static func address(_ command: String) -> String {
            String(command.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
        }

        private static func decoded(_ base64: String) -> String? {
            Base64Padded.decode(base64).map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
