import Dispatch
import Synchronization

/// One request of a benchmark.
struct BenchRequest: Sendable {
    var method = "GET"
    let path: String
    var headers: [(String, String)] = []
    var body = ""
    let status: Int
}

/// Clients that send one request after the other, each on its own connection.
struct BenchLoad: Sendable {
    let port: Int

    struct Outcome: Sendable {
        let statistics: BenchStatistics
        let elapsed: Duration
    }

    /// - Parameter next: the requests of one client, by its number; nil ends it.
    /// - Throws: at the first answer with another status than expected.
    func callAsFunction(
        clients: Int, until deadline: Duration?, next: @escaping @Sendable (_ client: Int) -> BenchRequest?
    ) async throws -> Outcome {
        let start = ContinuousClock.now
        let end = deadline.map { start + $0 }
        let durations = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for number in 0..<clients {
                group.addTask { try await client(number, until: end, next: next) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Outcome(statistics: BenchStatistics(nanoseconds: durations), elapsed: ContinuousClock.now - start)
    }

    private func client(
        _ number: Int, until end: ContinuousClock.Instant?, next: @escaping @Sendable (Int) -> BenchRequest?
    ) async throws -> [Int64] {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "purveyor.bench.client").async {
                continuation.resume(with: Result { try send(number, until: end, next: next) })
            }
        }
    }

    /// Blocks its thread.
    private func send(_ number: Int, until end: ContinuousClock.Instant?, next: (Int) -> BenchRequest?) throws -> [Int64] {
        var client = try BenchSocket(port: port)
        var durations: [Int64] = []
        var started = ContinuousClock.now
        while end.map({ started < $0 }) ?? true, let request = next(number) {
            let answer = try client.send(request)
            guard answer.status == request.status else {
                throw BenchFailure(
                    "\(request.method) \(request.path) answered \(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
            }
            let now = ContinuousClock.now
            let (seconds, attoseconds) = (now - started).components
            durations.append(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
            started = now
        }
        return durations
    }
}

/// Hands out each element once, to whoever asks.
final class BenchSupply<Element: Sendable>: Sendable {
    private let rest: Mutex<ArraySlice<Element>>

    init(_ elements: some Sequence<Element>) {
        rest = Mutex(Array(elements)[...])
    }

    func next() -> Element? { rest.withLock { $0.popFirst() } }

    /// - Throws: where there are not so many.
    func take(_ count: Int) throws -> [Element] {
        try rest.withLock { rest in
            guard rest.count >= count else { throw BenchFailure("not enough was made beforehand") }
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
    }
}
