import Synchronization

extension Database {
    /// Listens on a channel, over a connection of its own, until the sequence is no longer read or the database shuts down.
    /// At most 1024 events wait to be read.
    public func listen(_ channel: String) -> AsyncStream<ListenEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: ListenEvent.self, bufferingPolicy: .bufferingNewest(1024))
        let listener = Listener(channel: channel, configuration, logger: logger, events: continuation)
        // The stream keeps its listener alive, and ends it.
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { $0[ObjectIdentifier(listener)] = nil }
            listener.stop()
        }
        listeners.withLock { $0[ObjectIdentifier(listener)] = listener }
        listener.start()
        return stream
    }

    func stopListeners() {
        let all = listeners.withLock { listeners in
            defer { listeners = [:] }
            return Array(listeners.values)
        }
        for listener in all { listener.stop() }
    }
}
