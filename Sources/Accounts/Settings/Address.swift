package import Kernel

/// Where goods or invoices of a unit go.
package struct Address: Sendable, Equatable {
    package enum Use: String, Sendable, CaseIterable, Codable {
        case shipTo
        case billTo
    }

    package let id: AddressID
    package var unit: UnitID
    package let externalID: String?
    package var uses: [Use]
    package var name: String
    package var lines: [String]
    package var city: String
    package var region: String?
    package var postalCode: String
    /// ISO 3166, two letters.
    package var country: String
    package var disabledAt: Instant?
    package var version: Int

    package init(
        id: AddressID, unit: UnitID, externalID: String? = nil, uses: [Use], name: String, lines: [String], city: String,
        region: String? = nil, postalCode: String, country: String, disabledAt: Instant? = nil, version: Int = 1
    ) {
        self.id = id
        self.unit = unit
        self.externalID = externalID
        self.uses = uses
        self.name = name
        self.lines = lines
        self.city = city
        self.region = region
        self.postalCode = postalCode
        self.country = country
        self.disabledAt = disabledAt
        self.version = version
    }
}

package typealias AddressID = ID<Address>
