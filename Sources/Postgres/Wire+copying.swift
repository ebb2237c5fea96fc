import CLibPQ

extension Wire {
    /// How much of a COPY is taken over at once: large enough to make the hops cheap, small enough to be nothing.
    static var copyChunk: Int { 64 * 1024 }

    /// Sends data of a COPY in; done when the socket has taken all of it, which is what keeps memory constant.
    mutating func sendCopyData(_ bytes: [UInt8]) -> Delivery? {
        let sent = bytes.withUnsafeBytes { PQputCopyData(libpq, $0.bindMemory(to: CChar.self).baseAddress, Int32($0.count)) }
        guard sent == 1 else { return lost() }
        return flush()
    }

    /// Ends a COPY in; with a reason the server undoes it.
    mutating func sendCopyEnd(failure: String?) -> Delivery? {
        guard PQputCopyEnd(libpq, failure) == 1 else { return lost() }
        // A server that refused a row said so before, and says nothing more.
        return flush() ?? process()
    }

    /// Looks for data of a COPY out that has come already, and watches the socket for more where there is none.
    mutating func receiveCopyData() -> Delivery? {
        readiness?.watchReads(true)
        return processCopyData()
    }

    mutating func processCopyData() -> Delivery? {
        if isCopyOver { return endCopyOut() }
        while reply.bytes.count < Self.copyChunk {
            var data: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(libpq, &data, 1)
            switch count {
            case 0: return reply.bytes.isEmpty ? nil : endCopyChunk()
            case -1:
                isCopyOver = true
                return reply.bytes.isEmpty ? endCopyOut() : endCopyChunk()
            case 1...:
                guard let data else { return lost() }
                reply.bytes.append(contentsOf: UnsafeRawBufferPointer(start: data, count: Int(count)))
                PQfreemem(data)
            default: return lost()
            }
        }
        return endCopyChunk()
    }

    private mutating func endCopyOut() -> Delivery? {
        isCopyOver = false
        reply.isEnd = true
        activity = .script
        return process()
    }

    /// Nobody asks for the next chunk yet, so the socket is left alone: what the server sends meanwhile waits in its buffers.
    private mutating func endCopyChunk() -> Delivery? {
        readiness?.watchReads(false)
        return end(.success(reply), then: .copyOut)
    }
}
