package import FoundationEssentials

/// What somebody has shown to be let in. Who they are and what they may do is found the same way, whatever it is.
package enum Credential: Sendable, Hashable {
    /// A sign-in.
    case session(UUID)
    /// A key that they have made for a program.
    case apiKey(UUID)

    package var id: UUID {
        switch self {
        case .session(let id), .apiKey(let id): id
        }
    }

    /// For what only the person does: making keys, ending sessions.
    package func session() throws(AccessRefusal) -> UUID {
        guard case .session(let id) = self else { throw .sessionRequired }
        return id
    }
}
