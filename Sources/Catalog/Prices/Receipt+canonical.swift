import Cryptography
package import Kernel

extension Receipt {
    /// Canonical form: JSON with sorted keys and no white space; what `digest` is over and what is stored.
    package func canonical() throws -> String { String(decoding: canonicalBytes, as: UTF8.self) }

    package func digest() throws -> Digest { SHA256.digest(canonicalBytes) }

    private var canonicalBytes: [UInt8] {
        var text = CanonicalText()
        text.object(write)
        return text.bytes
    }

    func write(to text: inout CanonicalText) {
        text.object("contract") {
            $0.member("id", contract.id)
            $0.member("number", contract.number)
            $0.member("version", contract.version)
        }
        text.member("currency", currency.code)
        text.member("lineTotal", lineTotal)
        text.member("listPrice", listPrice)
        text.member("listPriceOn", listPriceOn?.description)
        text.list("lost", lost) {
            $0.member("contract", $1.contract)
            $0.member("position", $1.position)
            $0.member("reason", $1.reason.rawValue)
            $0.member("selector", $1.selector)
            $0.member("unitPrice", $1.unitPrice)
            $0.member("value", $1.value)
            $0.member("version", $1.version)
        }
        text.member("on", on.description)
        text.member("quantity", quantity.description)
        if let rule { text.object("rule", rule.write) }
        text.member("sku", sku)
        text.list("steps", steps) {
            $0.member("operand", $1.operand)
            $0.member("operation", $1.operation.rawValue)
            $0.member("result", $1.result)
        }
        text.member("unitPrice", unitPrice)
    }
}

extension Receipt.WinningRule {
    fileprivate func write(to text: inout CanonicalText) {
        text.member("cumulativeQuantity", cumulativeQuantity?.description)
        text.member("fromQuantity", fromQuantity?.description)
        text.member("kind", kind.rawValue)
        text.member("nextFromQuantity", nextFromQuantity?.description)
        text.member("position", position)
        text.member("priority", priority)
        text.member("selector", selector)
        text.member("value", value)
    }
}
