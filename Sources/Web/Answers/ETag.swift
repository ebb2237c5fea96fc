internal import Cryptography
package import HTTPTypes
package import Hummingbird
internal import Kernel

/// A strong entity tag (RFC 9110, 8.8.3).
package struct ETag: Sendable, Hashable {
    /// With its quotes.
    package let text: String

    /// The tag of a resource that counts its versions: `"v3"`.
    package init(version: Int) {
        text = "\"v\(version)\""
    }

    /// The tag of a representation that has no version: a digest of its bytes.
    package init(of bytes: [UInt8]) {
        text = "\"\(Base64.url.encode(Array(SHA256.digest(bytes).bytes.prefix(16))))\""
    }

    /// The version that `"v3"` names; nil for another form.
    package static func version(_ text: some StringProtocol) -> Int? {
        guard text.hasPrefix("\"v"), text.hasSuffix("\""), text.utf8.count >= 4 else { return nil }
        let digits = text.dropFirst(2).dropLast()
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(digits)
    }

    /// Whether `If-None-Match` names this tag; the comparison is the weak one (RFC 9110, 13.1.2).
    package func isNamed(in header: String?) -> Bool {
        guard let header else { return false }
        return header.split(separator: ",").contains { given in
            let tag = given.drop { $0 == " " }
            let trimmed = tag.prefix { $0 != " " }
            return trimmed == "*" || trimmed == text || trimmed == "W/" + text
        }
    }
}

extension HTTPFields {
    /// The version that a change expects.
    /// - Throws: `WebRefusal.versionRequired` (428) without `If-Match`; malformed (400) for what is not one tag of ours. `*` is refused:
    ///   it says "whatever is there", which is what a version is to prevent.
    package func expectedVersion() throws -> Int {
        guard let header = self[.ifMatch] else { throw WebRefusal.versionRequired }
        guard let version = ETag.version(header) else {
            throw WebRefusal.malformed([Fault("If-Match", "notAVersion", "The ETag of the state that was read, such as \"v3\".")])
        }
        return version
    }
}

extension Request {
    /// See `HTTPFields.expectedVersion`.
    package func ifMatch() throws -> Int { try headers.expectedVersion() }
}

extension ReceivedRequest {
    /// See `HTTPFields.expectedVersion`.
    package func ifMatch() throws -> Int { try headers.expectedVersion() }
}
