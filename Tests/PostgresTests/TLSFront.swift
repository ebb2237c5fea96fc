import Glibc

/// TLS before a server's Unix socket, with records as large as they may be: PostgreSQL 17 sends such, and so do poolers and proxies, while
/// older servers send half of that at most. Written in Python, which has TLS for servers.
struct TLSFront: ~Copyable {
    static let isPossible = system("python3 -c 'import ssl' > /dev/null 2>&1") == 0

    private let process: UnsafeMutablePointer<FILE>

    /// Takes connections when this returns.
    init(on port: Int, before cluster: TestCluster) throws {
        let ready = "\(cluster.directory)/front-\(port)"
        let directory = cluster.directory
        let arguments = "\(port) \(directory)/server.crt \(directory)/server.key \(directory)/.s.PGSQL.\(cluster.port) \(ready)"
        // Whoever opens a FIFO waits for the other end: the front, or the shell where that could not begin.
        mkfifo(ready, 0o600)
        let command = "python3 -c '\(Self.script)' \(arguments) > /dev/null 2>&1 || : > \(ready)"
        guard let process = popen(command, "w") else { throw CannotStart() }
        self.process = process
        close(open(ready, O_RDONLY))
    }

    /// It ends with its standard input, and so with the test process too.
    deinit {
        pclose(process)
    }

    struct CannotStart: Error {}

    private static let script = """
        import os, socket, ssl, sys, threading
        port, certificate, key, server, ready = sys.argv[1:]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        listener = socket.create_server(("127.0.0.1", int(port)))

        def copy(source, target):
            try:
                while True:
                    data = source.recv(1 << 20)
                    if not data: break
                    target.sendall(data)
            except OSError: pass
            target.shutdown(socket.SHUT_RDWR)

        def serve(plain):
            plain.recv(8)
            plain.sendall(b"S")
            client = context.wrap_socket(plain, server_side=True)
            behind = socket.socket(socket.AF_UNIX)
            behind.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            behind.connect(server)
            threading.Thread(target=copy, args=(client, behind), daemon=True).start()
            buffered(behind, client)

        def buffered(source, target):
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

        def listen():
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        open(ready, "w").close()
        sys.stdin.read()
        os._exit(0)
        """
}
