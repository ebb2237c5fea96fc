internal import Dispatch
internal import Synchronization

/// Makes and checks password hashes on threads of its own: a hash takes a core for tens of milliseconds,
/// which must keep neither a thread of the cooperative pool nor, all at once, every core.
package final class PasswordHasher: Sendable {
    private let parameters: Scrypt.Parameters
    private let width: Int
    private let queueLimit: Int
    private let clientLimit: Int
    private let queue = DispatchQueue(label: "purveyor.passwords", qos: .userInitiated, attributes: .concurrent)
    private let state = Mutex(State())
    /// What an unknown person's password is checked against, so that the answer takes as long as a known one's.
    package let decoy: PasswordHash

    private struct State {
        var running = 0
        var waiting: [Job] = []
        /// Of each client that has something waiting.
        var waitingOf: [String: Int] = [:]
    }

    private struct Job: Sendable {
        let client: String?
        let run: @Sendable () -> Void
    }

    /// - Parameters:
    ///   - width: how many hashes are computed at a time; each takes 32 MiB with the standard parameters.
    ///   - queueLimit: how many may wait; more are refused, since a flood of sign-ins must not pile up.
    ///   - clientLimit: how many of these one client may have there, so that its flood leaves room for others.
    package init(parameters: Scrypt.Parameters = .standard, width: Int = 2, queueLimit: Int = 64, clientLimit: Int = 16) {
        self.parameters = parameters
        self.width = width
        self.queueLimit = queueLimit
        self.clientLimit = clientLimit
        decoy = PasswordHash(parameters: parameters, salt: SecureRandom.bytes(16), key: SecureRandom.bytes(32))
    }

    /// - Parameter client: whose request it is, by its network address; nil for the service's own.
    package func hash(
        _ password: String, for client: String? = nil, random: (Int) -> [UInt8] = SecureRandom.bytes
    ) async throws -> PasswordHash {
        let salt = random(16)
        return try await perform(for: client) { [parameters] in PasswordHash(of: Array(password.utf8), salt: salt, parameters: parameters) }
    }

    /// Whether the password is the one hashed. Pass nil for a person who is unknown: always false, after the same work.
    package func verify(_ password: String, against hash: PasswordHash?, for client: String? = nil) async throws -> Bool {
        let known = hash ?? decoy
        let matches = try await perform(for: client) { known.matches(Array(password.utf8)) }
        return matches && hash != nil
    }

    /// Whether a hash that was just verified should be made again, because the parameters have been raised since.
    package func isOutdated(_ hash: PasswordHash) -> Bool { hash.parameters != parameters }

    private func perform<Result: Sendable>(for client: String?, _ work: @escaping @Sendable () -> Result) async throws -> Result {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            let accepted = submit(Job(client: client) { continuation.resume(returning: work()) })
            if !accepted { continuation.resume(throwing: PasswordRefusal.tooManySignIns) }
        }
    }

    private func submit(_ job: Job) -> Bool {
        let start: Bool? = state.withLock { state in
            if state.running < width {
                state.running += 1
                return true
            }
            guard state.waiting.count < queueLimit else { return nil }
            if let client = job.client {
                guard state.waitingOf[client, default: 0] < clientLimit else { return nil }
                state.waitingOf[client, default: 0] += 1
            }
            state.waiting.append(job)
            return false
        }
        if start == true { queue.async { self.work(from: job) } }
        return start != nil
    }

    private func work(from first: Job) {
        first.run()
        while let next = takeNext() { next.run() }
    }

    private func takeNext() -> Job? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            let next = state.waiting.removeFirst()
            if let client = next.client, let count = state.waitingOf[client] { state.waitingOf[client] = count > 1 ? count - 1 : nil }
            return next
        }
    }
}
