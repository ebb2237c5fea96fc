/// What is not written in this house, each with its reason.
enum CallRule {
    static func findings(in file: SwiftFile) -> [Finding] {
        calls(in: file) + unfinished(in: file)
    }

    private struct Ban: Sendable {
        let texts: [String]
        let reason: String
        /// Where it is banned.
        let applies: @Sendable (SwiftFile) -> Bool
        /// Whether a comment beside it, which says why it is right there, lets it stand.
        var excused = false
        /// Whether it is something else after a dot: `logger.print(`.
        var aloneOnly = false
    }

    private static let bans: [Ban] = [
        Ban(texts: ["try", "!"], reason: "a failure is thrown or refused, it does not end the service", applies: isSource),
        Ban(texts: ["as", "!"], reason: "a cast that fails ends the service: use as?", applies: isSource),
        Ban(
            texts: ["fatalError", "("], reason: "one request's trouble must not end everybody's: throw, or write beside it why it must",
            applies: isSource, excused: true),
        Ban(texts: ["@unchecked"], reason: "says that the compiler is wrong: write beside it why", applies: anywhere, excused: true),
        Ban(
            texts: ["nonisolated", "(", "unsafe", ")"], reason: "says that the compiler is wrong: write beside it why", applies: anywhere,
            excused: true),
        Ban(texts: ["unsafeBitCast", "("], reason: "write beside it why the bits fit", applies: anywhere, excused: true),
        Ban(
            texts: ["print", "("], reason: "a service speaks through its log", applies: { isSource($0) && $0.room != "purveyor" },
            aloneOnly: true),
        Ban(texts: ["Task", "{"], reason: unstructured, applies: isOutsideServer, aloneOnly: true),
        Ban(texts: ["Task", "("], reason: unstructured, applies: isOutsideServer, aloneOnly: true),
        Ban(texts: ["Task", ".", "detached"], reason: unstructured, applies: isOutsideServer),
        Ban(
            texts: ["public"], reason: "what crosses a room is package: this is an application",
            applies: { isSource($0) && $0.room != "Postgres" }),
        Ban(texts: ["Date", "(", ")"], reason: fromWorld, applies: isOutsideWorld),
        Ban(texts: ["Date", ".", "now"], reason: fromWorld, applies: isOutsideWorld),
        Ban(texts: ["UUID", "(", ")"], reason: fromWorld, applies: isOutsideWorld),
        Ban(texts: ["Task", ".", "sleep"], reason: "a test waits for what happens, not for time to pass", applies: \.isTest),
        Ban(texts: ["usleep", "("], reason: "a test waits for what happens, not for time to pass", applies: \.isTest),
        Ban(
            texts: ["import", "Foundation"], reason: "FoundationEssentials, or write beside it what needs the rest", applies: isSource,
            excused: true),
    ]

    private static let unstructured = "work that nobody waits for outlives its request: use a task group, or a service in Server"
    private static let fromWorld = "time, ids and randomness come in through Kernel.World, so that a test can name them"

    @Sendable private static func anywhere(_ file: SwiftFile) -> Bool { true }
    @Sendable private static func isSource(_ file: SwiftFile) -> Bool { !file.servesTests }
    @Sendable private static func isOutsideServer(_ file: SwiftFile) -> Bool { isSource(file) && file.room != "Server" }
    /// The database's own rooms do not know Kernel: nothing of the product is decided there.
    @Sendable private static func isOutsideWorld(_ file: SwiftFile) -> Bool {
        isSource(file) && file.path != "Sources/Kernel/World.swift" && !["Postgres", "PostgresServer"].contains(file.room)
    }

    private static func calls(in file: SwiftFile) -> [Finding] {
        let bans = bans.filter { $0.applies(file) }
        return file.tokens.indices.compactMap { index in
            let line = file.tokens[index].line
            if isSource(file), isForced(file, at: index) {
                return Finding(rule: .calls, path: file.path, line: line, what: "force unwrap: nil is an answer, handle it")
            }
            guard
                let ban = bans.first(where: { ban in
                    file.matches(ban.texts, at: index)
                        && !(ban.aloneOnly && index > 0 && [".", "func"].contains(file.tokens[index - 1].text))
                        && !(ban.excused && file.hasCommentBeside(line))
                })
            else { return nil }
            return Finding(rule: .calls, path: file.path, line: line, what: "\(ban.texts.joined()): \(ban.reason)")
        }
    }

    /// A `!` right behind a name or a bracket; `try!` and `as!` have reasons of their own.
    private static func isForced(_ file: SwiftFile, at index: Int) -> Bool {
        let token = file.tokens[index]
        guard token.kind == .punctuation, token.text == "!", !token.spaceBefore, index > 0 else { return false }
        let before = file.tokens[index - 1]
        if index + 1 < file.tokens.count, file.tokens[index + 1].text == "=", !file.tokens[index + 1].spaceBefore { return false }
        return before.kind == .word ? !["try", "as"].contains(before.text) : [")", "]", "?"].contains(before.text)
    }

    /// What is left to do is an issue, where people look for it.
    private static func unfinished(in file: SwiftFile) -> [Finding] {
        file.comments.compactMap { comment in
            let words = comment.text.split { !$0.isLetter }
            guard let word = words.first(where: { ["TODO", "FIXME", "XXX"].contains($0) }) else { return nil }
            return Finding(rule: .calls, path: file.path, line: comment.line, what: "\(word): do it, or open an issue")
        }
    }
}
