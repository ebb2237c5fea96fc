import FoundationEssentials
import Kernel
import Web

/// A session that is open. Its token was shown once, when it was opened.
struct OpenSessionRepresentation: Encodable {
    let id: String
    let current: Bool
    let createdAt: Instant
    let expiresAt: Instant
    let lastUsedAt: Instant?
    let address: String?
    let userAgent: String?
    let actions: [ActionLink]

    init(_ session: Session, for principal: Principal) {
        id = session.id.uuidString.lowercased()
        current = principal.credential == .session(session.id)
        createdAt = session.createdAt
        expiresAt = session.expiresAt
        lastUsedAt = session.lastUsedAt
        address = session.address
        userAgent = session.userAgent
        actions = [ActionLink("end", "DELETE", "/v1/sessions/\(current ? "current" : id)")]
    }
}
