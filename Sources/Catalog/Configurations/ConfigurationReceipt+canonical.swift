import Cryptography
package import Kernel

extension ConfigurationReceipt {
    /// Canonical form: JSON with sorted keys and no white space; what `digest` is over and what is stored.
    package func canonical() throws -> String { String(decoding: canonicalBytes, as: UTF8.self) }

    package func digest() throws -> Digest { SHA256.digest(canonicalBytes) }

    private var canonicalBytes: [UInt8] {
        var text = CanonicalText()
        text.object {
            $0.object("configuration") {
                $0.member("id", configuration.id)
                $0.member("number", configuration.number)
                $0.member("version", configuration.version)
            }
            $0.member("currency", currency.code)
            $0.member("lineTotal", lineTotal)
            $0.member("on", on.description)
            $0.list("parts", parts) {
                $0.member("amount", $1.amount)
                $0.member("quantity", $1.quantity.description)
                if let receipt = $1.receipt { $0.object("receipt", receipt.write) }
                $0.member("sku", $1.sku)
                $0.member("slot", $1.slot)
            }
            $0.member("quantity", quantity.description)
            $0.member("sku", sku)
            $0.list("steps", steps) {
                $0.member("operand", $1.operand)
                $0.member("operation", $1.operation.rawValue)
                $0.member("result", $1.result)
            }
            $0.member("unitPrice", unitPrice)
        }
        return text.bytes
    }
}
