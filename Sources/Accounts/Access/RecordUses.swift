import FoundationEssentials
import Kernel
import Postgres

/// Writes when and from where sessions and API keys were used last: for all that were used since, in two statements.
package struct RecordUses: Sendable {
    private let admit: AdmitCaller

    package init(_ admit: AdmitCaller) {
        self.admit = admit
    }

    package func callAsFunction() async throws {
        // In one order, so that two instances which write the same rows wait for each other and not in a circle.
        let uses = admit.uses.take().sorted { $0.credential.id < $1.credential.id }
        guard !uses.isEmpty else { return }
        let (sessions, keys) = (uses.filter(\.isOfASession), uses.filter { !$0.isOfASession })
        try await admit.database.transaction([]) { transaction in
            if !sessions.isEmpty { transaction.enqueue(SessionQueries.record(sessions)) }
            if !keys.isEmpty { transaction.enqueue(APIKeyQueries.record(keys)) }
        }
    }

    /// Again and again, until the task is cancelled.
    package func everyNowAndThen() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(Limits.credentialUseSeconds))
            // What could not be written is noted again with the next use.
            try? await self()
        }
    }
}

extension CredentialUses.Use {
    fileprivate var isOfASession: Bool { if case .session = credential { true } else { false } }
}
