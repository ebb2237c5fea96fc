/// A pool's connections and callers at one moment.
public struct PoolStatistics: Sendable, Hashable {
    /// Connections that are lent or idle.
    public let open: Int
    public let idle: Int
    /// Connections being made.
    public let opening: Int
    /// Callers waiting for a connection.
    public let waiting: Int
}
