import Glibc

/// One client of a load: a socket that blocks its thread. It costs a fraction of a client on an event loop, so that what a machine of few
/// cores can do is told of the service and not of the load.
struct BenchSocket: ~Copyable {
    private let descriptor: Int32
    private var received: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 65_536)

    struct Answer {
        let status: Int
        let body: [UInt8]
    }

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw BenchFailure("no socket: errno \(errno)") }
        var on: Int32 = 1
        _ = setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        _ = setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw BenchFailure("nothing listens on port \(port): errno \(errno)") }
    }

    deinit {
        close(descriptor)
    }

    /// - Throws: where the connection ends, nothing comes for a minute, or the answer does not say its length.
    mutating func send(_ request: BenchRequest) throws -> Answer {
        try write(Array(request.http.utf8))
        while true {
            if let end = received.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound {
                let head = String(decoding: received[..<end], as: UTF8.self)
                guard let length = Self.length(in: head), let status = Int(head.dropFirst(9).prefix(3)) else {
                    throw BenchFailure("an answer without its length: \(head)")
                }
                while received.count < end + length { try read() }
                defer { received.removeSubrange(..<(end + length)) }
                return Answer(status: status, body: Array(received[end..<(end + length)]))
            }
            try read()
        }
    }

    private static func length(in head: String) -> Int? {
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
        return line.flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
    }

    private func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw BenchFailure("the connection has ended: errno \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    private mutating func read() throws {
        let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { throw BenchFailure("the connection has ended: errno \(errno)") }
        received += chunk[..<count]
    }
}

extension BenchRequest {
    fileprivate var http: String {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if !body.isEmpty { text += "Content-Type: application/json\r\n" }
        if !body.isEmpty || method == "POST" { text += "Content-Length: \(body.utf8.count)\r\n" }
        return text + "\r\n" + body
    }
}
