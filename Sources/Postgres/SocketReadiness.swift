/// What a connection wants to know of its socket: when it can be read, and while there is something to send when it can be written.
struct SocketReadiness: ~Copyable {
    private let token: UInt64
    private var interest: Reactor.Interest = .reading

    /// Nil where the process has no descriptor left.
    init?(socket: Int32, handler: @escaping Reactor.Handler) {
        guard let token = Reactor.shared.watch(socket, for: .reading, handler) else { return nil }
        self.token = token
    }

    deinit {
        Reactor.shared.end(token)
    }

    mutating func watchReads(_ watch: Bool) {
        set(.reading, watch)
    }

    mutating func watchWrites(_ watch: Bool) {
        set(.writing, watch)
    }

    private mutating func set(_ which: Reactor.Interest, _ watch: Bool) {
        guard interest.contains(which) != watch else { return }
        interest.formSymmetricDifference(which)
        Reactor.shared.change(token, to: interest)
    }
}
