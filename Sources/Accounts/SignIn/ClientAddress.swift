/// The network address that a request comes from.
package struct ClientAddress: Sendable, Equatable {
    /// What failed sign-ins are counted for.
    package let text: String
    /// As it is, for the ledger; `unknown` where a proxy passed on something else than an address.
    package let full: String

    /// - Parameters:
    ///   - remote: the other end of the connection; nil inside a process.
    ///   - forwardedFor: `X-Forwarded-For`, whose last entries the proxies in front have added; a client may invent
    ///     what stands before those.
    ///   - trustedProxies: how many proxies stand in front; 0 believes no header.
    package init(remote: String?, forwardedFor: String?, trustedProxies: Int) {
        let given = (forwardedFor ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
        let address = trustedProxies > 0 && given.count >= trustedProxies ? given[given.count - trustedProxies] : remote ?? "local"
        text = Self.network(of: address)
        full = Self.isWritten(address) ? address : "unknown"
    }

    private static func isWritten(_ address: String) -> Bool {
        address == "local" || (2...64).contains(address.utf8.count) && address.allSatisfy { $0.isHexDigit || ".:%".contains($0) }
    }

    /// An IPv6 address stands for its /64: one subscriber has all of those, and would else count from zero with each of them.
    private static func network(of address: String) -> String {
        guard address.contains(":") else { return address }
        if address.contains("."), let mapped = address.split(separator: ":").last { return String(mapped) }
        let halves = address.lowercased().prefix { $0 != "%" }.split(separator: "::", omittingEmptySubsequences: false)
        let groups = halves.map { $0.split(separator: ":").map { $0.drop { $0 == "0" } }.map { $0.isEmpty ? "0" : String($0) } }
        let tail = groups.count == 2 ? groups[1] : []
        let zeros = [String](repeating: "0", count: max(0, 8 - groups[0].count - tail.count))
        return (groups[0] + zeros + tail).prefix(4).joined(separator: ":") + "::/64"
    }
}
