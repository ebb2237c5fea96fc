package import Kernel

/// Everything that is wrong with one input, in the order in which it was found: it is answered all at once (product.md rule 22).
package final class FaultCollector {
    package private(set) var faults: [Fault] = []
    private var isMalformed = false

    package init() {}

    package var isEmpty: Bool { faults.isEmpty }

    /// The form is wrong: a wrong type, an unknown member. One of these makes the answer 400.
    package func malformed(_ pointer: String, _ code: String, _ detail: Sentence) {
        faults.append(Fault(pointer, code, detail))
        isMalformed = true
    }

    /// The form is right and the value is not: 422, unless something is malformed too.
    package func invalid(_ pointer: String, _ code: String, _ detail: Sentence) {
        faults.append(Fault(pointer, code, detail))
    }

    /// - Throws: `WebRefusal.malformed` or `.invalid` with all of them, if there are any.
    package func finish() throws {
        guard !faults.isEmpty else { return }
        throw isMalformed ? WebRefusal.malformed(faults) : WebRefusal.invalid(faults)
    }
}
