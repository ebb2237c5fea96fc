import Kernel
import PurveyorTesting
import Testing
import Yams

@testable import Exchange

/// YAML files as they came: what is refused of them, as it stood, and what is not read at all.
@Suite struct CatalogFilesTests {
    private func files(_ text: String, _ form: CatalogFiles.Form = .stream) -> CatalogFiles {
        CatalogFiles(files: [CatalogFile(name: "all.yaml", text: text)], form: form)
    }

    private func refused(_ text: String, _ pointers: [(document: Int, pointer: String)]) -> String {
        let faults = pointers.map {
            CatalogFault(file: "all.yaml", line: 1, pointer: $0.pointer, detail: "wrong", document: $0.document)
        }
        return RefusedEntries(files(text), faults).written
    }

    private static let two = """
        # Two documents.
        products:
          # The first.
          - sku: A-1 # with a comment
            name: { en: "One: \\"1\\"" }

          # The second.
          - sku: A-2
            description:
              en: |
                Two lines
                # of which this is no comment

                and a third
            # about its name
            name: { en: 二 }
          # The third.
          -
            sku: A-3
        categories: [{ code: "43000000" }, { code: "44000000",
          title: { en: T } }]
        ---
        fits:
        - key: F-1
        - key: F-2
          note: "goes on
            here"
        ...
        ---
        products:
            - { sku: B-1 }

        """

    @Test func `an entry that is refused is given back line by line as it stands, under why`() throws {
        let text = refused(Self.two, [(0, "/products/1/description"), (1, "/fits/1"), (2, "/products/0/sku")])
        #expect(
            text == """
                # of all.yaml
                products:
                  # line 1 /products/1/description: wrong
                  - sku: A-2
                    description:
                      en: |
                        Two lines
                        # of which this is no comment

                        and a third
                    # about its name
                    name: { en: 二 }
                ---
                # of all.yaml
                fits:
                # line 1 /fits/1: wrong
                - key: F-2
                  note: "goes on
                    here"
                ---
                # of all.yaml
                products:
                    # line 1 /products/0/sku: wrong
                    - { sku: B-1 }

                """)
    }

    @Test func `whatever is refused, what is given back says the same`() throws {
        let places = [(0, "products", 3), (0, "categories", 2), (1, "fits", 2), (2, "products", 1)]
        for (document, section, count) in places {
            for place in 0..<count {
                let text = refused(Self.two, [(document, "/\(section)/\(place)/x")])
                let again = try #require(try compose(yaml: text))
                let source = try #require(files(Self.two).root("all.yaml", document)?.mapping?[section]?.sequence)
                #expect(again.mapping?[section]?.sequence.map(Array.init) == [source[place]], "\(text)")
            }
        }
    }

    @Test func `a second refusal does not heap comments on the first`() {
        let once = refused(Self.two, [(0, "/products/0"), (0, "/products/1")])
        let twice = RefusedEntries(
            files(once),
            [
                CatalogFault(file: "all.yaml", line: 3, pointer: "/products/0", detail: "wrong"),
                CatalogFault(file: "all.yaml", line: 3, pointer: "/products/1", detail: "wrong"),
            ]
        ).written
        #expect(twice == once.replacing("line 1", with: "line 3"))
    }

    @Test func `of an account a contract comes back with whose it is, and the account as a whole`() throws {
        let text = try #require(SupplierCatalogTests.files.last?.text)
        let contract = refused(text, [(0, "/contracts/0/rules/0")])
        #expect(contract.contains("account: { slug: acme") && contract.contains("externalId: U2") && !contract.contains("people:"))
        #expect(contract.contains("contracts:\n  # line 1 /contracts/0/rules/0: wrong\n  - number: C-1\n"))
        #expect(files(contract).read().faults.isEmpty == false, "PC-1's category is not known here")
        #expect(refused(text, [(0, "/people/0/unit")]).hasSuffix(text))
    }

    @Test func `an alias is refused wherever it stands, before anything is made of it`() {
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1...60 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        for text in [bomb, "{? &a [1, 1] : 1, b: &b [*a]}", "a: &x 1\nb: {c:*x}\n", "- &a-1 1\n- *a-1\n"] {
            #expect(CatalogFile(name: "f", text: text).fault?.detail.contains("alias") == true, "\(text.prefix(40))")
        }
        let words = "products: [{ sku: A, name: { en: \"R&D *new* & more, 3*4\" } }]"
        #expect(CatalogFile(name: "f", text: words).fault == nil)
    }

    @Test func `what is nested too deep and what has too many values is refused`() {
        for text in [("[", 100_000), ("- ", 100_000), ("{a: ", 9000)].map({ String(repeating: $0, count: $1) }) {
            #expect(CatalogFile(name: "f", text: text).fault?.detail.contains("not YAML") == true)
        }
        let deep = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        #expect(files("products: \(deep)").read().faults.isEmpty == false)
        #expect(CatalogFile(name: "f", text: "a: [\(String(repeating: "1,", count: 200))1]", valuesAtMost: 100).fault != nil)
    }

    @Test func `a name that is said twice, and what is no YAML, is told by its line`() {
        #expect(CatalogFile(name: "f", text: "products: []\nfits: []\nproducts: []\n").fault?.detail == "not YAML: said twice: products")
        #expect(CatalogFile(name: "f", text: "products:\n  - a: [\n").fault?.line != nil)
        #expect(CatalogFile(name: "f", text: "# nothing\n---\n").fault?.detail == "the file is empty")
    }

    @Test(arguments: [
        ("contracts: []", "/contracts", "kind=contracts"), ("account: {}", "/account", "purveyor import catalog"),
        ("people: []", "/people", "purveyor import catalog"), ("staff: []", "/staff", "/v1/staff"), ("colours: []", "/colours", "known here"),
    ]) func `what does not belong to the master catalog is told where it goes`(text: String, pointer: String, where place: String) {
        let faults = files(text + "\nproducts: []\n", .master).read().faults
        #expect(faults.map(\.pointer) == [pointer] && faults[0].detail.contains(place), "\(faults)")
    }
}
