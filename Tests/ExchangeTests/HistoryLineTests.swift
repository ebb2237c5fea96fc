import Kernel
import Testing

@testable import Exchange

@Suite struct HistoryLineTests {
    private let pounds = Currency("GBP")!

    private func parse(_ fields: String...) throws -> Result<HistoryLine, RefusedLines> {
        let columns = try HistoryColumns(header: CSVRecord(line: 1, fields: HistoryColumns.names))
        return HistoryLine.parse(CSVRecord(line: 9, fields: fields), columns, currency: pounds)
    }

    @Test func `an order line is read exactly`() throws {
        let line = try parse("536365", "85123a", " LANTERN ", "6", "2010-12-01 08:26:00", "2.55", "17850.0", "United Kingdom").get()
        #expect(line.customer == "17850")
        #expect(line.sku == "85123A")
        #expect(line.name == "LANTERN")
        #expect(!line.isReturn)
        #expect(line.total == Money("15.30", pounds))
        #expect(line.placedAt.asUTC == Instant("2010-12-01T08:26:00Z"))
        #expect(line.placedAt.day == LocalDate("2010-12-01"))
    }

    @Test func `a credit is a return of a positive quantity`() throws {
        let line = try parse("C536379", "D", "Discount", "-1", "2010-12-01 09:41:00", "27.50", "14527", "").get()
        #expect(line.isReturn)
        #expect(line.quantity == .one)
        #expect(!line.isProduct)
    }

    @Test func `a line's total is rounded once, half away from zero`() throws {
        let line = try parse("1", "PADS", "", "5", "2010-12-01 09:41:00", "0.001", "13952", "").get()
        #expect(line.total == Money("0.01", pounds))
    }

    @Test func `a gift is an order line at no price`() throws {
        #expect(try parse("1", "22841", "TIN", "1", "2010-12-01 09:41:00", "0.0", "12647", "").get().total == .zero(pounds))
    }

    @Test(arguments: [
        (0, "A563185", "InvoiceNo"), (0, "", "InvoiceNo"), (1, "", "StockCode"), (3, "0", "Quantity"), (3, "-1", "Quantity"),
        (3, "one", "Quantity"), (3, "1e3", "Quantity"), (4, "2010-02-30 09:41:00", "InvoiceDate"), (4, "yesterday", "InvoiceDate"),
        (5, "-11062.06", "UnitPrice"), (5, "1,5", "UnitPrice"), (5, "", "UnitPrice"), (5, "0.00001", "UnitPrice"), (6, "", "CustomerID"),
        (6, "17850.5", "CustomerID"), (6, "Smith", "CustomerID"),
    ])
    func `a bad field is refused by line and column`(index: Int, value: String, column: String) throws {
        var fields = ["536365", "85123A", "LANTERN", "6", "2010-12-01 08:26:00", "2.55", "17850.0", "United Kingdom"]
        fields[index] = value
        let columns = try HistoryColumns(header: CSVRecord(line: 1, fields: HistoryColumns.names))
        guard case .failure(let faults) = HistoryLine.parse(CSVRecord(line: 9, fields: fields), columns, currency: pounds) else {
            Issue.record("\(value) was taken")
            return
        }
        #expect(faults.lines.map(\.line) == [9])
        #expect(faults.lines.map(\.column) == [column])
        #expect(faults.lines.map(\.value) == [value])
    }

    @Test func `everything that is wrong with a line is said at once`() throws {
        guard case .failure(let faults) = try parse("A1", "", "", "0", "", "x", "", "") else {
            Issue.record("taken")
            return
        }
        #expect(
            Set(faults.lines.map(\.column)) == ["CustomerID", "InvoiceNo", "StockCode", "Quantity", "UnitPrice", "InvoiceDate"])
    }

    @Test func `a short line is refused`() throws {
        guard case .failure(let faults) = try parse("536365", "85123A") else {
            Issue.record("taken")
            return
        }
        #expect(faults.lines.map(\.reason) == ["2 fields instead of 8"])
    }

    @Test func `a price times a quantity beyond all bounds is refused, not rounded`() throws {
        let result = try parse("1", "22841", "", "99999999999", "2010-12-01 09:41:00", "99999999999", "12647", "")
        #expect(throws: RefusedLines.self) { try result.get() }
    }

    @Test func `columns are found by name, and all that are missing named`() throws {
        #expect(throws: HistoryFileRefusal.missingColumns(["Quantity", "Country"])) {
            try HistoryColumns(
                header: CSVRecord(line: 1, fields: ["CustomerID", "InvoiceNo", "StockCode", "Description", "InvoiceDate", "UnitPrice"]))
        }
    }
}
