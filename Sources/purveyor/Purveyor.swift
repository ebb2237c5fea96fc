import ArgumentParser
import Server

@main
struct Purveyor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purveyor",
        abstract: "A B2B procurement portal: contract catalogs, quotes, approvals, orders, and one ledger.",
        subcommands: [
            ServeCommand.self, MigrateCommand.self, ImportCommand.self, DemoCommand.self, StaffCommand.self, RoutesCommand.self,
            ReceiptCommand.self,
            BenchCommand.self,
        ])

    /// As every command has it, but that what a database or the way to it has thrown is said in a sentence, whichever command opened it.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: StartFault.saying(error))
        }
    }
}
