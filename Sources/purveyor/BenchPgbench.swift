import FoundationEssentials

/// pgbench on the service's cluster, as the service's role.
struct BenchPgbench {
    let connectionString: String
    let directory: String
    let postmaster: Int32

    enum Length {
        case seconds(Int)
        /// So many transactions a client.
        case transactions(Int)
    }

    func callAsFunction(
        _ name: String, script: String, variables: [String: String] = [:], clients: Int, _ length: Length
    ) async throws -> BenchResult {
        let path = directory + "/\(name).sql"
        try script.write(toFile: path, atomically: false, encoding: .utf8)
        var arguments = ["-n", "-M", "prepared", "-c", "\(clients)", "-j", "\(min(clients, 2))", "-f", path]
        switch length {
        case .seconds(let seconds): arguments += ["-T", "\(seconds)"]
        case .transactions(let count): arguments += ["-t", "\(count)"]
        }
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) { arguments += ["-D", "\(name)=\(value)"] }
        let meter = BenchMeter(service: nil, postmaster: postmaster)
        let before = meter.read()
        let output = try BenchService.output(of: "pgbench", arguments + [connectionString], directory: directory)
        // The backends have to be waited for by the postmaster before their cost is seen.
        try await Task.sleep(for: .milliseconds(200))
        let after = meter.read()
        let count = max(1, number(after: "number of transactions actually processed: ", in: output))
        return BenchResult(
            name: "  pgbench", clients: clients, perSecond: number(after: "tps = ", in: output),
            latencies: [number(after: "latency average = ", in: output)], memory: nil,
            client: (after.children - before.children) / count, server: (after.server - before.server) / count)
    }

    private func number(after marker: String, in text: String) -> Double {
        text.firstRange(of: marker).flatMap { Double(text[$0.upperBound...].prefix { $0.isNumber || $0 == "." }) } ?? 0
    }
}
