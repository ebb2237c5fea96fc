import Web

/// Benchmarks against a service that runs.
struct BenchRun: Sendable {
    let service: BenchService
    let workspace: BenchWorkspace

    /// The same request over and over, with each number of clients.
    func read(_ name: String, _ request: BenchRequest, target: Double?, _ options: BenchOptions) async throws -> [BenchResult] {
        var results: [BenchResult] = []
        for clients in options.clients {
            // Connections open, and their statements get their generic plan after five times.
            let warm = BenchSupply(0..<clients * 12)
            _ = try await BenchLoad(port: service.port)(clients: clients, until: nil) { _ in warm.next().map { _ in request } }
            results.append(
                try await measure(name, clients: clients, target: target, until: .seconds(options.seconds)) { _ in request })
        }
        return results
    }

    /// The same, and pgbench beside it with the statements of one such request, as they were logged.
    func compare(
        _ name: String, _ request: BenchRequest, target: Double?, _ options: BenchOptions, into table: inout BenchTable
    ) async throws {
        for result in try await read(name, request, target: target, options) { table.add(result.cells) }
        let client = LoopbackClient(port: service.port)
        let log = try await workspace.statements { _ = try await client.send(request.method, request.path, headers: request.headers) }
        await client.close()
        let script = log.withoutAdmission.script()
        for clients in options.clients {
            let file = name.split(separator: " ").joined(separator: "-")
            table.add(try await workspace.pgbench(file, script: script, clients: clients, .seconds(options.seconds)).cells)
        }
    }

    /// - Parameter deadline: nil where `next` ends it.
    func measure(
        _ name: String, clients: Int, target: Double?, until deadline: Duration?,
        next: @escaping @Sendable (_ client: Int) -> BenchRequest?
    ) async throws -> BenchResult {
        let meter = BenchMeter(service: service.processID, postmaster: workspace.postmaster)
        let before = meter.read()
        let outcome = try await BenchLoad(port: service.port)(clients: clients, until: deadline, next: next)
        let after = meter.read()
        let statistics = outcome.statistics
        let count = Double(max(1, statistics.count))
        return BenchResult(
            name: name, clients: clients, perSecond: BenchStatistics.perSecond(statistics.count, in: outcome.elapsed),
            latencies: [50, 95, 99].map(statistics.percentile), memory: BenchProcesses.memory(of: service.processID).now,
            client: (after.service - before.service) / count, server: (after.server - before.server) / count, target: target)
    }
}
