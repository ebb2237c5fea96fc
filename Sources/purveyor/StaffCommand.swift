import Accounts
import ArgumentParser
import Cryptography
import Kernel

struct StaffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "Make somebody one of the supplier's people, or change what they may do.",
        discussion: """
            How the first one comes who says over HTTP who else there is (docs/supplier.md). Done again it gives exactly these \
            permissions, and takes on again whoever was ended.
            """)

    @Argument(help: "The e-mail address to sign in with.")
    var email: String

    @Option(help: "What the person is called; for an address that nobody has yet.")
    var name: String?

    @Option(help: "What they are at the supplier's; without it what they were, or Administrator.")
    var title: String?

    @Option(
        name: .customLong("permission"),
        help: "One of \(StaffPermission.allCases.map(\.rawValue).joined(separator: ", ")); again for another. Without any: all of them.")
    var permissions: [StaffPermission] = []

    @Flag(help: "Read a password for the person from standard input.")
    var passwordStdin = false

    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard EmailAddress(email) != nil else { throw ValidationError("This is not an e-mail address.") }
    }

    func run() async throws {
        guard let email = EmailAddress(email) else { return }
        let password = passwordStdin ? readLine(strippingNewline: true) : nil
        let given = permissions.isEmpty ? Set(StaffPermission.allCases) : Set(permissions)
        do {
            let member = try await server.withDatabase { [name, title] database in
                let member = try await AppointStaff(database: database, world: .live)(
                    email: email, name: name, title: title, permissions: given)
                if let password {
                    try await SetPassword(database: database, hasher: PasswordHasher(), world: .live)(password, of: member.person.id)
                }
                return member
            }
            let words = StaffPermission.allCases.filter(member.permissions.contains).map(\.rawValue).joined(separator: ", ")
            print("\(member.person.name) <\(member.person.email)>, \(member.title): \(words)")
        } catch let refusal as any Refusal {
            print(refusal.sentence)
            throw ExitCode.failure
        }
    }
}

extension StaffPermission: ExpressibleByArgument {}
