import UnixSignals

/// SIGTERM, and Ctrl-C.
enum StopSignals {
    static let all: [UnixSignal] = [.sigterm, .sigint]

    /// Does `work`, unless it is told to stop meanwhile: then the work is cancelled, what it made nevertheless is undone, and nil returned.
    static func unlessTold<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value, undo: @Sendable (Value) async -> Void
    ) async throws -> Value? {
        let signals = await UnixSignalsSequence(trapping: all)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                for await _ in signals { break }
                return nil
            }
            group.addTask { try await work() }
            let value = try await group.next() ?? nil
            group.cancelAll()
            if value == nil, case let late?? = try? await group.next() { await undo(late) }
            return value
        }
    }
}
