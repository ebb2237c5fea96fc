import Foundation
import Glibc
import Postgres
import PurveyorTesting

/// Two servers that are reached over TCP with TLS, each with a certificate that an authority of its own signed for localhost.
struct TLSPair: Sendable {
    let first: TestCluster
    let second: TestCluster

    static var isPossible: Bool { TLSCertificate.isPossible }

    init() {
        first = Self.server()
        second = Self.server()
    }

    private static func server() -> TestCluster {
        TestCluster(
            port: freePort(),
            settings: "-c listen_addresses=127.0.0.1 -c ssl=on -c ssl_cert_file=../server.crt -c ssl_key_file=../server.key",
            prepare: TLSCertificate.making)
    }

    /// One that nobody listens on now.
    static func freePort() -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(socket, address, length)
                _ = getsockname(socket, address, &length)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// - Parameter authority: whose signature is trusted; both servers' where nil.
    func configuration(_ clusters: [TestCluster], trusting authority: TestCluster? = nil, host: String = "localhost") async throws
        -> DatabaseConfiguration
    {
        for cluster in [first, second] { await cluster.launched() }
        let trusted = "\(NSTemporaryDirectory())/authorities-\(UUID().uuidString).crt"
        let certificates = try (authority.map { [$0] } ?? [first, second]).map {
            try String(contentsOfFile: "\($0.directory)/ca.crt", encoding: .utf8)
        }
        try certificates.joined().write(toFile: trusted, atomically: true, encoding: .utf8)
        func list(_ member: (TestCluster) -> String) -> String { clusters.map(member).joined(separator: ",") }
        return DatabaseConfiguration(
            connectionString: """
                host=\(list { _ in host }) hostaddr=\(list { _ in "127.0.0.1" }) port=\(list { "\($0.port)" }) user=postgres \
                dbname=postgres sslmode=verify-full sslrootcert=\(trusted) target_session_attrs=read-write
                """, applicationName: "tls")
    }
}
