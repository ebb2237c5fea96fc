package import HTTPTypes
package import Hummingbird
internal import Kernel
package import NIOCore

/// A request whose body has been read in full: what is decoded, and what an idempotency key stands for.
package struct ReceivedRequest: Sendable {
    package let method: HTTPRequest.Method
    /// Path and query as they were sent.
    package let target: String
    package let headers: HTTPFields
    package let body: ByteBuffer

    package init(method: HTTPRequest.Method, target: String, headers: HTTPFields, body: ByteBuffer) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// What `body` makes of the JSON object that was sent.
    /// - Throws: `WebRefusal.malformed` or `.invalid` with everything that is wrong; `HTTPError` 415 for another kind of content.
    package func decode<Value>(_ read: (Fields) throws -> Value) throws -> Value {
        let faults = FaultCollector()
        guard case .object(let object) = try json() else {
            faults.malformed("", "wrongType", "The body must be an object.")
            try faults.finish()
            preconditionFailure("a collected fault was not thrown")
        }
        let fields = Fields(object, "", faults)
        // What `read` throws may come of a placeholder: the faults say more.
        let result = Result { try read(fields) }
        fields.refuseUnread()
        try faults.finish()
        return try result.get()
    }

    /// For an action that takes nothing: no body, or an empty object.
    package func expectNothing() throws {
        guard body.readableBytes > 0 else { return }
        try decode { _ in }
    }

    private func json() throws -> JSONValue {
        guard body.readableBytes > 0 else {
            throw WebRefusal.malformed([Fault("", "required", "The request needs a JSON body.")])
        }
        guard headers.announcesJSON else { throw HTTPError(.unsupportedMediaType) }
        do {
            return try JSONParser.parse(Array(body.readableBytesView))
        } catch {
            throw WebRefusal.malformed([Fault("", "notJSON", "At byte \(error.offset): \(error.reason).")])
        }
    }
}

extension Request {
    /// The request with its whole body. What has a body takes no query parameters, so one that is sent is unknown.
    /// - Throws: `WebRefusal.malformed` for a query parameter; `HTTPError` 413 for a body larger than `Limits.bodyBytes`,
    ///   before it is read where its length was announced.
    package func received(upTo limit: Int = Limits.bodyBytes) async throws -> ReceivedRequest {
        guard announcedBytes ?? 0 <= limit else { throw HTTPError(.contentTooLarge) }
        try query { _ in }
        let body = try await self.body.collect(upTo: limit)
        return ReceivedRequest(method: method, target: head.path ?? uri.path, headers: headers, body: body)
    }
}

extension Request {
    /// Length of the body as it was announced; nil where it comes in chunks (RFC 9112, 6.3: with neither there is none).
    private var announcedBytes: Int? {
        if let length = headers[.contentLength] { return Int(length) }
        return headers.contains(.transferEncoding) ? nil : 0
    }

    package func bodyIsAtMost(_ limit: Int) -> Bool { announcedBytes.map { $0 <= limit } ?? false }

    /// Comes back when the whole body is there. One that is too large is left to `received`, which refuses it.
    package mutating func awaitBody() async throws {
        guard announcedBytes != 0, announcedBytes ?? 0 <= Limits.bodyBytes else { return }
        _ = try await collectBody(upTo: Limits.bodyBytes)
    }
}

extension HTTPFields {
    /// `application/json` or another type built on it, in UTF-8 if it says so at all (RFC 8259, 8.1).
    fileprivate var announcesJSON: Bool {
        guard let value = self[.contentType]?.lowercased() else { return false }
        let parts = value.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\"" && $0 != "\t" } }
        guard let type = parts.first, type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json")) else {
            return false
        }
        return parts.dropFirst().allSatisfy { !$0.hasPrefix("charset=") || $0 == "charset=utf-8" }
    }
}
