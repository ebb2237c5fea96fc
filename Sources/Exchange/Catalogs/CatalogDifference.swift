import Catalog
import Kernel

/// What YAML files make other of one entry, in one column.
package struct CatalogDifference: Sendable, Equatable {
    package enum What: String, Sendable { case added, changed, removed }

    package let file: String
    package let line: Int?
    /// `category`, `product`, `fit` or `contract`.
    package let kind: String
    /// Code, SKU, key or number.
    package let name: String
    package let what: What
    /// As a CSV file names it; of a contract the rule that is meant. Nil for an entry that is new.
    package let column: String?
    package let before: String?
    package let after: String?
    /// Of a contract.
    let rule: ContractRuleDifference?

    init(_ difference: MasterDifference, at place: CatalogPlace?) {
        (file, line) = (place?.file ?? "", place?.line)
        (kind, name, column) = (difference.subject.rawValue, difference.name, difference.column)
        what = difference.column == nil ? .added : .changed
        (before, after, rule) = (difference.before, difference.after, nil)
    }

    init(_ difference: ContractRuleDifference, at place: CatalogPlace?) {
        (file, line) = (place?.file ?? "", place?.line)
        (kind, name) = ("contract", difference.contract)
        what =
            switch difference.what {
            case .added: .added
            case .changed: .changed
            case .removed: .removed
            }
        let priority = difference.priority == 0 ? "" : " priority \(difference.priority)"
        column = [difference.kind, difference.selector, difference.value ?? ""].filter { !$0.isEmpty }.joined(separator: " ") + priority
        (before, after, rule) = (difference.before, difference.after, difference)
    }

    package static let header = CSVText.record(["file", "line", "kind", "name", "what", "column", "before", "after"])
    package var record: String { CSVText.record([file] + fields) }

    /// Of a job, which has one file.
    static let headerOfOne = CSVText.record(["line", "kind", "name", "what", "column", "before", "after"])
    var recordOfOne: String { CSVText.record(fields) }

    private var fields: [String] {
        [line.map(String.init) ?? "", kind, name, what.rawValue, column ?? "", before ?? "", after ?? ""]
    }
}
