// swift-tools-version: 6.2
import PackageDescription

// The rooms stand in corridor order: a room may look back, never forward (docs/architecture.md).
let package = Package(
    name: "purveyor",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "purveyor", targets: ["purveyor"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["JSON"]),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CSpawn"),
        .room("Kernel"),
        .room("Cryptography", after: ["COpenSSL", "Kernel"]),
        .room("Postgres", after: ["CLibPQ"], using: [.logging]),
        .room("PostgresServer", after: ["CSpawn"], using: [.logging]),
        .room("Persistence", after: ["Kernel", "Postgres"]),
        .room(
            "Web", after: ["Kernel", "Cryptography", "Postgres", "Persistence"],
            using: .http + [.metrics, .nioHTTP1, .nioHTTPTypes, .nioPosix, .yams]),
        .room("Mail", after: ["CCurl", "Kernel", "Cryptography", "Postgres", "Persistence", "Web"], using: [.logging]),
        .room("Ledger", after: ["Kernel", "Cryptography", "Postgres", "Persistence", "Web"], using: .http),
        .room("Accounts", after: .foundation + ["Ledger"], using: .http),
        .room("Catalog", after: .foundation + ["Ledger", "Accounts"], using: .http),
        .room("Approvals", after: .foundation + ["Ledger", "Accounts"], using: .http),
        .room("Quotes", after: .foundation + ["Ledger", "Accounts", "Catalog", "Approvals"], using: .http),
        .room("Orders", after: .foundation + ["Ledger", "Accounts", "Catalog", "Approvals", "Quotes"], using: .http),
        .room("Service", after: .foundation + ["Ledger", "Accounts", "Catalog"], using: .http),
        .room("Relationship", after: .foundation + ["Ledger", "Accounts", "Catalog", "Approvals", "Quotes", "Orders"], using: .http),
        .room(
            "Exchange",
            after: ["CZlib"] + .foundation + ["Ledger", "Accounts", "Catalog", "Approvals", "Quotes", "Orders", "Relationship"],
            using: .http + [.yams]),
        .room(
            "Server",
            after: .foundation + .business + ["PostgresServer"],
            using: .http + [.configuration, .hummingbirdCore, .lifecycle, .metrics, .unixSignals]),
        .executableTarget(
            name: "purveyor",
            dependencies: .rooms(.foundation + .business + ["PostgresServer", "Server"])
                + .http + [.arguments, .configuration, .lifecycle, .nioPosix, .nioHTTP1, .system, .unixSignals],
            swiftSettings: .house),
        .room(
            "PurveyorTesting",
            after: .foundation + .business + ["PostgresServer", "Server"],
            using: .http + [.lifecycle, .yams]),

        .tests(of: "Kernel"),
        .tests(of: "Cryptography"),
        .tests(of: "Postgres"),
        .tests(of: "PostgresServer"),
        .tests(of: "Web"),
        .tests(of: "Mail"),
        .tests(of: "Ledger"),
        .tests(of: "Accounts"),
        .tests(of: "Catalog"),
        .tests(of: "Approvals"),
        .tests(of: "Quotes"),
        .tests(of: "Orders"),
        .tests(of: "Service"),
        .tests(of: "Relationship"),
        .tests(of: "Exchange"),
        .tests(of: "Server"),
        .testTarget(name: "TidyTests", swiftSettings: .house),
    ],
    swiftLanguageModes: [.v6]
)

extension Target {
    /// A room of the corridor: it imports the rooms named in `after` and the products named in `using`, nothing else.
    static func room(_ name: String, after rooms: [String] = [], using products: [Dependency] = []) -> Target {
        .target(name: name, dependencies: .rooms(rooms) + products, swiftSettings: .house)
    }

    /// The tests of a room may use every room: they bring their own database and cast.
    static func tests(of room: String) -> Target {
        .testTarget(
            name: room + "Tests",
            dependencies: .rooms(.foundation + .business + ["PostgresServer", "Server", "PurveyorTesting"])
                + .http + [.lifecycle, .metrics, .nioEmbedded, .nioHTTPTypes, .yams],
            swiftSettings: .house)
    }
}

extension [String] {
    static let foundation = ["Kernel", "Cryptography", "Postgres", "Persistence", "Web", "Mail"]
    static let business = ["Ledger", "Accounts", "Catalog", "Approvals", "Quotes", "Orders", "Service", "Relationship", "Exchange"]
}

extension [Target.Dependency] {
    static func rooms(_ names: [String]) -> Self { names.map { .target(name: $0) } }
    static let http: Self = [.hummingbird, .httpTypes, .logging, .nioCore]
}

extension Target.Dependency {
    static let arguments = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let system = product(name: "SystemPackage", package: "swift-system")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let yams = product(name: "Yams", package: "Yams")
}

extension [SwiftSetting] {
    /// `NonisolatedNonsendingByDefault` stays off: it breaks the middleware of Hummingbird 2.28.
    static let house: Self = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
    ]
}
