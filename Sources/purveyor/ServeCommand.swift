import ArgumentParser
import Configuration
import Kernel
import Server

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Run the service until SIGTERM or Ctrl-C.")

    @OptionGroup var options: ServerOptions

    @Option(help: "The address to listen on; loopback unless told otherwise.")
    var host: String?

    @Option(help: "The port to listen on; 0 takes any free one.")
    var port: Int?

    @Flag(help: "Load the demo accounts of Catalogs/ first, where they are not there yet.")
    var demo = false

    func run() async throws {
        var flags: [AbsoluteConfigKey: ConfigValue] = [:]
        if let host { flags[["http", "host"]] = .init(.string(host), isSecret: false) }
        if let port { flags[["http", "port"]] = .init(.int(port), isSecret: false) }
        let configuration = try await options.configuration(flags)
        let logger = try ServerOptions.bootstrapLogging(level: configuration.logLevel)
        try await ServerOptions.explained {
            try await Serve(configuration, logger: logger)(
                prepare: { database in
                    if demo { try await LoadDemo(home: configuration.home, world: .live)(into: database) }
                },
                listening: { port in
                    print("Purveyor listens on http://\(configuration.host):\(port)", terminator: "\n\n")
                    if demo { print(DemoPeople.howToSignIn(port: port)) }
                    flushStandardOutput()
                })
        }
    }
}
