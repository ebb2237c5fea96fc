internal import CSpawn
internal import Glibc

/// Both ends close with it; neither is inherited by a program.
package final class Pipe {
    package let reader: Int32
    private(set) var writer: Int32

    package init() throws {
        var ends: [Int32] = [-1, -1]
        try checked("make a pipe") { pipe2(&ends, O_CLOEXEC) }
        reader = ends[0]
        writer = ends[1]
    }

    func closeWriter() {
        if writer >= 0 { close(writer) }
        writer = -1
    }

    /// The writing end, which the caller closes from now on.
    package func takeWriter() -> Int32 {
        defer { writer = -1 }
        return writer
    }

    deinit {
        close(reader)
        closeWriter()
    }
}
