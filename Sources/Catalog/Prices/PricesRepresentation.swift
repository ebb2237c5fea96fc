package import Kernel
import Web

/// Prices of several lines with their receipts, as `POST prices` answers them.
package enum PricesRepresentation {
    /// For who has the list and the products at hand: the bench.
    package static func bytes(of lines: [(product: Product, quantity: Quantity)], in list: PriceList) throws -> [UInt8] {
        let volumes = CumulativeVolumes(of: lines, in: list)
        let items: [PricedLineRepresentation] = try lines.compactMap { line in
            try list.priced(line.product, quantity: line.quantity, among: volumes).map {
                .product(try PriceRepresentation($0, quantity: line.quantity))
            }
        }
        return try answer(items).body
    }

    static func answer(_ items: [PricedLineRepresentation]) throws -> JSONResponse { try JSONResponse(Page(items: items, next: nil)) }
}
