import CLibPQ

/// What libpq is told: our defaults first, then the connection string, which may override them, then what this module insists on.
struct ConnectionParameters {
    private var pairs: [(key: String, value: String)]

    /// - Parameter hosts: those to try, where not all of the connection string's.
    init(_ configuration: DatabaseConfiguration, hosts: ConnectionHosts? = nil) {
        let options = [Self.options(of: configuration.connectionString), configuration.startupOptions].filter { !$0.isEmpty }
        pairs = [
            // A peer that is gone without a word is noticed within half a minute.
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "25000"),
            ("fallback_application_name", configuration.applicationName),
            ("dbname", configuration.connectionString),
            ("options", options.joined(separator: " ")), ("client_encoding", "UTF8"),
        ]
        pairs += hosts?.parameters ?? []
    }

    /// Null-terminated arrays of keys and values.
    func withArrays<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let keys = Self.copies(pairs.map(\.key))
        let values = Self.copies(pairs.map(\.value))
        defer { for pointer in keys + values { pointer?.deallocate() } }
        return body(keys.map { UnsafePointer($0) }, values.map { UnsafePointer($0) })
    }

    private static func copies(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
        strings.map { string in
            let text = string.utf8CString
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
            for (index, character) in text.enumerated() { (copy + index).initialize(to: character) }
            return copy
        } + [nil]
    }

    /// The backend options that the connection string itself asks for.
    private static func options(of connectionString: String) -> String {
        guard let parsed = PQconninfoParse(connectionString, nil) else { return "" }
        defer { PQconninfoFree(parsed) }
        var option = parsed
        while let keyword = option.pointee.keyword {
            if String(cString: keyword) == "options", let value = option.pointee.val { return String(cString: value) }
            option += 1
        }
        return ""
    }
}
