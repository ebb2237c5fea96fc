import ArgumentParser
import Postgres

struct BenchDatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "One point select a request: what a request costs before it does anything of ours.")

    @OptionGroup var options: BenchOptions

    func run() async throws {
        let options = options
        try await BenchWorkspace.open(in: options.dataDirectory, home: options.home) { workspace in
            try await measure(workspace, options)
        }
    }

    private func measure(_ workspace: BenchWorkspace, _ options: BenchOptions) async throws {
        let sku = try await workspace.owner.query(BenchQueries.anyProduct)
        try await workspace.settle()
        var table = BenchTable(BenchResult.header)
        for (name, flags) in [("select, bare Hummingbird", []), ("select, behind the edge", ["--edge"])] {
            let arguments = ["bench", "serve", "--connection-string", workspace.serviceConnectionString] + flags
            let results = try await BenchService.run(arguments, environment: [:], directory: workspace.directory) { service in
                let request = BenchRequest(path: "/products/\(sku)", status: 200)
                let run = BenchRun(service: service, workspace: workspace)
                return try await run.read(name, request, target: nil, options)
            }
            for result in results { table.add(result.cells) }
        }
        let script = "\(BenchQueries.name(ofProduct: sku).sql.text.replacing("$1", with: ":sku"));\n"
        for clients in options.clients {
            let result = try await workspace.pgbench(
                "select", script: script, variables: ["sku": sku], clients: clients, .seconds(options.seconds))
            table.add(result.cells)
        }
        print(table.text)
    }
}
