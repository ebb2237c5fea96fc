import FoundationEssentials
import Glibc

/// What processes have cost so far, as Linux counts it in /proc.
enum BenchProcesses {
    /// CPU milliseconds, in user and system, of one process.
    static func milliseconds(of processID: Int32) -> Double {
        stat(of: processID).map { $0.own } ?? 0
    }

    /// CPU milliseconds of a server and everything that it started, what has ended included: a postmaster and its backends.
    static func milliseconds(ofServer processID: Int32) -> Double {
        let all = processIDs.compactMap { id in stat(of: id).map { (id: id, stat: $0) } }
        return all.reduce(0) { sum, process in
            if process.id == processID { return sum + process.stat.own + process.stat.children }
            return process.stat.parent == processID ? sum + process.stat.own : sum
        }
    }

    /// CPU milliseconds of this process's children that have ended.
    static var endedChildrenMilliseconds: Double {
        var usage = rusage()
        guard getrusage(RUSAGE_CHILDREN.rawValue, &usage) == 0 else { return 0 }
        func milliseconds(_ time: timeval) -> Double { Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000 }
        return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
    }

    /// Memory in use by a process, and the most that it ever used, in MiB.
    static func memory(of processID: Int32) -> (now: Double, peak: Double) {
        let lines = (contents(of: "/proc/\(processID)/status") ?? "").split(separator: "\n")
        func mebibytes(_ name: String) -> Double {
            guard let line = lines.first(where: { $0.hasPrefix(name + ":") }) else { return 0 }
            return (Double(line.filter(\.isNumber)) ?? 0) / 1024
        }
        return (mebibytes("VmRSS"), mebibytes("VmHWM"))
    }

    private struct Stat {
        let parent: Int32
        let own: Double
        /// Of children that have ended and were waited for.
        let children: Double
    }

    private static var processIDs: [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
    }

    /// proc(5): the name in parentheses may hold anything, so fields are counted behind the last one.
    private static func stat(of processID: Int32) -> Stat? {
        guard let text = contents(of: "/proc/\(processID)/stat"), let name = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: name)...].split(separator: " ")
        guard fields.count > 14, let parent = Int32(fields[1]) else { return nil }
        let ticks = fields[11...14].map { Double($0) ?? 0 }
        let length = 1000 / Double(sysconf(Int32(_SC_CLK_TCK)))
        return Stat(parent: parent, own: (ticks[0] + ticks[1]) * length, children: (ticks[2] + ticks[3]) * length)
    }

    private static func contents(of path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
