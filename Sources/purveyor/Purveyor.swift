import ArgumentParser
import NIOPosix

@main
struct Purveyor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purveyor",
        abstract: "A B2B procurement portal: contract catalogs, quotes, approvals, orders, and one ledger.",
        subcommands: [ServeCommand.self, MigrateCommand.self, ImportCommand.self, DemoCommand.self, RoutesCommand.self, BenchCommand.self])

    static func main() async {
        // A request's work then runs on the thread that reads and answers it: a hand-over to another thread and back costs more than
        // the work of most requests. It has to be said before there is any work, and only the service has that many short pieces of it.
        if CommandLine.arguments.dropFirst().contains("serve") {
            NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
        }
        await main(nil)
    }
}
