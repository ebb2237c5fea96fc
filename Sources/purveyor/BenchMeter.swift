/// Measures what the service, PostgreSQL and pgbench cost.
struct BenchMeter {
    struct Reading {
        var service = 0.0
        var server = 0.0
        var children = 0.0
    }

    /// Nil while pgbench is measured.
    let service: Int32?
    let postmaster: Int32

    func read() -> Reading {
        Reading(
            service: service.map { BenchProcesses.milliseconds(of: $0) } ?? 0, server: BenchProcesses.milliseconds(ofServer: postmaster),
            children: BenchProcesses.endedChildrenMilliseconds)
    }
}

/// A row of the report.
struct BenchResult {
    let name: String
    let clients: Int
    let perSecond: Double
    /// Milliseconds; percentiles of the service, of pgbench the average only.
    let latencies: [Double]
    let memory: Double?
    /// CPU milliseconds an operation of the service, or of pgbench itself.
    let client: Double
    /// CPU milliseconds an operation of PostgreSQL, all its processes.
    let server: Double
    /// Of `client` and `server` together.
    var target: Double?

    static let header = [
        "benchmark", "clients", "ops/s", "p50 ms", "p95 ms", "p99 ms", "RSS MiB", "CPU ms/op", "PostgreSQL", "together", "target",
    ]

    var cells: [String] {
        let latencies = self.latencies.map { $0.text(2) } + Array(repeating: "-", count: 3 - self.latencies.count)
        return [name, "\(clients)", perSecond.text(0)] + latencies + [
            memory.map { $0.text(0) } ?? "-", client.text(3), server.text(3), (client + server).text(3),
            target.map { "\($0.text(2)) \(client + server <= $0 ? "met" : "MISSED")" } ?? "-",
        ]
    }
}
