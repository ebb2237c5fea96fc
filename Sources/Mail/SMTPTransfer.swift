import CCurl
import Synchronization

/// One mail on its way to a server: performed once, on a thread that may block.
final class SMTPTransfer: Sendable {
    private let server: SMTPServer
    private let from: String
    private let to: String
    private let bytes: [UInt8]
    private let state = Mutex(State())
    private let isCancelled = Atomic(false)

    private struct State {
        /// How much of the mail the server has been given.
        var sent = 0
        /// The last line in which the server refused something.
        var refusal = ""
        var sockets: Set<curl_socket_t> = []
    }

    init(_ message: Message, to server: SMTPServer) {
        self.server = server
        from = "<\(message.from.address)>"
        to = "<\(message.to.address)>"
        bytes = message.bytes
    }

    /// `perform` throws as soon as it can: left to itself libcurl would wait for an answer to its goodbye.
    func cancel() {
        isCancelled.store(true, ordering: .relaxed)
        state.withLock { $0.sockets.forEach(curl_end_talk) }
    }

    func perform() throws {
        guard Self.isReady, let curl = curl_easy_init() else { throw MailFault.notNow("libcurl cannot begin") }
        defer { curl_easy_cleanup(curl) }
        guard let recipients = curl_slist_append(nil, to) else { throw MailFault.notNow("out of memory") }
        defer { curl_slist_free_all(recipients) }
        try configure(curl, recipients)
        let code = curl_easy_perform(curl)
        guard code != CURLE_OK else { return }
        if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
        var reply = 0
        _ = curl_get_number(curl, CURLINFO_RESPONSE_CODE, &reply)
        throw fault(code, reply)
    }

    /// Once for the process, before any thread uses libcurl.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private func configure(_ curl: UnsafeMutableRawPointer, _ recipients: UnsafeMutablePointer<curl_slist>) throws {
        let security = server.security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL
        var codes: [CURLcode] = []
        func set(_ option: CURLoption, _ text: String) { codes.append(curl_set_text(curl, option, text)) }
        func set(_ option: CURLoption, _ number: Int) { codes.append(curl_set_number(curl, option, number)) }
        set(CURLOPT_URL, server.url)
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        // Whatever the environment says of proxies: the operator has named this server.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_USE_SSL, Int(security.rawValue))
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT, server.connectSeconds)
        set(CURLOPT_TIMEOUT, server.sendSeconds)
        // Also after the goodbye, which the other one does not bound.
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, server.sendSeconds)
        if let authorities = server.authorities { set(CURLOPT_CAINFO, authorities) }
        if let user = server.user { set(CURLOPT_USERNAME, user) }
        if let password = server.password { set(CURLOPT_PASSWORD, password) }
        set(CURLOPT_MAIL_FROM, from)
        codes.append(curl_set_pointer(curl, CURLOPT_MAIL_RCPT, recipients))
        set(CURLOPT_UPLOAD, 1)
        codes.append(curl_set_size(curl, CURLOPT_INFILESIZE_LARGE, curl_off_t(bytes.count)))
        codes += callBacks(curl)
        guard codes.allSatisfy({ $0 == CURLE_OK }) else { throw MailFault.notNow("libcurl does not take its settings") }
    }

    private func callBacks(_ curl: UnsafeMutableRawPointer) -> [CURLcode] {
        // Who performs holds the transfer for as long as libcurl has this pointer.
        let context = Unmanaged.passUnretained(self).toOpaque()
        let read = curl_set_transfer(curl, CURLOPT_READFUNCTION) { buffer, size, count, context in
            SMTPTransfer.at(context)?.read(into: buffer, atMost: size * count) ?? 0
        }
        let note = curl_set_transfer(curl, CURLOPT_HEADERFUNCTION) { buffer, size, count, context in
            SMTPTransfer.at(context)?.note(reply: UnsafeRawBufferPointer(start: buffer, count: size * count))
            return size * count
        }
        let watch = curl_set_progress(curl) { context, _, _, _, _ in
            SMTPTransfer.at(context)?.isCancelled.load(ordering: .relaxed) == true ? 1 : 0
        }
        let opened = curl_set_opened(curl) { context, socket, _ in
            SMTPTransfer.at(context)?.opened(socket) ?? CURL_SOCKOPT_OK
        }
        let close = curl_set_close(curl) { context, socket in
            SMTPTransfer.at(context)?.close(socket) ?? curl_close_socket(socket)
        }
        return [
            opened, close, curl_set_pointer(curl, CURLOPT_SOCKOPTDATA, context),
            curl_set_pointer(curl, CURLOPT_CLOSESOCKETDATA, context),
            read, note, watch, curl_set_pointer(curl, CURLOPT_READDATA, context), curl_set_pointer(curl, CURLOPT_HEADERDATA, context),
            curl_set_pointer(curl, CURLOPT_XFERINFODATA, context), curl_set_number(curl, CURLOPT_NOPROGRESS, 0),
        ]
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> SMTPTransfer? {
        context.map { Unmanaged<SMTPTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func read(into buffer: UnsafeMutablePointer<CChar>?, atMost count: Int) -> Int {
        guard let buffer else { return 0 }
        return state.withLock { state in
            let part = bytes[state.sent...].prefix(count)
            UnsafeMutableRawBufferPointer(start: buffer, count: count).copyBytes(from: part)
            state.sent += part.count
            return part.count
        }
    }

    private func note(reply: UnsafeRawBufferPointer) {
        let text = String(decoding: reply, as: UTF8.self)
        guard text.hasPrefix("4") || text.hasPrefix("5") else { return }
        state.withLock { $0.refusal = String(text.filter { !$0.isNewline }.prefix(200)) }
    }

    private func opened(_ socket: curl_socket_t) -> Int32 {
        state.withLock { state in
            if isCancelled.load(ordering: .relaxed) { return CURL_SOCKOPT_ERROR }
            state.sockets.insert(socket)
            return CURL_SOCKOPT_OK
        }
    }

    /// Under the same lock, so that `cancel` never meets a number that is somebody else's by now.
    private func close(_ socket: curl_socket_t) -> Int32 {
        state.withLock { state in
            state.sockets.remove(socket)
            return curl_close_socket(socket)
        }
    }

    /// A 5xx is about this mail where it answers MAIL, RCPT, DATA or the mail itself. Before that, and where it asks to sign in, it is
    /// about us: the operator mends it, and the mail goes out then.
    private func fault(_ code: CURLcode, _ reply: Int) -> MailFault {
        let (sent, refusal) = state.withLock { ($0.sent, $0.refusal) }
        let reason = String(cString: curl_easy_strerror(code)) + (refusal.isEmpty ? "" : ": \(refusal)")
        let isAboutMail = code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY && sent == bytes.count
        let asksToSignIn = [530, 534, 535, 538].contains(reply)
        return isAboutMail && (500...599).contains(reply) && !asksToSignIn ? .refused(reason) : .notNow(reason)
    }
}
