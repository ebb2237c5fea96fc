import Kernel

/// What the ledger says of a configuration's new version, and of the one that counted before.
struct ConfigurationPublished: Encodable, Sendable {
    struct Side: Encodable, Sendable {
        let version: Int
        let validFrom: LocalDate
        let validTo: LocalDate?
        /// Of all that it says.
        let content: Digest
    }

    let number: String
    let name: String
    let base: String
    let pricing: ConfigurationContent.Pricing.Kind
    /// Absent of a new one.
    let from: Side?
    let to: Side
}

struct ConfigurationEnded: Encodable, Sendable {
    struct End: Encodable, Sendable {
        let endsOn: LocalDate?
    }

    let number: String
    let from: End
    let to: End
}
