/// Every limit of the service in one place. What a caller can run into is readable at `GET /v1/limits`.
package enum Limits {
    package static let bodyBytes = 1 << 20
    package static let linesPerDocument = 500
    /// Of each kind in one version.
    package static let contractRules = 10_000
    package static let pageItems = 200
    package static let defaultPageItems = 50
    package static let nameCharacters = 200
    package static let noteCharacters = 4000
    package static let idempotencyKeyCharacters = 255
    package static let transactionTries = 3
    package static let sessionHours = 12
    /// How long a token's principal may be remembered in memory: a revoked one stops working within this time.
    package static let principalMemorySeconds = 1
    package static let principalsInMemory = 20_000
    /// Of all accounts' trees together that an instance remembers; some 100 bytes each.
    package static let unitsInMemory = 500_000
    /// NIST SP 800-63B, section 5.1.1.2: no fewer than 8; long ones are welcome, within what a body may be made to hash.
    /// Units whose contracts in force a service remembers.
    package static let contractUnitsInMemory = 50_000
    package static let passwordCharacters = 8...256
    package static let signInFailuresPerPerson = 10
    package static let signInFailuresPerAddress = 100
    package static let signInWindowMinutes = 15
    package static let requestSeconds = 30
    /// A connection on which no request comes, or none arrives whole, is closed after this.
    package static let idleConnectionSeconds = 75
    package static let requestsPerPrincipalPerSecond = 200
}
