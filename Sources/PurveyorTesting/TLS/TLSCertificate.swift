import FoundationEssentials
import Glibc

/// A server's certificate for localhost, signed by an authority of its own, made in a directory: `server.crt`, `server.key`, `ca.crt`.
package enum TLSCertificate {
    /// Whether the program that makes it is there; PostgreSQL's Debian package brings it.
    package static let isPossible = system("openssl version > /dev/null 2>&1") == 0

    /// What a shell does in the directory.
    package static let making = """
        openssl req -x509 \(key) -days 2 -subj /CN=authority -keyout ca.key -out ca.crt &&
        openssl req \(key) -subj /CN=server -addext subjectAltName=DNS:localhost -keyout server.key -out server.csr &&
        openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out server.crt
        """

    private static let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
}
