package import Kernel

extension ProductDraft {
    /// What is wrong with a list price, whichever door it comes in by (HTTP, CSV, the catalogs' files); nil where nothing is. A price of
    /// zero is what other systems write for none, and nothing is free by accident: what costs nothing is said to be so by a contract.
    package static func flaw(ofListPrice price: Money) -> (code: String, detail: Sentence)? {
        if price.tenThousandths < 0 { return ("negative", "A list price is more than zero.") }
        if price.tenThousandths == 0 { return ("zeroPrice", "A list price is more than zero; leave it out for a price on request.") }
        return nil
    }
}
