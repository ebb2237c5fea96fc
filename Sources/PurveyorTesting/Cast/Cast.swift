package import Accounts
package import Catalog
package import Cryptography
package import Kernel

/// The people and companies of the stories, the same in every test.
///
/// **Acme** has the unit *Acme* and under it *Engineering*. Ana (buyer) and Sam (shopper) work in Engineering; Omar (approver), Ada
/// (account admin) and Aude (auditor) in Acme. Rita is its account rep; Fay reads the feed of every account. **Rival** is another account,
/// with Ravi its buyer, admin and only approver. Stella has every permission of the supplier's staff and is in no team. Paul works for the
/// partner Northwind, Acme's reseller of record.
package struct Cast: Sendable {
    package let acme: Account
    package let root: Unit
    package let engineering: Unit
    package let ana: CastPerson
    package let omar: CastPerson
    package let sam: CastPerson
    package let ada: CastPerson
    package let aude: CastPerson
    package let rita: CastPerson
    package let fay: CastPerson
    package let stella: CastPerson
    package let paul: CastPerson
    package let partner: PartnerID
    package let rival: Account
    package let rivalRoot: Unit
    package let ravi: CastPerson
    package let contract: ContractID
    package let rivalContract: ContractID
    /// Ana's, of a session that she has ended.
    package let revokedToken: String
    /// Ana's, of a session that is over.
    package let expiredToken: String

    package static let password = "correct horse battery"
    package static let currency = Currency("EUR") ?? preconditionFailure("EUR is a currency")
    package static let firstDay = LocalDate("2026-01-01") ?? preconditionFailure("a day")
    package static let lastDay = LocalDate("2026-12-31") ?? preconditionFailure("a day")
    /// A quote's total above this needs an approver (`ApprovalPolicy` version 1).
    package static let approvalLimit = "1000.00"

    /// Acme's members, by what they are.
    package var members: [BuiltInRole: CastPerson] {
        [.buyer: ana, .approver: omar, .shopper: sam, .accountAdmin: ada, .auditor: aude]
    }

    /// Cheap on purpose: what the cost of a password is worth, CryptographyTests show.
    package static let hasher = PasswordHasher(
        parameters: Scrypt.Parameters(logCost: 4, blockSize: 1, parallelism: 1) ?? preconditionFailure("parameters of scrypt"))
}

extension Optional {
    /// For constants that are right by reading.
    static func ?? (value: Wrapped?, failure: @autoclosure () -> Never) -> Wrapped {
        guard let value else { failure() }
        return value
    }
}
