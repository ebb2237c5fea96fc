import Kernel
import Web

/// A page of the contract catalog as a spreadsheet has it: a price list.
enum PriceListRepresentation {
    private static let columns = [
        "sku", "name", "kind", "manufacturer", "manufacturerPartNumber", "category", "categoryTitle", "unitOfMeasure", "leadTimeDays",
        "status", "availableFrom", "lastBuyUntil", "successor", "currency", "listPrice", "price", "contract", "contractVersion",
    ]

    static func records(_ page: CatalogPage, in currency: Currency) -> [String] {
        [CSVText.record(columns)] + page.items.map { record($0, in: currency) }
    }

    /// Without a price it is on request: the field is empty, and never zero.
    private static func record(_ priced: PricedProduct, in currency: Currency) -> String {
        let (product, price) = (priced.product, priced.price)
        let said: [String?] = [
            product.sku, product.name, product.kind.rawValue, product.manufacturer, product.manufacturerPartNumber, product.category,
            product.categoryTitle, product.unitOfMeasure, product.leadTimeDays?.description, priced.status.rawValue,
            product.lifeCycle.availableFrom?.description, product.lifeCycle.lastBuyUntil?.description, product.successor,
        ]
        let paid: [String?] = [
            currency.code, product.listPrice?.amount, price?.unitPrice.amount, price?.contract.number, price?.contract.version.description,
        ]
        return CSVText.record((said + paid).map { $0 ?? "" })
    }
}
