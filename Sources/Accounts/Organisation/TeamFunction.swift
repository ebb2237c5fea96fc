/// What one of the supplier's people does for an account.
package enum TeamFunction: String, Sendable, CaseIterable, Codable {
    case accountManager
    case productConfiguration
    case delivery
    case afterSales
    case orderService
}
