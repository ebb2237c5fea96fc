package import Accounts
package import Kernel

/// A version of the rules about what needs whose approval: an account's, or those of one of its units and all below it without their own.
/// Stored as JSON; of each unit's the highest version counts.
package struct ApprovalPolicy: Sendable, Equatable {
    package let version: Int
    package let rules: [Rule]

    package init(version: Int, rules: [Rule]) {
        self.version = version
        self.rules = rules
    }

    /// Asks for one approval by somebody with `role` over the subject's unit, when the total is above an amount (always, without one).
    package struct Rule: Sendable, Equatable, Codable {
        package let name: String
        package let above: Money?
        /// Built in, or one of the account's own.
        package let role: RoleKey

        package init(name: String, above: Money?, role: RoleKey) {
            self.name = name
            self.above = above
            self.role = role
        }

        /// Why the rule fires on a total; nil where it does not. An amount in another currency cannot be compared (rule 2), so it fires.
        func reason(for total: Money) -> String? {
            guard let above else { return "Everything needs this approval." }
            guard above.currency == total.currency else {
                return "The total is in \(total.currency), the limit in \(above.currency): they cannot be compared."
            }
            return total.tenThousandths > above.tenThousandths ? "The total of \(total) is above \(above)." : nil
        }
    }
}
