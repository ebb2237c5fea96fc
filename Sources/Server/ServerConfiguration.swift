package import Configuration
import Kernel

/// What an operator can set; docs/operating.md has the table. Flags go before the environment, the environment before a file.
package struct ServerConfiguration: Sendable {
    /// Loopback unless told otherwise: TLS is the proxy's in front (api.md, TLS).
    package let host: String
    /// Zero takes any free port.
    package let port: Int
    /// libpq's connection string; without one the service keeps a private cluster in `dataDirectory`.
    package let databaseURL: String?
    package let dataDirectory: String
    /// Where `Migrations`, `Catalogs` and `openapi.yaml` are.
    package let home: String
    package let poolSize: Int
    /// How many proxies in front add to `X-Forwarded-For`.
    package let trustedProxies: Int
    /// Of one person, on this instance; beyond it requests are answered 429.
    package let requestsPerSecond: Int
    package let logLevel: String
    /// Of the portal that people see: the links in mails begin with it.
    package let portalURL: String
    package let mail: MailConfiguration

    package init(_ reader: ConfigReader) throws {
        host = reader.string(forKey: "http.host", default: "127.0.0.1")
        port = reader.int(forKey: "http.port", default: 8080)
        databaseURL = reader.string(forKey: "database.url", isSecret: true)
        dataDirectory = reader.string(forKey: "data.directory", default: ".purveyor")
        home = try reader.string(forKey: "home.directory") ?? Home.found()
        poolSize = reader.int(forKey: "database.pool.size", default: 16)
        trustedProxies = reader.int(forKey: "http.trusted.proxies", default: 0)
        requestsPerSecond = reader.int(forKey: "http.requests.per.second", default: Limits.requestsPerPrincipalPerSecond)
        logLevel = reader.string(forKey: "log.level", default: "info")
        portalURL = reader.string(forKey: "portal.url", default: "http://\(host):\(port)")
        mail = try MailConfiguration(reader, dataDirectory: dataDirectory)
        try check()
    }

    private func check() throws {
        guard (0...65_535).contains(port) else { throw ConfigurationFault("http.port is a port: 0 to 65535") }
        guard (1...1000).contains(poolSize) else { throw ConfigurationFault("database.pool.size is 1 to 1000") }
        guard (1...10_000_000).contains(requestsPerSecond) else { throw ConfigurationFault("http.requests.per.second is more than zero") }
        guard portalURL.hasPrefix("https://") || portalURL.hasPrefix("http://"), !portalURL.contains("#"),
            portalURL.allSatisfy({ !$0.isWhitespace })
        else { throw ConfigurationFault("portal.url is like https://portal.example.com") }
        guard (0...16).contains(trustedProxies) else { throw ConfigurationFault("http.trusted.proxies is 0 to 16") }
    }
}

/// Something that the operator has to mend before the service can start.
package struct ConfigurationFault: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
