import Glibc
import UnixSignals

/// SIGTERM, and Ctrl-C.
package enum StopSignals {
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

    /// A command's work was ended by a signal, and has left everything in order.
    package struct Stopped: Error {
        /// As kill(1) counts them.
        package let signal: Int32
    }

    /// Does a command's work. When it is told to stop meanwhile, the work is cancelled and awaited: it has a server to stop.
    /// - Throws: `Stopped` for work that did not end in success nevertheless.
    package static func heeding<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let signals = await UnixSignalsSequence(trapping: all)
        return try await withThrowingTaskGroup(of: Event<Value>.self) { group in
            group.addTask {
                for await signal in signals { return .told(signal) }
                return .quiet
            }
            group.addTask { .done(try await work()) }
            defer { group.cancelAll() }
            while let event = try await group.next() {
                switch event {
                case .done(let value): return value
                case .quiet: continue
                case .told(let signal):
                    group.cancelAll()
                    if case .done(let value)? = try? await group.next() { return value }
                    throw Stopped(signal: signal == .sigint ? SIGINT : SIGTERM)
                }
            }
            throw CancellationError()
        }
    }

    private enum Event<Value: Sendable>: Sendable {
        case told(UnixSignal), quiet, done(Value)
    }
}
