import ArgumentParser
import Configuration
import FoundationEssentials
import Kernel
import Logging
import Server
import SystemPackage
import Web

/// The options that every command with a database takes. Flags go before the environment, the environment before the file.
struct ServerOptions: ParsableArguments {
    @Option(help: "Where the private PostgreSQL cluster is kept, without DATABASE_URL.")
    var dataDirectory: String?

    @Option(help: "Where Migrations, Catalogs and openapi.yaml are.")
    var home: String?

    @Option(help: "A JSON file with the settings of docs/operating.md.")
    var config: String?

    func configuration(_ more: [AbsoluteConfigKey: ConfigValue] = [:]) async throws -> ServerConfiguration {
        var flags = more
        if let dataDirectory { flags[["data", "directory"]] = .init(.string(dataDirectory), isSecret: false) }
        if let home { flags[["home", "directory"]] = .init(.string(home), isSecret: false) }
        var providers: [any ConfigProvider] = [InMemoryProvider(name: "flags", values: flags), EnvironmentVariablesProvider()]
        if let config { providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(config))) }
        return try ServerConfiguration(ConfigReader(providers: providers))
    }

    /// Failures leave with a sentence instead of a dump.
    static func explained(_ body: () async throws -> Void) async throws {
        do { try await body() } catch { throw StartFault(error) }
    }

    /// JSON when not on a terminal.
    static func bootstrapLogging(level: String) throws -> Logger {
        guard let level = Logger.Level(rawValue: level) else { throw ConfigurationFault("log.level is trace, debug, info, … or critical") }
        LoggingSystem.bootstrap { label in
            var handler: any LogHandler =
                LogOutput.standardErrorIsTerminal ? StreamLogHandler.standardError(label: label) : JSONLogHandler(label: label)
            handler.logLevel = level
            return handler
        }
        return Logger(label: "purveyor")
    }
}
