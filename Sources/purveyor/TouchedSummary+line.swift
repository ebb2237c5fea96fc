import Catalog
import Kernel

extension TouchedSummary {
    /// As commands tell it; nil where no open quote is touched.
    var line: String? {
        guard count > 0 else { return nil }
        let names = quotes.map(\.number.description).joined(separator: ", ")
        let more = count > quotes.count ? " and \(count - quotes.count) more" : ""
        return "  \(count) open quotes that it makes a difference to: \(names)\(more)."
    }
}
