/// Durations of one kind of operation, summed up. Pure.
struct BenchStatistics: Sendable {
    let count: Int
    /// Nanoseconds, ascending.
    private let sorted: [Int64]

    /// - Parameter nanoseconds: one for each operation, in any order.
    init(nanoseconds: [Int64]) {
        sorted = nanoseconds.sorted()
        count = nanoseconds.count
    }

    /// The smallest duration that `percent` of all operations did not exceed (nearest rank), in milliseconds; 0 without operations.
    func percentile(_ percent: Int) -> Double {
        guard count > 0 else { return 0 }
        let rank = (count * percent + 99) / 100
        return Double(sorted[max(0, min(count, rank) - 1)]) / 1_000_000
    }

    static func perSecond(_ count: Int, in duration: Duration) -> Double {
        Double(count) / max(duration.inSeconds, 1e-9)
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// Cells set right in columns under a header, the first column left.
struct BenchTable {
    private var rows: [[String]]

    init(_ header: [String]) {
        rows = [header]
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

extension Double {
    /// With so many digits after the point, never in scientific notation.
    func text(_ digits: Int) -> String {
        guard isFinite else { return "-" }
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = Int64((magnitude * scale).rounded())
        let whole = scaled / Int64(scale)
        let fraction = String(scaled % Int64(scale))
        let sign = self < 0 && scaled > 0 ? "-" : ""
        return digits == 0 ? "\(sign)\(whole)" : "\(sign)\(whole)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
