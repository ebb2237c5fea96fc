internal import Dispatch
internal import Glibc
internal import Synchronization

/// Ends a temporary cluster when this process is gone: a shell that waits for the end of a pipe which only we hold open.
/// No handler at exit could do that after a crash or a kill.
final class Watchdog: Sendable {
    private let processID: Int32
    private let writer: Mutex<Int32>

    /// $1 is the home of the cluster, and all of $2 … goes with it. Kills only what works in its data directory.
    private static let script = """
        read -r _
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            pid=$(head -n 1 "$1/postgres/postmaster.pid" 2>/dev/null)
            [ -n "$pid" ] && [ "/proc/$pid/cwd" -ef "$1/postgres" ] && kill -QUIT "$pid" && sleep 0.1 && continue
            rm -rf "$@" 2>/dev/null && exit 0
            sleep 0.1
        done
        """

    init(over place: ClusterPlace) throws {
        let pipe = try Pipe()
        let null = try checked("open /dev/null") { open("/dev/null", O_WRONLY | O_CLOEXEC) }
        defer { close(null) }
        let command = Command(["sh", "-c", Self.script, "watchdog", place.home, place.directory, place.socketDirectory])
        processID = try command.start(input: pipe.reader, output: null)
        writer = Mutex(pipe.takeWriter())
    }

    /// Lets it do its work now, and waits until it is done.
    func release() async {
        let mine = writer.withLock { writer in
            defer { writer = -1 }
            return writer
        }
        guard mine >= 0 else { return }
        close(mine)
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [processID] in
                while waitpid(processID, nil, 0) == -1, errno == EINTR {}
                continuation.resume()
            }
        }
    }
}
