/// A statement together with what its answer means: the unit that a transaction runs, any number of them in one round trip.
public struct Query<Output>: Sendable {
    public let sql: SQL
    public let decode: @Sendable (Rows) throws -> Output
    /// What a violated constraint means to the caller, by the constraint's name.
    public private(set) var failures: [String: any Error] = [:]

    /// Whether `decode` may refuse the answer. Such a query is answered before COMMIT is sent, one that cannot refuse goes with it.
    public private(set) var checksOutcome = true

    public init(_ sql: SQL, decode: @escaping @Sendable (Rows) throws -> Output) {
        self.sql = sql
        self.decode = decode
    }

    /// The same query, throwing `error` instead of `PostgresError` when the named constraint refuses it.
    public func refusing(_ constraint: String, with error: any Error) -> Query {
        var copy = self
        copy.failures[constraint] = error
        return copy
    }

    public func map<Other>(_ transform: @escaping @Sendable (Output) throws -> Other) -> Query<Other> {
        var copy = Query<Other>(sql) { [decode] rows in try transform(decode(rows)) }
        copy.failures = failures
        return copy
    }

    /// Every row, in the order of the answer.
    public static func all<Element>(_ sql: SQL, _ decode: @escaping @Sendable (inout Row) throws -> Element) -> Query<[Element]>
    where Output == [Element] {
        Query(sql) { rows in try rows.map(decode) }
    }

    /// The first row, or nil where there is none.
    public static func optional<Element>(_ sql: SQL, _ decode: @escaping @Sendable (inout Row) throws -> Element) -> Query<Element?>
    where Output == Element? {
        Query(sql) { rows in try rows.first(decode) }
    }

    /// The one row that there must be; `otherwise` is thrown where there is none.
    public static func one(
        _ sql: SQL, otherwise error: any Error = PostgresDecodingError.noRow, _ decode: @escaping @Sendable (inout Row) throws -> Output
    ) -> Query {
        Query(sql) { rows in
            guard let value = try rows.first(decode) else { throw error }
            return value
        }
    }
}

extension Query where Output == Void {
    /// A statement whose answer does not matter.
    public init(_ sql: SQL) {
        self.init(sql) { _ in }
        checksOutcome = false
    }

    /// A write that must change exactly `count` rows; `otherwise` is thrown, and so the transaction rolled back, where it does not.
    public static func changing(_ count: Int = 1, _ sql: SQL, otherwise error: any Error) -> Query {
        Query(sql) { rows in guard rows.affected == count else { throw error } }
    }
}
