import FoundationEssentials
package import Kernel
package import Postgres
internal import HTTPTypes
internal import Persistence

/// The answers kept for idempotency keys: `idempotency_keys`, one row for a key of a person in an account, and
/// `person_idempotency_keys` for what is done outside them.
package enum IdempotencyQueries {
    /// Passes for a key that is new and that nobody else is working with; it is then ours until the transaction ends.
    ///
    /// One statement, so the answer is looked up in a snapshot older than the lock: a request that committed in between is missed here
    /// and met again by `record`, whose unique violation has the transaction done anew, or by a refusal, after which `write` looks again.
    /// - Throws: `AlreadyAnswered`; `WebRefusal.idempotencyKeyReused`, `.requestInProgress`.
    package static func claim(_ key: IdempotencyKey) -> Query<Void> {
        Query<Void>(
            """
            SELECT pg_try_advisory_xact_lock(\(key.lock)), stored.request_digest, stored.status, stored.headers, stored.body
            FROM (SELECT) AS one
            LEFT JOIN \(answers(to: key)) AND stored.person_id = \(key.person) AND stored.key = \(key.text)
            """
        ) { [digest = key.requestDigest] rows in
            try rows.first { row in
                let isOurs = try row.next(Bool.self)
                if let stored = try row.next(Digest?.self) {
                    guard stored == digest else { throw WebRefusal.idempotencyKeyReused }
                    throw AlreadyAnswered(
                        response: JSONResponse(
                            status: .init(code: try row.next(Int.self)),
                            headers: try HTTPFields(stored: row.next(String.self)),
                            body: try row.next([UInt8].self)))
                }
                guard isOurs else { throw WebRefusal.requestInProgress }
            }
        }
    }

    private static func answers(to key: IdempotencyKey) -> SQL {
        guard let account = key.account else { return "person_idempotency_keys AS stored ON true" }
        return "idempotency_keys AS stored ON stored.account_id = \(account)"
    }

    /// Keeps the answer, with the change that it answers.
    package static func record(_ response: JSONResponse, for key: IdempotencyKey, at now: Instant) -> Query<Void> {
        let answer: SQL = """
            \(key.person), \(key.text), \(key.requestDigest), \(response.status.code),
                    \(PostgresJSON(text: response.headers.storedText)), \(response.body), \(now)
            """
        guard let account = key.account else {
            return Query<Void>(
                """
                INSERT INTO person_idempotency_keys (person_id, key, request_digest, status, headers, body, created_at)
                VALUES (\(answer))
                """
            ).refusing("person_idempotency_keys_pkey", with: RetryTransaction())
        }
        return Query<Void>(
            """
            INSERT INTO idempotency_keys (account_id, person_id, key, request_digest, status, headers, body, created_at)
            VALUES (\(account), \(answer))
            """
        ).refusing("idempotency_keys_pkey", with: RetryTransaction())
    }

    /// Forgets answers of before `instant` where a key's own is kept; api.md promises 24 hours. At most `limit`, so that no transaction
    /// grows long.
    package static func forget(like key: IdempotencyKey, before instant: Instant, limit: Int) -> Query<Int> {
        guard let account = key.account else {
            return Query(
                """
                DELETE FROM person_idempotency_keys
                WHERE person_id = \(key.person) AND key IN (
                  SELECT key FROM person_idempotency_keys
                  WHERE person_id = \(key.person) AND created_at < \(instant) ORDER BY created_at LIMIT \(limit))
                """
            ) { $0.affected }
        }
        return Query(
            """
            DELETE FROM idempotency_keys
            WHERE account_id = \(account) AND (person_id, key) IN (
              SELECT person_id, key FROM idempotency_keys
              WHERE account_id = \(account) AND created_at < \(instant) ORDER BY created_at LIMIT \(limit))
            """
        ) { $0.affected }
    }
}

/// The answer was given before: it is given again and nothing is done.
struct AlreadyAnswered: Error {
    let response: JSONResponse

    var replay: JSONResponse {
        var response = response
        response.headers[.idempotencyReplayed] = "true"
        return response
    }
}

extension HTTPFields {
    /// A JSON object of names and values, as the table keeps it.
    var storedText: String {
        var object = JSONObject()
        for field in self { object[field.name.rawName] = .string(field.value) }
        return String(decoding: JSONValue.object(object).jsonBytes, as: UTF8.self)
    }

    init(stored text: String) throws {
        self.init()
        guard case .object(let object) = try JSONParser.parse(Array(text.utf8)) else { return }
        for name in object.names {
            if let field = HTTPField.Name(name), let value = object[name]?.text { self[field] = value }
        }
    }
}
