import Kernel
package import Web

extension Reading where Value == String {
    /// Paths and people name contracts by it, so it is nothing that a path says otherwise, and nothing that only a program tells apart.
    package static var contractNumber: Self {
        let detail: Sentence = "A path names the contract by it: no slash in it, no blank at its ends, and no dots alone nor an id."
        return Reading<String>.string(1...40).converted(else: "", "notANumber", detail) { text in
            let isPath = text.contains("/") || text.contains("\\") || text == "." || text == ".." || ContractID(text) != nil
            let ends = [text.unicodeScalars.first, text.unicodeScalars.last].compactMap(\.self)
            return isPath || ends.contains { $0.properties.isWhitespace } ? nil : text
        }
    }
}
