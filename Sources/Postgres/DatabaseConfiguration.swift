/// Where the database is and how much of it to use.
public struct DatabaseConfiguration: Sendable {
    /// A libpq connection string or URI: hosts, TLS, `target_session_attrs` and all else as libpq knows them.
    public var connectionString: String
    /// The role that the session takes on (`SET ROLE` at start); an unquoted identifier.
    public var role: String?
    public var applicationName: String
    public var poolSize = 16
    /// How many callers may wait for a connection; beyond it they fail at once.
    public var queueLimit = 1024
    /// How long a caller waits for a connection.
    public var acquireTimeout: Duration = .seconds(5)
    public var connectTimeout: Duration = .seconds(5)
    /// `statement_timeout`; zero is none.
    public var statementTimeout: Duration = .seconds(30)
    /// `lock_timeout`; zero is none.
    public var lockTimeout: Duration = .seconds(10)
    /// How many prepared statements a connection keeps.
    public var maxStatementsPerConnection = 256

    public init(connectionString: String, role: String? = nil, applicationName: String = "swift") {
        self.connectionString = connectionString
        self.role = role
        self.applicationName = applicationName
    }

    /// What the server is told at the start of a session, as the command-line options of a backend.
    var startupOptions: String {
        var options = "-c statement_timeout=\(statementTimeout.milliseconds) -c lock_timeout=\(lockTimeout.milliseconds)"
        if let role {
            let isPlain = role.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
            precondition(!role.isEmpty && isPlain, "a role is made of a-z, 0-9 and _")
            options += " -c role=\(role)"
        }
        return options
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
