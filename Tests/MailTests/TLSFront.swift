import Glibc
import PurveyorTesting

/// TLS before an `SMTPHost`, by STARTTLS or from the first byte, with a certificate for localhost that an authority of its own signed.
/// Written in Python, which has TLS for servers.
struct TLSFront: ~Copyable {
    static let isPossible = system("python3 -c 'import ssl' > /dev/null 2>&1 && openssl version > /dev/null 2>&1") == 0

    let port: Int
    /// The file of the authority's certificate.
    let authority: String
    private let directory: String
    private let process: UnsafeMutablePointer<FILE>

    /// Takes connections when this returns.
    init(before host: SMTPHost, atOnce: Bool) throws {
        var template = Array("/tmp/purveyor-smtp-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CannotStart() }
        let directory = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        let made = system(
            """
            cd \(directory) && {
            openssl req -x509 \(key) -days 2 -subj /CN=authority -keyout ca.key -out ca.crt &&
            openssl req \(key) -subj /CN=server -addext subjectAltName=DNS:localhost -keyout server.key -out server.csr &&
            openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out server.crt
            } > /dev/null 2>&1
            """)
        guard made == 0 else { throw CannotStart() }
        // Whoever opens a FIFO waits for the other end: the front, or the shell where that could not begin.
        mkfifo(directory + "/ready", 0o600)
        let arguments = "\(directory) \(host.port) \(atOnce ? 1 : 0)"
        guard let process = popen("python3 -c '\(Self.script)' \(arguments) 2> /dev/null || : > \(directory)/ready", "w") else {
            throw CannotStart()
        }
        var text = [UInt8](repeating: 0, count: 16)
        let ready = open(directory + "/ready", O_RDONLY)
        let count = read(ready, &text, text.count)
        close(ready)
        guard count > 0, let port = Int(String(decoding: text[..<count], as: UTF8.self)) else { throw CannotStart() }
        self.port = port
        self.process = process
        self.directory = directory
        authority = directory + "/ca.crt"
    }

    /// It ends with its standard input, and so with the test process too.
    deinit {
        pclose(process)
        _ = system("rm -rf \(directory)")
    }

    struct CannotStart: Error {}

    private static let script = """
        import os, socket, ssl, sys, threading
        directory, backend, at_once = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "1"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(directory + "/server.crt", directory + "/server.key")
        listener = socket.create_server(("127.0.0.1", 0))

        def line(source):
            data = b""
            while not data.endswith(b"\\n"):
                byte = source.recv(1)
                if not byte: break
                data += byte
            return data

        def copy(source, target):
            try:
                while True:
                    data = source.recv(65536)
                    if not data: break
                    target.sendall(data)
            except OSError: pass
            try: target.shutdown(socket.SHUT_RDWR)
            except OSError: pass

        def serve(plain):
            behind = socket.create_connection(("127.0.0.1", backend))
            if not at_once:
                line(behind)
                plain.sendall(b"220 front\\r\\n")
                line(plain)
                plain.sendall(b"250-front\\r\\n250 STARTTLS\\r\\n")
                if not line(plain).upper().startswith(b"STARTTLS"): return plain.close()
                plain.sendall(b"220 go\\r\\n")
            client = context.wrap_socket(plain, server_side=True)
            threading.Thread(target=copy, args=(client, behind), daemon=True).start()
            copy(behind, client)

        def listen():
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        with open(directory + "/ready", "w") as ready: ready.write(str(listener.getsockname()[1]))
        sys.stdin.read()
        os._exit(0)
        """
}
