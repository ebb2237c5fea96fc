internal import Cryptography
package import FoundationEssentials
package import Kernel
internal import NIOCore
internal import HTTPTypes
package import Persistence

/// A caller's `Idempotency-Key` with what it stands for (product.md rule 21).
package struct IdempotencyKey: Sendable, Equatable {
    package let account: UUID
    package let person: UUID
    package let text: String
    /// Over method, target, `If-Match` and body: the same key for anything else is refused.
    package let requestDigest: Digest
    /// What two requests with the same key contend for. Others who by chance share these 64 bits only wait for each other.
    package let lock: Int64

    /// Nil without the header, or for a scope that has no account or no person: nothing is kept for those.
    /// - Throws: malformed (400) unless it is 1 to 255 visible ASCII characters.
    package init?(_ request: ReceivedRequest, _ scope: AccountScope) throws {
        guard let text = request.headers[.idempotencyKey] else { return nil }
        guard (1...Limits.idempotencyKeyCharacters).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw WebRefusal.malformed([Fault("Idempotency-Key", "notAKey", "1 to 255 visible ASCII characters.")])
        }
        guard let account = scope.account, let person = scope.person else { return nil }
        self.account = account
        self.person = person
        // No key of a caller's own has a space in it, so what a rep sends on behalf of one member never meets what they send for another,
        // nor what they send for themselves.
        self.text = request.headers[.onBehalfOf].map { "\($0.lowercased()) \(text)" } ?? text
        var content = SHA256()
        // None of the first three can hold a line feed, so no two requests are written alike.
        content.update("\(request.method.rawValue)\n\(request.target)\n\(request.headers[.ifMatch] ?? "")\n")
        request.body.withUnsafeReadableBytes { content.update($0) }
        requestDigest = content.finish()
        let name = SHA256.digest("idempotency\n\(account)\n\(person)\n\(self.text)")
        lock = name.bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }
}
