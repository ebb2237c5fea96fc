/// What a pool of connections knows and decides, without connections, callers or a clock: each method says what to do next.
///
/// Connections are lent last in, first out, so that few are kept warm when little happens. Callers wait in a bounded queue, first in,
/// first out, each until its deadline. After a failure to connect the next attempt waits, longer each time, and is made alone.
struct PoolState<Connection: Hashable & Sendable>: Sendable {
    typealias Instant = ContinuousClock.Instant
    typealias Waiter = UInt64

    enum Refusal: Sendable, Hashable {
        case exhausted, timedOut, cancelled, shutDown
        case cannotConnect(String)
    }

    enum Action: Sendable, Hashable {
        case lend(Connection, to: Waiter)
        case refuse(Waiter, Refusal)
        /// Start to open a connection, and report `opened` or `openFailed`.
        case open
        /// Call `openingIsDue` after a while.
        case openLater(Duration)
        /// Call `expire` at this time.
        case expireAt(Instant)
        case close(Connection)
        /// After `shutDown`: nothing is open any more.
        case drained
    }

    private let size: Int
    private let queueLimit: Int
    private let timeout: Duration
    private var idle: [Connection] = []
    private var lent: Set<Connection> = []
    /// Lent, and known to be broken.
    private var broken: Set<Connection> = []
    private var opening = 0
    private var waiters: [(id: Waiter, deadline: Instant)] = []
    private var hasTimer = false
    private var hasOpeningTimer = false
    private var failures = 0
    private var lastFailure = ""
    private var opensAgain: Instant?
    private var isShutDown = false

    init(size: Int, queueLimit: Int, timeout: Duration) {
        precondition(size > 0 && queueLimit >= 0)
        self.size = size
        self.queueLimit = queueLimit
        self.timeout = timeout
    }

    var statistics: PoolStatistics {
        PoolStatistics(open: idle.count + lent.count, idle: idle.count, opening: opening, waiting: waiters.count)
    }

    /// A connection that is there. Where it is nil the caller may `wait`.
    mutating func lendIdle() -> Connection? {
        guard let connection = idle.popLast() else { return nil }
        lent.insert(connection)
        return connection
    }

    mutating func wait(_ waiter: Waiter, now: Instant) -> [Action] {
        if isShutDown { return [.refuse(waiter, .shutDown)] }
        if let connection = lendIdle() { return [.lend(connection, to: waiter)] }
        if waiters.count >= queueLimit { return [.refuse(waiter, .exhausted)] }
        waiters.append((waiter, now + timeout))
        var actions = open(now)
        if !hasTimer {
            hasTimer = true
            actions.append(.expireAt(now + timeout))
        }
        return actions
    }

    mutating func cancel(_ waiter: Waiter) -> [Action] {
        guard let index = waiters.firstIndex(where: { $0.id == waiter }) else { return [] }
        waiters.remove(at: index)
        return [.refuse(waiter, .cancelled)]
    }

    /// Refuses those whose deadline has come.
    mutating func expire(now: Instant) -> [Action] {
        hasTimer = false
        let due = waiters.prefix { $0.deadline <= now }.map(\.id)
        waiters.removeFirst(due.count)
        let refusal = failures > 0 && idle.isEmpty && lent.isEmpty ? Refusal.cannotConnect(lastFailure) : .timedOut
        var actions = due.map { Action.refuse($0, refusal) }
        if let next = waiters.first {
            hasTimer = true
            actions.append(.expireAt(next.deadline))
        }
        return actions
    }

    /// A lent connection comes back; one that is not `reusable` is closed.
    mutating func giveBack(_ connection: Connection, reusable: Bool, now: Instant) -> [Action] {
        lent.remove(connection)
        let isBroken = broken.remove(connection) != nil
        if reusable, !isBroken { return give(connection) }
        return [.close(connection)] + open(now) + drainedIfSo()
    }

    /// A connection broke by itself.
    mutating func broke(_ connection: Connection, now: Instant) -> [Action] {
        if let index = idle.firstIndex(of: connection) {
            idle.remove(at: index)
            return [.close(connection)] + open(now)
        }
        if lent.contains(connection) { broken.insert(connection) }
        return []
    }

    mutating func opened(_ connection: Connection, now: Instant) -> [Action] {
        opening -= 1
        failures = 0
        opensAgain = nil
        return give(connection) + open(now)
    }

    mutating func openFailed(_ reason: String, now: Instant) -> [Action] {
        opening -= 1
        failures += 1
        lastFailure = reason
        opensAgain = now + Self.backoff(failures: failures)
        return open(now) + drainedIfSo()
    }

    mutating func openingIsDue(now: Instant) -> [Action] {
        hasOpeningTimer = false
        return open(now)
    }

    mutating func shutDown() -> [Action] {
        isShutDown = true
        let actions = waiters.map { Action.refuse($0.id, .shutDown) } + idle.map { Action.close($0) }
        waiters = []
        idle = []
        return actions + drainedIfSo()
    }

    /// 50 ms, doubled with each failure, at most 2 s: a server that restarts is found soon, one that is down is not stormed.
    static func backoff(failures: Int) -> Duration {
        .milliseconds(min(2000, 50 << min(failures - 1, 6)))
    }

    private mutating func give(_ connection: Connection) -> [Action] {
        if isShutDown { return [.close(connection)] + drainedIfSo() }
        guard !waiters.isEmpty else {
            idle.append(connection)
            return []
        }
        lent.insert(connection)
        return [.lend(connection, to: waiters.removeFirst().id)]
    }

    /// Opens as many as there are callers waiting for one, within the size.
    private mutating func open(_ now: Instant) -> [Action] {
        guard !isShutDown else { return [] }
        var actions: [Action] = []
        while opening < waiters.count, idle.count + lent.count + opening < size, failures == 0 || opening == 0 {
            if let opensAgain, opensAgain > now {
                if !hasOpeningTimer {
                    hasOpeningTimer = true
                    actions.append(.openLater(opensAgain - now))
                }
                break
            }
            opening += 1
            actions.append(.open)
        }
        return actions
    }

    private func drainedIfSo() -> [Action] {
        isShutDown && lent.isEmpty && opening == 0 ? [.drained] : []
    }
}
