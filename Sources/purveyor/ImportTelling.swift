import Catalog
import Exchange
import FoundationEssentials
import Kernel
import Synchronization

/// One thing that an import makes other, as a file of them has it and as a person reads it.
protocol ImportDifference: Sendable {
    /// A record of CSV.
    var record: String { get }
    var sentence: String { get }
}

extension StagedDifference: ImportDifference {
    var sentence: String {
        guard let column else { return "\(sku): new" }
        return "\(sku): \(column) \(before ?? "(none)") → \(after ?? "(none)")"
    }
}

extension ContractRuleDifference: ImportDifference {
    var sentence: String {
        let what = [kind, selector, value ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        return "\(contract) \(what): \(before ?? "(none)") → \(after ?? "(none)")"
    }
}

/// Writes down what an import tells while it goes, and shows how far it is.
final class ImportTelling<Difference: ImportDifference>: Sendable {
    private let differencesShown = 20
    private let source: ImportSource
    private let report: CSVOutput
    private let diff: CSVOutput
    private let diffPath: String?
    private let rows = Mutex(RefusedRows())
    private let shown = Mutex<[Difference]>([])
    private let bar = ProgressBar()
    private let size: Int

    init(of file: String, report: String?, diff: String?, header: String) throws {
        source = .path(file)
        self.report = try CSVOutput(path: report, header: RefusedLine.header)
        self.diff = try CSVOutput(path: diff, header: header)
        diffPath = diff
        size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
    }

    func refuse(_ line: RefusedLine) throws {
        try report.add(line.record)
        rows.withLock { $0.add(line) }
    }

    func differ(_ difference: Difference) throws {
        try diff.add(difference.record)
        shown.withLock { if $0.count <= differencesShown { $0.append(difference) } }
    }

    func progress(_ bytes: Int, _ lines: Int) { bar.show(.reading(bytes, of: size)) }

    /// What was found out until something went wrong stays readable.
    func breakOff() {
        bar.finish()
        try? report.close()
        try? diff.close()
    }

    func finish(refused path: String?) throws {
        try report.close()
        try diff.close()
        if let path {
            let output = try CSVOutput(path: path, header: "")
            try rows.withLock { try $0.write(from: source, output.add) }
            try output.close()
        }
        bar.finish()
    }

    func showDifferences() {
        let differences = shown.withLock { $0 }
        for difference in differences.prefix(differencesShown) { print(difference.sentence) }
        guard differences.count > differencesShown else { return }
        print(diffPath.map { "… and more: see \($0)" } ?? "… and more: --diff FILE has all of it")
    }
}
