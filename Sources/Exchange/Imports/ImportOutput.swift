/// The files that an import writes: CSV, and of a YAML file what was refused as YAML.
package enum ImportOutput: String, Sendable, CaseIterable {
    /// The lines that were refused, as they stood, with the reasons behind them.
    case refused
    /// Everything that was refused: line, column, reason, value.
    case report
    /// Everything that becomes other.
    case diff
}
