import Glibc
import Synchronization

/// The one thread that waits for sockets, for all connections of the process.
///
/// It is a thread of its own, so that nothing in Swift's pool waits. Dispatch's sources would do the same, but on Linux they lose the
/// hang-up of a Unix socket that comes while a handler runs, and cost two system calls for each event that they report; this costs one
/// for all that are due.
///
/// A socket is watched by a duplicate of its descriptor: libpq closes its own as soon as it finds the peer gone, and the number
/// would go to the next socket while the old one is still watched.
final class Reactor: Sendable {
    static let shared = Reactor()

    struct Interest: OptionSet, Sendable {
        let rawValue: Int32
        static let reading = Interest(rawValue: POLLIN)
        static let writing = Interest(rawValue: POLLOUT)
    }

    /// Called on the reactor's thread; must not wait. A peer that is gone counts as ready for all.
    typealias Handler = @Sendable (Interest) -> Void

    private struct Watch {
        let descriptor: Int32
        var interest: Interest
        let handler: Handler
    }

    private struct State {
        var watches: [UInt64: Watch] = [:]
        var lastToken: UInt64 = 0
        /// The thread waits for what was wanted before the last change.
        var isStale = false
    }

    private let state = Mutex(State())
    private let wakeUp: (read: Int32, write: Int32)

    private init() {
        var ends: [Int32] = [-1, -1]
        // At the first connection of the process; without it none can ever be had.
        guard pipe(&ends) == 0 else { fatalError("no descriptor left to watch sockets with") }
        wakeUp = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { _ in
                Reactor.shared.run()
                return nil
            }, nil)
        // The same: no socket could be waited for.
        guard failure == 0 else { fatalError("no thread to watch sockets with") }
        pthread_detach(thread)
    }

    /// Watches until `end`; a handler that is running then may end later. Nil where the process has no descriptor left.
    func watch(_ socket: Int32, for interest: Interest, _ handler: @escaping Handler) -> UInt64? {
        // Programs that this process starts must not keep the connection open.
        let descriptor = fcntl(socket, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { return nil }
        return change { state in
            state.lastToken += 1
            state.watches[state.lastToken] = Watch(descriptor: descriptor, interest: interest, handler: handler)
            return state.lastToken
        }
    }

    func change(_ token: UInt64, to interest: Interest) {
        change { $0.watches[token]?.interest = interest }
    }

    func end(_ token: UInt64) {
        if let watch = change({ $0.watches.removeValue(forKey: token) }) { close(watch.descriptor) }
    }

    private func change<T: Sendable>(_ body: (inout sending State) -> T) -> T {
        let (value, isFirst) = state.withLock { state in
            let value = body(&state)
            defer { state.isStale = true }
            return (value, !state.isStale)
        }
        if isFirst { _ = write(wakeUp.write, [1], 1) }
        return value
    }

    private func run() {
        var polls = [pollfd(fd: wakeUp.read, events: Int16(POLLIN), revents: 0)]
        var tokens: [UInt64] = [0]
        while true {
            let wanted = state.withLock { state -> [(UInt64, Watch)]? in
                guard state.isStale else { return nil }
                state.isStale = false
                // One that wants nothing is left out altogether: a hang-up would be reported without end.
                return state.watches.filter { !$0.value.interest.isEmpty }.map { ($0.key, $0.value) }
            }
            if let wanted {
                polls.removeSubrange(1...)
                polls += wanted.map { pollfd(fd: $0.1.descriptor, events: Int16($0.1.interest.rawValue), revents: 0) }
                tokens = [0] + wanted.map(\.0)
            }
            guard poll(&polls, nfds_t(polls.count), -1) > 0 else { continue }
            if polls[0].revents != 0 { drainWakeUps() }
            for index in polls.indices.dropFirst() where polls[index].revents != 0 { report(tokens[index], polls[index].revents) }
        }
    }

    private func report(_ token: UInt64, _ events: Int16) {
        guard let handler = state.withLock({ $0.watches[token]?.handler }) else { return }
        let isGone = Int32(events) & (POLLHUP | POLLERR | POLLNVAL) != 0
        handler(isGone ? [.reading, .writing] : Interest(rawValue: Int32(events)))
    }

    private func drainWakeUps() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(wakeUp.read, &bytes, bytes.count) == bytes.count {}
    }
}
