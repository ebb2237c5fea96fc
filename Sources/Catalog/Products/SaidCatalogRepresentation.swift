package import Web

extension Reading where Value == SaidProduct {
    /// As an item of `POST /v1/products`.
    package static var saidProduct: Self {
        Reading(else: { nothing }) { value, place in
            let reading = Reading<ProductDraft>.object { ProductDraft($0, sku: $0.required("sku", .sku)) }
            return reading.read(value, place).map { draft in
                SaidProduct(draft: draft, saysImages: value["images"] != nil, saysDocuments: value["documents"] != nil)
            }
        }
    }

    private static var nothing: SaidProduct {
        let draft = ProductDraft(
            sku: "", kind: .item, names: [:], descriptions: [:], manufacturer: nil, manufacturerPartNumber: nil, category: nil,
            unitOfMeasure: "H87", leadTimeDays: nil, lifeCycle: LifeCycle(stated: .active), successor: nil, attributes: [:], images: [],
            documents: [], listPrices: [])
        return SaidProduct(draft: draft, saysImages: false, saysDocuments: false)
    }
}

extension Reading where Value == SaidCategory {
    /// As the body of `PUT /v1/categories/{category}`, with the code beside the rest.
    package static var saidCategory: Self {
        .object { fields in
            let attributes = fields.optional("attributes", .list(0...100, of: .attributeDefinition))
            let keywords = fields.optional("keywords", .keywords)
            let draft = SaveCategory.Draft(
                code: fields.required("code", .unspsc), parent: fields.optional("parent", .unspsc),
                titles: fields.required("title", .texts), keywords: keywords ?? [:], attributes: attributes ?? [])
            return SaidCategory(draft: draft, saysAttributes: attributes != nil, saysKeywords: keywords != nil)
        }
    }
}
