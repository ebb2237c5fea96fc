import CLibPQ

/// The servers that a connection string names, in its order.
struct ConnectionHosts: Equatable {
    struct Host: Equatable {
        /// Empty where not said.
        var name = "", address = "", port = ""
    }

    let hosts: [Host]
    /// Among how many the time is divided: as many as there were at first.
    let shares: Int

    init(_ hosts: [Host], shares: Int? = nil) {
        self.hosts = hosts
        self.shares = shares ?? hosts.count
    }

    /// As libpq understands it, with what it takes from the environment and its service file.
    init(_ libpq: OpaquePointer) {
        var lists: [String: [String]] = [:]
        if let options = PQconninfo(libpq) {
            defer { PQconninfoFree(options) }
            var option = options
            while let keyword = option.pointee.keyword {
                if let value = option.pointee.val {
                    let members = String(cString: value).split(separator: ",", omittingEmptySubsequences: false)
                    lists[String(cString: keyword)] = members.map(String.init)
                }
                option += 1
            }
        }
        let names = lists["host"] ?? [], addresses = lists["hostaddr"] ?? [], ports = lists["port"] ?? []
        self.init(
            (0..<max(1, names.count, addresses.count)).map { index in
                // One port is everybody's.
                Host(
                    name: index < names.count ? names[index] : "", address: index < addresses.count ? addresses[index] : "",
                    port: ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : "")
            })
    }

    /// Without the one that `libpq` is trying; nil where no other is left.
    func without(_ tried: Host) -> ConnectionHosts? {
        guard hosts.count > 1, let index = hosts.firstIndex(where: { $0.isServed(by: tried) }) else { return nil }
        var rest = hosts
        rest.remove(at: index)
        return ConnectionHosts(rest, shares: shares)
    }

    /// The one that `libpq` is trying.
    static func current(of libpq: OpaquePointer) -> Host {
        func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        return Host(name: text(PQhost(libpq)), address: text(PQhostaddr(libpq)), port: text(PQport(libpq)))
    }

    /// What libpq is to be told instead of what the connection string says.
    var parameters: [(key: String, value: String)] {
        func list(_ member: (Host) -> String) -> String { hosts.map(member).joined(separator: ",") }
        return [("host", list(\.name)), ("hostaddr", list(\.address)), ("port", list(\.port))]
            .filter { $0.1.contains { $0 != "," } }
    }
}

extension ConnectionHosts.Host {
    /// What is not said here may be anything: libpq fills it in.
    func isServed(by tried: Self) -> Bool {
        (name.isEmpty || name == tried.name) && (address.isEmpty || address == tried.address) && (port.isEmpty || port == tried.port)
    }
}
