/// What an import of a catalog added or changed; all zero where the files say what is there already.
package struct CatalogOutcome: Sendable, Equatable {
    package var categories = 0
    package var products = 0
    package var listPrices = 0
    package var accounts = 0
    package var memberships = 0
    package var approvalPolicies = 0
    package var contractVersions = 0
    /// Open quotes that these make a difference to, of each contract.
    package var touchedQuotes = 0
    package var configurationVersions = 0
    package var passwords = 0
    package var fits = 0
    package var preApprovedLists = 0

    package init() {}
}
