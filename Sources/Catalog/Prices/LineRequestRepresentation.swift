import Kernel
package import Web

extension Reading where Value == [LineRequest] {
    /// `[{"sku": "…", "quantity": "3"}, {"configuration": "SC-000001", "selection": […], "quantity": "3"}, …]`
    package static var lines: Self {
        .list(
            1...Limits.linesPerDocument,
            of: .object { fields in
                let quantity = fields.quantity("quantity")
                guard let configuration = fields.optionalString("configuration", 1...100) else {
                    return LineRequest(sku: fields.string("sku", 1...100), quantity: quantity)
                }
                if fields.optionalString("sku", 1...100) != nil {
                    fields.invalid("sku", "notHere", "A configured product is named by its configuration.")
                }
                let selection = fields.optional("selection", .configurationChoices) ?? []
                return LineRequest(.configuration(ConfigurationKey(configuration), ConfigurationSelection(selection)), quantity: quantity)
            })
    }
}
