/// A file that may break a rule, and why. The list may only shrink: one that is no longer needed fails a test.
struct Exemption: Sendable {
    let rule: Finding.Rule
    let path: String
    let reason: String

    func covers(_ finding: Finding) -> Bool { finding.rule == rule && finding.path == path }

    static let all: [Exemption] = []
}
