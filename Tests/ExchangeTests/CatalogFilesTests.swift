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

    @Test func `an entry that names an anchor of another is written out, one that has it itself stays as it stands`() throws {
        let text = """
            products:
              - sku: A-1
                name: &name { en: One }
              - { sku: A-2, name: *name }
              - description: &own { en: Two }
                name: *own

            """
        #expect(refused(text, [(0, "/products/2")]).hasSuffix("  - description: &own { en: Two }\n    name: *own\n"))
        let again = try #require(try compose(yaml: refused(text, [(0, "/products/1")])))
        #expect(again.mapping?["products"]?.sequence?[0].mapping?["name"]?.mapping?["en"]?.string == "One")
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
        #expect(files(contract).read().catalog.accounts.map(\.isPart) == [false])
        #expect(refused(text, [(0, "/people/0/unit")]).hasSuffix(text))
    }

    @Test func `aliases that stand for too much are refused, and those that the parser itself would follow`() throws {
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1...60 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        let keys = ["? *a60\n: 1\n", "*a60 : 1\n", "*a60: 1\n", "{[*a60]: 1}", "x: {?*a60 : 1}\n", "x: {a: *a1?*a60 : 1}\n", "? - *a60\n"]
        for text in [bomb] + keys.map({ bomb + $0 }) {
            let file = CatalogFile(name: "f", text: text, valuesAtMost: 1000)
            #expect(file.fault?.detail.contains("aliases") == true && file.documents.isEmpty, "\(text.suffix(20))")
        }
        let long = "products: [{ sku: &s \(String(repeating: "x", count: 9000)) }, *s, *s]"
        #expect(CatalogFile(name: "f", text: long, valuesAtMost: 1000).fault?.line == 1)
        let few = "products: [{ sku: &s A-1 }, { sku: *s }] # is it?\n"
        #expect(CatalogFile(name: "f", text: few, valuesAtMost: 1000).fault == nil)
        let words = "products: [{ sku: A, name: { en: \"R&D *new* & more, 3*4\" } }]"
        #expect(CatalogFile(name: "f", text: words, valuesAtMost: 1000).fault == nil)
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
        ("people: []", "/people", "purveyor import catalog"), ("staff: []", "/staff", "/v1/staff"),
        ("colours: []", "/colours", "known here"),
    ]) func `what does not belong to the master catalog is told where it goes`(text: String, pointer: String, where place: String) {
        let faults = files(text + "\nproducts: []\n", .master).read().faults
        #expect(faults.map(\.pointer) == [pointer] && faults[0].detail.contains(place), "\(faults)")
    }
}
