import Dispatch

/// Tells when a socket can be read, and while wanted when it can be written.
///
/// Dispatch crashes when a suspended source is released and may confuse sockets when a descriptor is closed while a source watches it:
/// hence the flags, and the rule that libpq closes the socket only after `onEnd` was called for both sources.
struct SocketReadiness: ~Copyable {
    private let reading: any DispatchSourceRead
    private let writing: any DispatchSourceWrite
    private var watchesReads = false
    private var watchesWrites = false
    private var isCancelled = false

    init(
        socket: Int32, queue: DispatchQueue, onReadable: @escaping @Sendable () -> Void, onWritable: @escaping @Sendable () -> Void,
        onEnd: @escaping @Sendable () -> Void
    ) {
        reading = DispatchSource.makeReadSource(fileDescriptor: socket, queue: queue)
        writing = DispatchSource.makeWriteSource(fileDescriptor: socket, queue: queue)
        reading.setEventHandler(handler: onReadable)
        writing.setEventHandler(handler: onWritable)
        reading.setCancelHandler(handler: onEnd)
        writing.setCancelHandler(handler: onEnd)
    }

    mutating func watchReads(_ watch: Bool) {
        guard watch != watchesReads, !isCancelled else { return }
        watchesReads = watch
        if watch { reading.resume() } else { reading.suspend() }
    }

    mutating func watchWrites(_ watch: Bool) {
        guard watch != watchesWrites, !isCancelled else { return }
        watchesWrites = watch
        if watch { writing.resume() } else { writing.suspend() }
    }

    mutating func cancel() {
        guard !isCancelled else { return }
        watchReads(true)
        watchWrites(true)
        isCancelled = true
        reading.cancel()
        writing.cancel()
    }
}
