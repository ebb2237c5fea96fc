import Dispatch
import Glibc

/// Tells when a socket can be read, and while wanted when it can be written.
///
/// Each source watches a duplicate of the descriptor, which it closes itself when it has ended: libpq closes its own as soon as it finds
/// the peer gone, and Dispatch would then watch whatever gets that number next. Dispatch also crashes when a suspended source is
/// released: hence the flags.
struct SocketReadiness: ~Copyable {
    private let reading: any DispatchSourceRead
    private let writing: any DispatchSourceWrite
    private var watchesReads = false
    private var watchesWrites = false
    private var isCancelled = false

    init(
        socket: Int32, queue: DispatchQueue, onReadable: @escaping @Sendable () -> Void, onWritable: @escaping @Sendable () -> Void
    ) {
        let readable = dup(socket)
        let writable = dup(socket)
        reading = DispatchSource.makeReadSource(fileDescriptor: readable, queue: queue)
        writing = DispatchSource.makeWriteSource(fileDescriptor: writable, queue: queue)
        reading.setEventHandler(handler: onReadable)
        writing.setEventHandler(handler: onWritable)
        reading.setCancelHandler { close(readable) }
        writing.setCancelHandler { close(writable) }
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
