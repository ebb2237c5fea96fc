import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure the service beside pgbench doing the same statements on the same cluster.",
        discussion: """
            CPU milliseconds an operation are what to compare: they hold on a machine that does something else as well. \
            Those of the load generator are not counted, those of pgbench stand in the row of pgbench.
            """,
        subcommands: [
            BenchDatabaseCommand.self, BenchMainCommand.self, BenchOrganisationCommand.self, BenchCatalogCommand.self,
            BenchPricesCommand.self,
            BenchServeCommand.self,
        ])
}

struct BenchOptions: ParsableArguments {
    @Option(help: "How long each reading benchmark runs.")
    var seconds = 4

    @Option(parsing: .upToNextOption, help: "With how many clients, one after the other.")
    var clients = [1, 16]

    @Option(help: "Where the cluster is made, or was made by an earlier run; a new place, removed afterwards, without.")
    var dataDirectory: String?

    @Option(help: "Where Migrations, Catalogs and openapi.yaml are.")
    var home: String?

    func validate() throws {
        guard seconds > 0, !clients.isEmpty, clients.allSatisfy({ (1...256).contains($0) }) else {
            throw ValidationError("--seconds is at least 1, --clients 1 to 256")
        }
    }
}
