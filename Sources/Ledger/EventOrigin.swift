package import FoundationEssentials

/// From where, and with what, something was done. It stands beside the chain of hashes (docs/decisions/0007).
package struct EventOrigin: Sendable, Equatable {
    package let session: UUID?
    package let apiKey: UUID?
    /// The network address of whoever sent the request.
    package let address: String?
    /// The id that the request's log line and its answer have too.
    package let request: String?

    package init(session: UUID? = nil, apiKey: UUID? = nil, address: String? = nil, request: String? = nil) {
        self.session = session
        self.apiKey = apiKey
        self.address = address
        self.request = request
    }
}
