package import Kernel

/// The caller's distributed trace (W3C Trace Context, version 00), with an id of our own step in it.
package struct TraceContext: Sendable, Equatable {
    /// 32 hexadecimal digits.
    package let trace: String
    /// The caller's step, 16 hexadecimal digits.
    package let parent: String
    /// Our step.
    package let span: String
    package let flags: String

    /// Nil where the header is not well-formed: it is then ignored, as the recommendation says.
    package init?(_ header: String?, in world: World) {
        guard let header, header.utf8.count >= 55 else { return nil }
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, Self.isHexadecimal(parts[0], 2), parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            Self.isHexadecimal(parts[1], 32), parts[1].contains(where: { $0 != "0" }),
            Self.isHexadecimal(parts[2], 16), parts[2].contains(where: { $0 != "0" }),
            Self.isHexadecimal(parts[3], 2)
        else { return nil }
        trace = String(parts[1])
        parent = String(parts[2])
        flags = String(parts[3])
        let text = String(max(1, world.random().0), radix: 16)
        span = String(repeating: "0", count: 16 - text.utf8.count) + text
    }

    /// What goes on to whoever is called from here, and back to the caller.
    package var header: String { "00-\(trace)-\(span)-\(flags)" }

    private static func isHexadecimal(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
