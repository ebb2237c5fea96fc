import HTTPTypes
import Hummingbird
import Kernel
import Web

/// The contract catalog as a spreadsheet has it: a price list.
enum PriceListRepresentation {
    private static let columns = [
        "sku", "name", "kind", "manufacturer", "manufacturerPartNumber", "category", "categoryTitle", "unitOfMeasure", "leadTimeDays",
        "status", "availableFrom", "lastBuyUntil", "successor", "currency", "listPrice", "price", "contract", "contractVersion",
    ]

    static let header = CSVText.record(columns)

    static func records(_ items: some Sequence<PricedProduct>, in currency: Currency) -> [String] { items.map { record($0, in: currency) } }

    /// All of it, written piece by piece: as long as the list is, only a piece of it is in memory.
    static func response(_ export: PriceListExport, to request: Request) -> Response {
        let tag = ETag(of: Array("\(export.mark) \(request.uri.path)?\(request.uri.query ?? "")".utf8))
        guard !tag.isNamed(in: request.headers[.ifNoneMatch]) else {
            return Response(status: .notModified, headers: [.eTag: tag.text])
        }
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: CSVText.mark + header))
            for start in stride(from: 0, to: export.count, by: pieceRows) {
                let items = try export.products(start..<min(start + pieceRows, export.count))
                try await writer.write(ByteBuffer(string: records(items, in: export.currency).joined()))
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: JSONResponse.csvHeaders(named: "price-list").with(tag), body: body)
    }

    private static let pieceRows = 500

    /// Without a price it is on request: the field is empty, and never zero.
    private static func record(_ priced: PricedProduct, in currency: Currency) -> String {
        let (product, price) = (priced.product, priced.price)
        let said: [String?] = [
            product.sku, product.name, product.kind.rawValue, product.manufacturer, product.manufacturerPartNumber, product.category,
            product.categoryTitle, product.unitOfMeasure, product.leadTimeDays?.description, priced.status.rawValue,
            product.lifeCycle.availableFrom?.description, product.lifeCycle.lastBuyUntil?.description, priced.successor,
        ]
        let paid: [String?] = [
            currency.code, product.listPrice?.amount, price?.unitPrice.amount, price?.contract.number, price?.contract.version.description,
        ]
        return CSVText.record((said + paid).map { $0 ?? "" })
    }
}

extension HTTPFields {
    fileprivate func with(_ tag: ETag) -> HTTPFields {
        var fields = self
        fields[.eTag] = tag.text
        return fields
    }
}
