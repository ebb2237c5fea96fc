/// A place where a rule of the house is not kept.
struct Finding: CustomStringConvertible, Equatable {
    let rule: Rule
    let path: String
    let line: Int
    let what: String

    enum Rule: String { case imports, statements, writers, sizes, calls, refusals, migrations }

    var description: String { "\(path):\(line): \(what) [\(rule.rawValue)]" }
}
