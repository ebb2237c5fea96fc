/// Every limit of the service in one place. What a caller can run into is readable at `GET /v1/limits`.
package enum Limits {
    package static let bodyBytes = 1 << 20
    /// A longer body is read only of somebody who has been let in.
    package static let bodyBytesBeforeAdmission = 1 << 16
    package static let linesPerDocument = 500
    /// Of a contract's draft, which may name thousands of products.
    package static let contractBodyBytes = 8 << 20
    /// Of each kind in one version; in the assortment what its product lists come to.
    package static let contractRules = 10_000
    /// Lines of open quotes that a contract's next version is held against, those of the newest quotes first.
    package static let openLinesCompared = 2000
    /// Days that are over on which those lines took their prices, the latest first.
    package static let pricedDaysCompared = 100
    /// Of the quotes that a version from a file makes a difference to, named in the outcome of its import; all are counted.
    package static let touchedQuotesKept = 20
    package static let configurationSlots = 50
    /// Of a slot, and parts of a rule.
    package static let configurationAlternatives = 100
    package static let configurationRules = 200
    /// Of one contract in a file of its prices: a rule has a line for each of its steps.
    package static let contractLines = 50_000
    package static let stepsPerRule = 100
    /// Of a file that is sent in, as it comes.
    package static let importBytes = 64 << 20
    package static let importUnpackedBytes = 2 << 30
    /// Of a YAML file, unpacked too: it is read whole.
    package static let importYAMLBytes = 8 << 20
    /// Of a YAML file: what separates values is counted, commas, colons, brackets and ends of lines.
    package static let importYAMLValues = 1_500_000
    package static let importChunkBytes = 1 << 20
    package static let importPollSeconds = 15
    /// Longer than a worker that lives is ever silent.
    package static let importLeaseSeconds = 60
    package static let importBeatSeconds = 2
    package static let importTries = 5
    /// Told with an import that was refused as a whole.
    package static let faultsInFailure = 50
    /// How long after its end the file of an import is kept, and what it has written.
    package static let importInputDays = 7
    package static let importOutputDays = 30
    /// Of all price rules of one version together.
    package static let contractSteps = 50_000
    package static let pageItems = 200
    /// Values of one attribute that a list counts.
    package static let facetValues = 50
    /// Categories that a list counts.
    package static let facetCategories = 500
    package static let defaultPageItems = 50
    /// Of a page of a list that is asked for as CSV.
    package static let exportRows = 10_000
    package static let nameCharacters = 200
    /// Of a category, in one language.
    package static let categoryKeywords = 50
    package static let noteCharacters = 4000
    package static let idempotencyKeyCharacters = 255
    package static let transactionTries = 3
    package static let sessionHours = 12
    /// How long a token's principal may be remembered in memory, while the database tells what has changed since.
    package static let principalMemorySeconds = 10
    /// A token that was revoked stops working within this time on every instance, whatever becomes of the connection that tells of it.
    package static let accessNewsSeconds = 1
    /// How often it is made sure that what the database tells is heard.
    package static let accessBeatMilliseconds = 300
    /// The last use of a session or key is written at most this often.
    package static let credentialUseSeconds = 60
    package static let apiKeysPerPerson = 50
    /// How long the secret before may work after a key was rotated.
    package static let apiKeyOverlapDays = 14
    package static let userAgentCharacters = 200
    package static let principalsInMemory = 20_000
    /// Of all accounts' trees together that an instance remembers; some 100 bytes each.
    package static let unitsInMemory = 500_000
    /// Units whose contracts in force a service remembers.
    package static let contractUnitsInMemory = 50_000
    /// NIST SP 800-63B, section 5.1.1.2: no fewer than 8; long ones are welcome, within what a body may be made to hash.
    package static let passwordCharacters = 8...256
    package static let signInFailuresPerPerson = 10
    package static let signInFailuresPerAddress = 100
    package static let signInWindowMinutes = 15
    /// How long a link in an invitation works.
    package static let invitationDays = 7
    /// To one address, out of one account.
    package static let invitationMailsPerAddressAndDay = 5
    package static let invitationMailsPerAccountAndDay = 5000
    /// How long a link to a new password works.
    package static let passwordResetMinutes = 60
    /// In an hour, of one e-mail address and from one network address.
    package static let passwordResetsPerPerson = 3
    package static let passwordResetsPerAddress = 30
    /// From one network address, where nobody has signed in and a link is shown.
    package static let linksPerAddressPerSecond = 5
    package static let linksPerAddressAtOnce = 100
    package static let mailGiveUpHours = 72
    package static let mailPollSeconds = 15
    package static let mailsAtOnce = 4
    /// Longer than sending one takes at most: a mail is not lent to two workers who both live.
    package static let mailLeaseSeconds = 120
    package static let requestSeconds = 30
    /// A connection on which no request comes, or none arrives whole, is closed after this.
    package static let idleConnectionSeconds = 75
    /// How long the first head of a connection may take, however slowly it comes.
    package static let firstHeadSeconds = 10
    /// More wait to be accepted until others have ended.
    package static let connections = 10_000
    package static let requestsPerPrincipalPerSecond = 200
}
