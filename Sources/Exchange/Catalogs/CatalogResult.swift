import Accounts
package import Catalog
import Kernel

/// How YAML files are to be taken.
package struct CatalogOptions: Sendable, Equatable {
    /// Finds out everything and keeps nothing.
    package var isDryRun = false
    /// Whether the rest goes in where some entries cannot.
    package var skipsBad = false
    /// Whether contracts and configurations go over what was published by other means.
    package var replacesOthers = false

    package init() {}
}

/// What became of YAML files.
package struct CatalogResult: Sendable {
    package internal(set) var outcome = CatalogOutcome()
    /// Entries: products, categories, fits, staff, accounts, contracts, configurations.
    package internal(set) var read = 0
    package internal(set) var refused = 0
    /// Of the master catalog's entries.
    package internal(set) var added = 0
    package internal(set) var changed = 0
    /// Whether anything of them stays: not after a dry run, nor where something was refused and the rest was not wanted.
    package internal(set) var isKept = false
    package internal(set) var faults: [RefusedEntry] = []
    package internal(set) var differences: [CatalogDifference] = []
    /// YAML: the refused entries as they stood; empty where nothing was refused.
    package internal(set) var refusedText = ""
    package internal(set) var contracts: [StageContractLines.ContractOutcome] = []
    var configurations: [ImportOutcome.Configuration] = []
    var withoutPassword: [PersonID] = []

    /// Of the master catalog's entries, where those are all that was read.
    var unchanged: Int { isHeldBack ? 0 : read - refused - added - changed }
    /// Something was refused, so the rest was not looked at further.
    var isHeldBack = false

    mutating func refuse(_ sorting: CatalogSorting) {
        let files = sorting.files
        refused = files.count(sorting.leftOut)
        var names: [CatalogEntry: String] = [:]
        faults = sorting.faults.map { fault in
            let entry = files.entry(of: fault)
            let name = names[entry] ?? files.name(of: entry)
            names[entry] = name
            return RefusedEntry(fault: fault, name: name)
        }
        refusedText = RefusedEntries(files, sorting.faults).written
    }
}

/// Something that is wrong with an entry of YAML files.
package struct RefusedEntry: Sendable, Equatable {
    package let fault: CatalogFault
    /// Of the entry: its SKU, code, key, number or address.
    package let name: String

    package static let header = CSVText.record(["file", "line", "pointer", "reason", "name"])
    package var record: String {
        CSVText.record([fault.file, fault.line.map(String.init) ?? "", fault.pointer, fault.detail, name])
    }

    /// Of a job, as the lines of a CSV file are told of.
    var line: RefusedLine { RefusedLine(line: fault.line ?? 0, column: fault.pointer, reason: fault.detail, value: name) }
}
