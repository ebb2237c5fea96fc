package import Kernel
package import Persistence
package import Postgres
internal import HTTPTypes

extension Database {
    /// The one transaction of a write: what `body` does and, where the request has an `Idempotency-Key`, the key with the answer commit
    /// together. The key is looked up with `body`'s first statements and kept with the commit, so it costs no round trip.
    ///
    /// A request that was answered before gets that answer again, with `Idempotency-Replayed: true`, and `body` leaves nothing behind.
    /// Refusals are not kept: the same request may succeed later. `represent` must be pure; it runs inside the transaction.
    /// - Parameter owner: whose the key is, where that is not the transaction's scope: what makes an account is done in it, and asked for
    ///   outside.
    package func write<Value: Sendable>(
        _ request: ReceivedRequest, as scope: AccountScope, keyedBy owner: AccountScope? = nil, in world: World,
        _ body: (borrowing Transaction) async throws -> Value,
        represent: (Value) throws -> JSONResponse
    ) async throws -> JSONResponse {
        guard let key = try IdempotencyKey(request, owner ?? scope) else {
            return try represent(await transaction(scope.settings, body))
        }
        do {
            return try await transaction(scope.settings) { transaction in
                transaction.enqueue(IdempotencyQueries.claim(key))
                let response = try represent(try await body(transaction))
                let now = world.now()
                transaction.enqueue(IdempotencyQueries.record(response, for: key, at: now))
                // Now and then a write clears away what is past its time: no job, and next to no cost.
                if key.lock % 64 == 0 {
                    transaction.enqueue(
                        Query(IdempotencyQueries.forget(like: key, before: now + .seconds(-172_800), limit: 500).sql))
                }
                return response
            }
        } catch let answered as AlreadyAnswered {
            return answered.replay
        } catch let refusal as any Refusal {
            // The first request with this key may have committed after the key was looked up and before `body` looked at the data: then
            // it is its own change that `body` refuses (stale, already ordered). What one may no longer do or see is not shown again.
            guard ![.forbidden, .notFound].contains(refusal.kind) else { throw refusal }
            if let answer = try await answer(to: key, as: scope) { return answer }
            throw refusal
        }
    }

    private func answer(to key: IdempotencyKey, as scope: AccountScope) async throws -> JSONResponse? {
        do {
            try await read(scope.settings, IdempotencyQueries.claim(key))
        } catch let answered as AlreadyAnswered {
            return answered.replay
        } catch is WebRefusal {}
        return nil
    }
}
