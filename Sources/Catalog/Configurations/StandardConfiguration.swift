package import Accounts
package import Kernel

package typealias ConfigurationID = ID<StandardConfiguration>

/// A product composed of parts that the customer's IT has approved, in the one version of it that is in force on a day.
package struct StandardConfiguration: Sendable, Equatable {
    package let id: ConfigurationID
    /// Unique in the account.
    package let number: String
    package let unit: UnitID
    package let version: Int
    package let content: ConfigurationContent

    package init(id: ConfigurationID, number: String, unit: UnitID, version: Int, content: ConfigurationContent) {
        self.id = id
        self.number = number
        self.unit = unit
        self.version = version
        self.content = content
    }
}

/// How a path, and a line, names a configuration.
package enum ConfigurationKey: Sendable, Hashable {
    case id(ConfigurationID)
    case number(String)

    package init(_ text: String) {
        self = ConfigurationID(text).map(ConfigurationKey.id) ?? .number(text)
    }
}

/// A published version, which never changes.
package struct ConfigurationVersionKey: Sendable, Hashable {
    package let configuration: ConfigurationID
    package let version: Int

    package init(configuration: ConfigurationID, version: Int) {
        self.configuration = configuration
        self.version = version
    }
}
