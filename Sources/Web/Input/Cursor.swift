internal import Cryptography
internal import FoundationEssentials

/// Opaque to callers: the position after a page's last item, as JSON in base64url. It grants nothing, so it needs no signature:
/// a made-up one only starts the same caller's list elsewhere.
package enum Cursor {
    package static func text(_ position: some Encodable) throws -> String {
        Base64.url.encode(Array(try JSONEncoder().encode(position)))
    }

    /// Nil for anything that `text` has not written for this type.
    package static func position<Position: Decodable>(_: Position.Type = Position.self, in text: String) -> Position? {
        guard text.utf8.count <= 1000, let bytes = Base64.url.decode(text) else { return nil }
        // PostgreSQL's text has no NUL, so no position that was given out has one.
        guard bytes.firstRange(of: Array("\\u0000".utf8)) == nil else { return nil }
        return try? JSONDecoder().decode(Position.self, from: Data(bytes))
    }
}
