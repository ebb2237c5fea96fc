internal import Synchronization

/// A value made by whoever asks first, while the others wait for it; a failure is everybody's.
final class OnceAsync<Value: Sendable>: Sendable {
    private enum State {
        case empty
        case making([CheckedContinuation<Value, any Error>])
        case made(Result<Value, any Error>)
    }

    private let state = Mutex(State.empty)

    func value(_ make: () async throws -> Value) async throws -> Value {
        let isFirst = state.withLock { state in
            guard case .empty = state else { return false }
            state = .making([])
            return true
        }
        guard isFirst else { return try await wait() }
        let result: Result<Value, any Error>
        do { result = .success(try await make()) } catch { result = .failure(error) }
        let waiting = state.withLock { state in
            guard case .making(let waiting) = state else { return [CheckedContinuation<Value, any Error>]() }
            state = .made(result)
            return waiting
        }
        for continuation in waiting { continuation.resume(with: result) }
        return try result.get()
    }

    private func wait() async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let made: Result<Value, any Error>? = state.withLock { state in
                switch state {
                case .made(let result): return result
                case .making(let waiting): state = .making(waiting + [continuation])
                case .empty: preconditionFailure("nobody waits before the first")
                }
                return nil
            }
            if let made { continuation.resume(with: made) }
        }
    }
}
