internal import HTTPTypes
package import Hummingbird

extension Prometheus {
    /// The handler of `GET /metrics`.
    package func response() -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text())))
    }
}
