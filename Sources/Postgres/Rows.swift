import CLibPQ

/// One statement's answer.
public struct Rows: Sendable {
    let result: PostgresResult

    public var count: Int { Int(PQntuples(result.pointer)) }

    /// How many rows the command inserted, updated, deleted or returned, by its command tag; 0 for commands that do not say.
    public var affected: Int {
        PQcmdTuples(result.pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    public func map<T>(_ transform: (inout Row) throws -> T) throws -> [T] {
        let count = count
        var values: [T] = []
        values.reserveCapacity(count)
        for index in 0..<count {
            var row = Row(result: result, index: Int32(index))
            values.append(try transform(&row))
        }
        return values
    }

    public func first<T>(_ transform: (inout Row) throws -> T) throws -> T? {
        guard count > 0 else { return nil }
        var row = Row(result: result, index: 0)
        return try transform(&row)
    }

    /// What the server did, in its words: `COMMIT`, `INSERT 0 1`.
    var commandTag: String {
        PQcmdStatus(result.pointer).map { String(cString: $0) } ?? ""
    }
}

/// Owns a libpq result.
///
/// Unchecked: libpq never touches a result again once it handed it out, all that is called on it here only reads,
/// and the one call that frees it is made when the last reference goes.
final class PostgresResult: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }
}
