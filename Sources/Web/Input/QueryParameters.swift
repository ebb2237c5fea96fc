package import Hummingbird
internal import Kernel

/// The query parameters of a request, read by name; what is left unread is unknown and refused (api.md, Lists).
package struct QueryParameters {
    private let values: [String: [String]]
    private let names: [String]
    private let faults: FaultCollector
    private let read = ReadNames()

    init(_ request: Request, _ faults: FaultCollector) {
        var values: [String: [String]] = [:]
        var names: [String] = []
        for (key, value) in request.uri.queryParameters {
            let name = String(key)
            if values[name] == nil { names.append(name) }
            // A plus is a space there, as forms write it; Hummingbird decodes only percent signs, so `%2B` is still a plus.
            values[name, default: []].append(String(value))
        }
        self.values = values
        self.names = names
        self.faults = faults
    }

    /// A parameter that may be absent; given twice it is refused.
    package func optional<Value>(_ name: String, _ reading: Reading<Value>) -> Value? {
        read.names.insert(name)
        guard let given = values[name] else { return nil }
        guard given.count == 1 else {
            faults.malformed("?\(name)", "repeated", "This may be given once.")
            return nil
        }
        return reading.read(.string(given[0]), .init(pointer: "?\(name)", faults: faults, isText: true))
    }

    package func required<Value>(_ name: String, _ reading: Reading<Value>) -> Value {
        if let value = optional(name, reading) { return value }
        if values[name] == nil { faults.invalid("?\(name)", "required", "This is required.") }
        return reading.placeholder()
    }

    /// Every value of a parameter that may be given more than once.
    package func all<Value>(_ name: String, _ reading: Reading<Value>) -> [Value] {
        read.names.insert(name)
        return (values[name] ?? []).compactMap {
            reading.read(.string($0), .init(pointer: "?\(name)", faults: faults, isText: true))
        }
    }

    /// The values of `prefix.NAME=`, by name.
    package func prefixed<Value>(_ prefix: String, _ reading: Reading<Value>) -> [String: Value] {
        var result: [String: Value] = [:]
        for name in names where name.hasPrefix(prefix + ".") {
            result[String(name.dropFirst(prefix.utf8.count + 1))] = optional(name, reading)
        }
        return result
    }

    /// Every value of `prefix.NAME=`, by name; each may be given more than once.
    package func prefixed<Value>(_ prefix: String, allOf reading: Reading<Value>) -> [String: [Value]] {
        var result: [String: [Value]] = [:]
        for name in names where name.hasPrefix(prefix + ".") {
            result[String(name.dropFirst(prefix.utf8.count + 1))] = all(name, reading)
        }
        return result
    }

    package var limit: Int { optional("limit", .integer(1...Limits.pageItems)) ?? Limits.defaultPageItems }

    /// Where to go on: the position that the page before ended at.
    package func cursor<Position: Decodable>(_: Position.Type = Position.self) -> Position? {
        read.names.insert("cursor")
        guard let given = values["cursor"] else { return nil }
        guard given.count == 1, let position = Cursor.position(Position.self, in: given[0]) else {
            faults.malformed("?cursor", "notACursor", "This is not a cursor of this list.")
            return nil
        }
        return position
    }

    func refuseUnread() {
        for name in names where !read.names.contains(name) {
            faults.malformed("?\(name)", "unknownParameter", "There is no such parameter.")
        }
    }

    private final class ReadNames {
        var names: Set<String> = []
    }
}

extension Request {
    /// What `read` makes of the query parameters; call it with an empty closure where there are none to take.
    package func query<Value>(_ read: (QueryParameters) throws -> Value) throws -> Value {
        let faults = FaultCollector()
        let parameters = QueryParameters(self, faults)
        let result = Result { try read(parameters) }
        parameters.refuseUnread()
        try faults.finish()
        return try result.get()
    }
}
