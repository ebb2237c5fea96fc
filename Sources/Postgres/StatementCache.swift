/// Which statements a connection has prepared, by text and parameter types: the least recently used make room.
struct StatementCache {
    enum Lookup: Equatable {
        case prepared(name: String)
        /// Not prepared yet; taken down as prepared under this name, to be forgotten if that fails.
        case new(name: String)
    }

    private struct Entry {
        let name: String
        var lastUse: UInt64
    }

    private let limit: Int
    private var entries: [Key: Entry] = [:]
    private var uses: UInt64 = 0
    private var names: UInt64 = 0
    /// Prepared on the server and not wanted any more. Deallocated with a later request, because one that is being put together
    /// may still use them.
    private(set) var retired: [String] = []

    init(limit: Int) {
        precondition(limit > 0)
        self.limit = limit
    }

    var count: Int { entries.count }

    mutating func lookup(_ sql: SQL) -> Lookup {
        uses += 1
        let found = entries.index(forKey: Key(sql))
        if let found {
            entries.values[found].lastUse = uses
            return .prepared(name: entries.values[found].name)
        }
        if entries.count >= limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            retired.append(oldest.value.name)
            entries[oldest.key] = nil
        }
        names += 1
        let name = "s\(names)"
        entries[Key(sql).withoutValues] = Entry(name: name, lastUse: uses)
        return .new(name: name)
    }

    /// The server does not have this one: preparing it failed, or was skipped because something before it failed.
    mutating func forget(name: String) {
        guard let key = entries.first(where: { $0.value.name == name })?.key else {
            retired.removeAll { $0 == name }
            return
        }
        entries[key] = nil
    }

    /// The server has it, but it cannot be used any more.
    mutating func retire(name: String) {
        guard let key = entries.first(where: { $0.value.name == name })?.key else { return }
        entries[key] = nil
        retired.append(name)
    }

    mutating func deallocated(name: String) {
        retired.removeAll { $0 == name }
    }

    /// Equal where text and parameter types are; values do not matter, and are not kept.
    private struct Key: Hashable {
        let sql: SQL

        init(_ sql: SQL) {
            self.sql = sql
        }

        var withoutValues: Key {
            Key(SQL(text: sql.text, parameters: sql.parameters.map { SQL.Parameter(type: $0.type, bytes: nil) }))
        }

        static func == (left: Key, right: Key) -> Bool {
            left.sql.text == right.sql.text && left.sql.parameters.elementsEqual(right.sql.parameters) { $0.type == $1.type }
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(sql.text)
        }
    }
}
