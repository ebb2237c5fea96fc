package import Kernel
package import Postgres

/// Brings categories and products in together, as a supplier's files have them: what is new is added, what differs is changed, and what is
/// the same is not touched. They are held to what `SaveCategory` and `SaveProducts` hold one to.
package struct SaveMasterCatalog: Sendable {
    package struct Outcome: Sendable, Equatable {
        package var categories = 0
        package var products = 0
        package var listPrices = 0
    }

    /// What there is to do, or why nothing is done.
    package struct Plan: Sendable {
        /// By the places of the categories and products that were given; the pointers begin there.
        package let categoryFaults: [[Fault]]
        package let productFaults: [[Fault]]
        let categories: [(category: MasterCategory, attributes: [AttributeDefinition]?)]
        let products: [ProductDraft]
        let known: [String: MasterProduct]
        /// What there is of the categories, and of what products are described by.
        let saidCategories: [SaidCategory]
        let current: [MasterCategory]
        let definitions: [AttributeQueries.Placed]
    }

    private let world: World

    package init(world: World) {
        self.world = world
    }

    /// Finds everything that is wrong. Whoever else writes the catalog waits from here on until the transaction ends.
    package func plan(
        _ categories: [SaidCategory], _ products: [SaidProduct], in transaction: borrowing Transaction
    ) async throws -> Plan {
        let skus = products.map(\.draft.sku)
        let (_, codes, current, definitions, known, successors) = try await transaction.run(
            MasterProductQueries.waitForTurn, CategoryQueries.allCodes, CategoryQueries.among(categories.map(\.draft.code)),
            AttributeQueries.all, MasterProductQueries.bySKU(skus),
            MasterProductQueries.successors(of: products.compactMap(\.draft.successor)))
        let bySKU = Dictionary(known.map { ($0.said.sku, $0) }, uniquingKeysWith: { first, _ in first })
        let drafts = products.map { $0.keeping(bySKU[$0.draft.sku]?.said) }
        let allCodes = Set(codes).union(categories.map(\.draft.code))
        let defined =
            definitions.filter { one in !categories.contains { $0.saysAttributes && $0.draft.code == one.category } }
            + categories.flatMap { said in said.draft.attributes.map { (said.draft.code, $0) } }
        var categoryFaults: [[Fault]] = []
        for said in categories {
            let own = definitions.filter { $0.category == said.draft.code }.map(\.definition)
            let (uses, misfits) = try await used(said, own: own, except: skus, in: transaction)
            categoryFaults.append(
                SaveCategory.faults(
                    said.draft, parents: said.draft.parent.map { allCodes.contains($0) ? [$0] : [] } ?? [],
                    elsewhere: defined.filter { $0.category != said.draft.code }, uses: uses, misfits: misfits))
        }
        let named = AttributeDefinitions(defined)
        let check = ProductCheck(
            drafts,
            ProductSurroundings(
                categories: allCodes, defined: { named.named(for: $0) }, successors: successors))
        return Plan(
            categoryFaults: categoryFaults, productFaults: check.faults(), categories: changed(categories, current, definitions),
            products: drafts, known: bySKU, saidCategories: categories, current: current, definitions: definitions)
    }

    /// What it stores travels with the commit.
    package func callAsFunction(_ plan: Plan, in transaction: borrowing Transaction) throws -> Outcome {
        for (category, attributes) in plan.categories {
            transaction.enqueue(try CategoryQueries.save(category))
            guard let attributes else { continue }
            for query in try AttributeQueries.replace(in: category.code, with: attributes) { transaction.enqueue(query) }
        }
        let changes = MasterUpsert(plan.products, known: plan.known).changes
        try SaveProducts(world: world).save(changes, plan.known, in: transaction)
        let prices = plan.products.reduce(0) { count, draft in
            let before = Set(plan.known[draft.sku]?.said.listPrices ?? [])
            return count + Set(before.symmetricDifference(draft.listPrices).map(\.currency)).count
        }
        return Outcome(
            categories: plan.categories.count, products: changes.count, listPrices: prices)
    }

    /// How many products that the files do not name say what one of the category's attributes is, where that goes or becomes another; and
    /// how many say what it would not be any more.
    private func used(
        _ said: SaidCategory, own: [AttributeDefinition], except skus: [String], in transaction: borrowing Transaction
    ) async throws -> (uses: [String: Int], misfits: [String: Int]) {
        guard said.saysAttributes else { return ([:], [:]) }
        let given = Dictionary(said.draft.attributes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let gone = own.filter { given[$0.name].map($0.agrees) != true }.map(\.name)
        let stays = said.draft.attributes.filter { !gone.contains($0.name) }
        guard !gone.isEmpty || !stays.isEmpty else { return ([:], [:]) }
        let prefix = ProductSelector.prefix(ofCategory: said.draft.code)
        return try await transaction.run(
            CategoryQueries.uses(of: gone, below: prefix, except: skus),
            CategoryQueries.misfits(to: stays, of: said.draft.code, below: prefix, except: skus))
    }

    /// Those that differ from what is stored, the ones above first.
    private func changed(
        _ categories: [SaidCategory], _ current: [MasterCategory], _ definitions: [AttributeQueries.Placed]
    ) -> [(category: MasterCategory, attributes: [AttributeDefinition]?)] {
        let stored = Dictionary(current.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        return categories.sorted { $0.draft.code < $1.draft.code }.compactMap { said in
            let draft = said.draft
            let before = stored[draft.code]
            let own = definitions.filter { $0.category == draft.code }.map(\.definition)
            let keywords = said.saysKeywords ? draft.keywords : before?.keywords ?? [:]
            let isSame = before?.says(draft.parent, draft.titles, keywords) ?? false
            let attributes = said.saysAttributes && own != draft.attributes ? draft.attributes : nil
            guard !isSame || attributes != nil else { return nil }
            let version = (before?.version ?? 0) + 1
            let category = MasterCategory(
                code: draft.code, parent: draft.parent, titles: draft.titles, keywords: keywords, version: version)
            return (category, attributes)
        }
    }
}

extension SaidProduct {
    /// With what the product has where nothing is said of it.
    fileprivate func keeping(_ before: ProductDraft?) -> ProductDraft {
        guard let before, !saysImages || !saysDocuments else { return draft }
        return ProductDraft(
            sku: draft.sku, kind: draft.kind, names: draft.names, descriptions: draft.descriptions, manufacturer: draft.manufacturer,
            manufacturerPartNumber: draft.manufacturerPartNumber, category: draft.category, unitOfMeasure: draft.unitOfMeasure,
            leadTimeDays: draft.leadTimeDays, lifeCycle: draft.lifeCycle, successor: draft.successor, attributes: draft.attributes,
            images: saysImages ? draft.images : before.images, documents: saysDocuments ? draft.documents : before.documents,
            listPrices: draft.listPrices)
    }
}
