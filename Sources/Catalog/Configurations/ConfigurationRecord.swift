package import Accounts
package import Kernel

/// A configuration as the supplier keeps it: all its versions.
package struct ConfigurationRecord: Sendable, Equatable {
    package struct Version: Sendable, Equatable {
        package let number: Int
        package let content: ConfigurationContent
        package let publishedAt: Instant
        /// A file published it, and not one of the supplier's people.
        package var isOfFile = false
    }

    package let id: ConfigurationID
    package let number: String
    package let unit: UnitID
    /// Counts every change.
    package internal(set) var revision: Int
    /// The last day, where it was ended before its versions say.
    package internal(set) var endedOn: LocalDate?
    /// The latest first.
    package internal(set) var versions: [Version]

    /// The version that holds on a day: of several the latest.
    func version(on day: LocalDate) -> Version? {
        guard endedOn.map({ $0 >= day }) ?? true else { return nil }
        return versions.first { $0.content.validFrom <= day && ($0.content.validTo.map { $0 >= day } ?? true) }
    }
}
