import ArgumentParser

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
}
