import FoundationEssentials
import Glibc

/// TLS before a server, for tests of clients: with a certificate for localhost that an authority of its own signed. Written in Python,
/// which has TLS for servers.
package struct TLSFront: ~Copyable {
    package static let isPossible = TLSCertificate.isPossible && system("python3 -c 'import ssl' > /dev/null 2>&1") == 0

    /// How client and server agree on TLS.
    package enum Opening: String, Sendable {
        /// They do not: it begins with the first byte.
        case atOnce
        /// RFC 3207.
        case smtp
        /// PostgreSQL's SSLRequest. What the server says is gathered into records as large as they may be: PostgreSQL 17 sends such, and
        /// so do poolers and proxies, while older servers send half of that at most.
        case postgres
    }

    package enum Backend: Sendable {
        /// On loopback.
        case port(Int)
        /// The path of a Unix socket.
        case socket(String)
    }

    /// On loopback.
    package let port: Int
    /// The file of the authority's certificate.
    package let authority: String
    /// Where it works; removed with it.
    private let directory: String
    private let process: UnsafeMutablePointer<FILE>

    /// Takes connections when this returns.
    /// - Parameter certificates: a directory as `TLSCertificate` makes it; nil: one is made.
    package init(_ opening: Opening, before backend: Backend, certificates: String? = nil) throws {
        let directory = "/tmp/purveyor-tls-\(UUID().uuidString.lowercased())"
        let certificates = certificates ?? directory
        let making = certificates == directory ? TLSCertificate.making : "true"
        guard system("umask 077 && mkdir \(directory) && cd \(directory) && { \(making); } > /dev/null 2>&1") == 0 else {
            throw CannotStart()
        }
        // Whoever opens a FIFO waits for the other end: the front, or the shell where that could not begin.
        let ready = directory + "/ready"
        mkfifo(ready, 0o600)
        let behind =
            switch backend {
            case .port(let port): "port \(port)"
            case .socket(let path): "socket \(path)"
            }
        let command = "python3 -c '\(Self.script)' \(opening.rawValue) \(certificates) \(behind) \(ready) > /dev/null 2>&1 || : > \(ready)"
        guard let process = popen(command, "w") else { throw CannotStart() }
        var text = [UInt8](repeating: 0, count: 16)
        let said = open(ready, O_RDONLY)
        let count = read(said, &text, text.count)
        close(said)
        guard count > 0, let port = Int(String(decoding: text[..<count], as: UTF8.self)) else {
            pclose(process)
            throw CannotStart()
        }
        self.port = port
        self.process = process
        self.directory = directory
        authority = certificates + "/ca.crt"
    }

    /// It ends with its standard input, and so with the test process too.
    deinit {
        pclose(process)
        _ = system("rm -rf \(directory)")
    }

    private struct CannotStart: Error {}

    private static let script = """
        import os, socket, ssl, sys, threading
        opening, certificates, kind, server, ready = sys.argv[1:]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates + "/server.crt", certificates + "/server.key")
        listener = socket.create_server(("127.0.0.1", 0))

        def connect():
            if kind == "port": return socket.create_connection(("127.0.0.1", int(server)))
            behind = socket.socket(socket.AF_UNIX)
            behind.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            behind.connect(server)
            return behind

        def line(source):
            data = b""
            while not data.endswith(b"\\n"):
                byte = source.recv(1)
                if not byte: break
                data += byte
            return data

        def agree(plain, behind):
            if opening == "postgres":
                plain.recv(8)
                plain.sendall(b"S")
            if opening == "smtp":
                line(behind)
                plain.sendall(b"220 front\\r\\n")
                line(plain)
                plain.sendall(b"250-front\\r\\n250 STARTTLS\\r\\n")
                if not line(plain).upper().startswith(b"STARTTLS"): return False
                plain.sendall(b"220 go\\r\\n")
            return True

        def copy(source, target):
            try:
                while True:
                    data = source.recv(1 << 20)
                    if not data: break
                    target.sendall(data)
            except OSError: pass
            try: target.shutdown(socket.SHUT_RDWR)
            except OSError: pass

        def gather(source, target):
            source.settimeout(0.005)
            data = b""
            while True:
                try:
                    more = source.recv(1 << 20)
                    if not more: break
                    data += more
                    if len(data) < 1 << 22: continue
                except TimeoutError: pass
                if data: target.sendall(data)
                data = b""
            if data: target.sendall(data)

        def serve(plain):
            behind = connect()
            if not agree(plain, behind): return plain.close()
            client = context.wrap_socket(plain, server_side=True)
            threading.Thread(target=copy, args=(client, behind), daemon=True).start()
            (gather if opening == "postgres" else copy)(behind, client)

        def listen():
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        with open(ready, "w") as said: said.write(str(listener.getsockname()[1]))
        sys.stdin.read()
        os._exit(0)
        """
}
