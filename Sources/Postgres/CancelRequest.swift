import CLibPQ
import Glibc
import Synchronization

/// Asks the server to stop what a connection is doing.
///
/// libpq 15 can only ask by waiting for the server, which may stand still, so each request waits on a thread of its own. Dispatch has
/// few threads, replaces one that waits only after a second, and until then lets all else wait: also the deadlines that are to end this.
///
/// Unchecked: made under the connection's lock, then used by one thread once. libpq's token shares nothing with its connection.
final class CancelRequest: @unchecked Sendable {
    private let token: OpaquePointer
    private var returned: @Sendable () -> Void = {}

    /// Frees the token in the end.
    init(token: OpaquePointer) {
        self.token = token
    }

    deinit {
        PQfreeCancel(token)
    }

    /// `returned` is called, on any thread, when the server has heard it or cannot. Where it cannot, the statement runs on until it is
    /// done or statement_timeout ends it.
    func send(returned: @escaping @Sendable () -> Void) {
        self.returned = returned
        guard Self.running.add(1, ordering: .relaxed).newValue <= Self.limit else { return end() }
        let retained = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { pointer in
                if let pointer { Unmanaged<CancelRequest>.fromOpaque(pointer).takeRetainedValue().ask() }
                return nil
            }, retained.toOpaque())
        guard failure == 0 else {
            retained.release()
            return end()
        }
        pthread_detach(thread)
    }

    private func ask() {
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(token, &message, Int32(message.count))
        end()
    }

    private func end() {
        Self.running.subtract(1, ordering: .relaxed)
        returned()
    }

    /// More are not asked for at a time: the connection is given up a little later anyway.
    private static let limit = 256
    private static let running = Atomic(0)
}
