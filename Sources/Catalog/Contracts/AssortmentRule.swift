/// Whether a product may be ordered under a contract.
package struct AssortmentRule: Sendable, Equatable {
    package enum Effect: String, Sendable, CaseIterable { case include, exclude }

    package let effect: Effect
    package let selector: ProductSelector

    package init(effect: Effect, selector: ProductSelector) {
        self.effect = effect
        self.selector = selector
    }
}
