import Testing

/// Each rule catches what it is there to catch, and lets its neighbour pass.
@Suite("A rule of the house")
struct RuleTests {
    private let manifest = Manifest(
        """
        let package = Package(targets: [
            .room("Kernel"),
            .room("Postgres", after: ["Kernel"], using: [.logging]),
            .room("Web", after: .foundation, using: .http),
            .room("Quotes", after: .foundation + ["Web"], using: .http + [.yams]),
        ])
        extension [String] {
            static let foundation = ["Kernel", "Postgres"]
            static let business = ["Quotes"]
        }
        extension [Target.Dependency] { static let http: Self = [.hummingbird, .logging] }
        extension Target.Dependency {
            static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
            static let logging = product(name: "Logging", package: "swift-log")
            static let yams = product(name: "Yams", package: "Yams")
        }
        """)

    @Test("knows what Package.swift declares")
    func manifestIsRead() {
        #expect(manifest.rooms == ["Kernel", "Postgres", "Web", "Quotes"])
        #expect(manifest.modules["Kernel"] == [])
        #expect(manifest.modules["Quotes"] == ["Kernel", "Postgres", "Web", "Hummingbird", "Logging", "Yams"])
        #expect(manifest.business == ["Quotes"])
    }

    @Test(
        "refuses an import that the file's kind or room does not have",
        arguments: [
            ("Sources/Quotes/Quote.swift", "package import Postgres", 1),
            ("Sources/Quotes/Quote.swift", "import Kernel", 0),
            ("Sources/Quotes/Quote.swift", "import Web", 1),
            ("Sources/Quotes/SubmitQuote.swift", "import Postgres\nstruct SubmitQuote { func callAsFunction() {} }", 0),
            ("Sources/Quotes/SubmitQuote.swift", "import Hummingbird\nstruct SubmitQuote { func callAsFunction() {} }", 1),
            ("Sources/Quotes/LoadQuote.swift", "import Postgres", 0),
            ("Sources/Quotes/Loads.swift", "import Postgres", 1),
            ("Sources/Quotes/QuoteQueries.swift", "import Postgres", 0),
            ("Sources/Quotes/QuoteQueries+lines.swift", "import Web", 1),
            ("Sources/Quotes/QuoteRoutes.swift", "import Hummingbird\nimport Web", 0),
            ("Sources/Quotes/QuoteRoutes.swift", "import struct Postgres.SQL", 1),
            ("Sources/Web/Problem.swift", "import Postgres", 0),
            ("Sources/Kernel/Money.swift", "import Logging", 1),
            ("Sources/Kernel/Money.swift", "import FoundationEssentials\n// import Postgres", 0),
            ("Tests/QuotesTests/QuoteTests.swift", "import Anything", 0),
        ])
    func imports(path: String, text: String, count: Int) {
        #expect(ImportRule.findings(in: SwiftFile(path: path, text: text), by: manifest).count == count)
    }

    @Test(
        "refuses a statement outside queries, and the server's clock in one",
        arguments: [
            ("Sources/Quotes/SubmitQuote.swift", #"let sql: SQL = "UPDATE quotes SET state = \(state)""#, 1),
            ("Sources/Quotes/SubmitQuote.swift", "let sql: SQL = \"\"\"\n    SELECT 1\n    \"\"\"", 1),
            ("Sources/Quotes/SubmitQuote.swift", #"let message = "Update the quote""#, 0),
            ("Sources/Quotes/SubmitQuote.swift", #"// "SELECT 1""#, 0),
            ("Sources/Quotes/SubmitQuote.swift", #"log("\(f("DELETE FROM quotes"))")"#, 1),
            ("Sources/Quotes/QuoteQueries.swift", #"let sql: SQL = "SELECT name FROM quotes""#, 0),
            ("Sources/Quotes/QuoteQueries.swift", #"let sql: SQL = "SELECT now()""#, 1),
            ("Sources/Postgres/Migrator.swift", #"let sql: SQL = "SELECT now()""#, 0),
            ("Tests/QuotesTests/QuoteTests.swift", #"let sql: SQL = "DELETE FROM quotes""#, 0),
        ])
    func statements(path: String, text: String, count: Int) {
        #expect(StatementRule.findings(in: SwiftFile(path: path, text: text)).count == count)
    }

    @Test("refuses a second writer of a table, and counts no reader")
    func writers() {
        func findings(_ orders: String) -> [String] {
            let files = [
                SwiftFile(path: "Sources/Quotes/QuoteQueries.swift", text: #"let a: SQL = "INSERT INTO quotes (id) VALUES (\(id))""#),
                SwiftFile(path: "Sources/Orders/OrderQueries.swift", text: "let b: SQL = \"\(orders)\""),
            ]
            return WriterRule.findings(in: files).map(\.path)
        }
        let both = ["Sources/Quotes/QuoteQueries.swift", "Sources/Orders/OrderQueries.swift"]
        #expect(findings("UPDATE quotes AS q SET state = 'ordered'") == both)
        #expect(findings("WITH gone AS (DELETE FROM ONLY public.quotes RETURNING id) SELECT 1") == both)
        #expect(findings("COPY quotes FROM STDIN") == both)
        #expect(findings("SELECT 1 FROM quotes FOR UPDATE OF quotes") == [])
        #expect(findings("INSERT INTO orders (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET quotes = 1") == [])
        #expect(findings("SELECT 'DELETE FROM quotes' -- UPDATE quotes SET x = 1") == [])
    }

    @Test("refuses long files, lines and functions")
    func sizes() {
        func findings(_ text: String, _ path: String = "Sources/Kernel/Money.swift") -> Int {
            SizeRule.findings(in: SwiftFile(path: path, text: text)).count
        }
        func body(_ lines: Int) -> String { String(repeating: "    work()\n", count: lines) }
        #expect(findings("func f() {\n\(body(68))}\n") == 0)
        #expect(findings("func f() {\n\(body(69))}\n") == 1)
        #expect(findings("init(_ f: () -> Void = {}) throws(E) {\n\(body(69))}\n") == 1)
        #expect(findings("protocol P { func f()\n func g() -> Int }\nstruct S {\n\(body(80))}\n") == 0)
        #expect(findings("let a = S.init()\nlet b = {\n\(body(80))}\n") == 0)
        #expect(findings(String(repeating: "\n", count: 400)) == 0)
        #expect(findings(String(repeating: "\n", count: 401)) == 1)
        #expect(findings(String(repeating: "\n", count: 600), "Tests/KernelTests/MoneyTests.swift") == 0)
        #expect(findings(String(repeating: "é", count: 140)) == 0)
        #expect(findings(String(repeating: "é", count: 141)) == 1)
    }

    @Test(
        "refuses what is banned",
        arguments: [
            "try! f()", "x as! Int", "fatalError(\"no\")", "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1",
            "print(a)", "Task { await f() }", "Task(priority: .low) { }", "Task.detached { }", "public struct A {}", "let a = Date()",
            "Date.now", "UUID()", "a!.b", "f(a[0]!)", "let a: Int!", "// TODO later", "import Foundation", #"log("\(a!)")"#,
        ])
    func banned(text: String) {
        #expect(CallRule.findings(in: SwiftFile(path: "Sources/Quotes/A.swift", text: text)).count == 1)
    }

    @Test(
        "lets pass what only looks banned",
        arguments: [
            "try? f()", "x as? Int", "a != b", "!a", "f(!a)", "console.print(a)", "Task.isCancelled", "TaskGroup()", "Date(a)",
            "\"try! print(public) Date()\"", "// public Date()",
            "// Sendable, because the lock guards it.\nfinal class A: @unchecked Sendable {}",
            "import Foundation  // Process", "// Out of memory.\nfatalError(a)",
            "#if !os(Linux)\n#endif", "let publicKey = 1", "a\n    != b",
        ])
    func allowed(text: String) {
        #expect(CallRule.findings(in: SwiftFile(path: "Sources/Quotes/A.swift", text: text)).isEmpty)
    }

    @Test(
        "knows where a ban does not hold",
        arguments: [
            ("Sources/Server/Workers.swift", "Task { }", 0), ("Sources/purveyor/Demo.swift", "print(a)", 0),
            ("Sources/Postgres/SQL.swift", "public struct SQL {}", 0), ("Sources/Kernel/World.swift", "Date()", 0),
            ("Sources/PostgresServer/Place.swift", "UUID()", 0),
            ("Tests/QuotesTests/A.swift", "try! f(a!)", 0), ("Tests/QuotesTests/A.swift", "try await Task.sleep(for: a)", 1),
            ("Tests/QuotesTests/A.swift", "final class A: @unchecked Sendable {}", 1),
        ])
    func places(path: String, text: String, count: Int) {
        #expect(CallRule.findings(in: SwiftFile(path: path, text: text)).count == count)
    }

    @Test("refuses a refusal that is not explained, and an explanation of nothing")
    func refusals() {
        let turn = SwiftFile(
            path: "Sources/Quotes/QuoteRefusal.swift",
            text: """
                enum QuoteRefusal: Refusal {
                    case notYourTurn, expired
                    var code: String {
                        switch self { case .notYourTurn: "not-your-turn"; case .expired: "quote-expired" }
                    }
                    var sentence: String { "expired" }
                }
                """)
        let raw = SwiftFile(
            path: "Sources/Orders/OrderRefusal.swift",
            text: "enum OrderRefusal: String, Refusal { case again = \"order-made-already\"; var code: String { rawValue } }")
        #expect(RefusalRule.codes(in: turn).map(\.text) == ["not-your-turn", "quote-expired"])
        #expect(RefusalRule.codes(in: raw).map(\.text) == ["order-made-already"])
        let problems = "# Problems\n\n## not-your-turn\n\nText.\n\n## order-made-already\n\n## gone-by-now\n"
        #expect(
            RefusalRule.findings(in: [turn, raw], explained: problems).map(\.description) == [
                "Sources/Quotes/QuoteRefusal.swift:4: quote-expired has no paragraph in docs/problems.md [refusals]",
                "docs/problems.md:9: gone-by-now is nothing that the service says [refusals]",
            ])
    }

    @Test("refuses a migration that leaves an account's rows open")
    func migrations() {
        func findings(_ texts: String...) -> [String] {
            MigrationRule.findings(
                in: texts.enumerated().map { TextFile(path: "Migrations/000\($0 + 1)_a.sql", text: $1) }
            ).map(\.what)
        }
        let table = "-- Why.\nCREATE TABLE quotes (account_id uuid, id uuid, CONSTRAINT pk PRIMARY KEY (account_id, id));\n"
        let comment = "COMMENT ON TABLE quotes IS 'it''s one; a basket';\n"
        let security = "ALTER TABLE quotes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\n"
        let policy = "CREATE POLICY own ON quotes USING (true);\n"
        #expect(findings(table + comment + security + policy) == [])
        #expect(findings(table + comment, "-- Why.\n" + security + policy) == [])
        #expect(findings(table + comment + security + policy + "DROP TABLE x;", "x") == ["a migration begins with a comment that says why"])
        #expect(
            findings(table) == [
                "quotes has no comment", "quotes holds an account's rows without row security",
                "quotes does not force row security on its owner", "quotes has row security without a policy",
            ])
        #expect(findings(table + comment + "ALTER TABLE quotes ENABLE ROW LEVEL SECURITY;" + policy).count == 1)
        #expect(
            findings(table + comment + "ALTER TABLE quotes ENABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;" + policy).count == 1)
        #expect(findings(table + comment + security + policy + "ALTER TABLE quotes DISABLE ROW LEVEL SECURITY;").count == 1)
        #expect(findings(table.replacing("(account_id, id)", with: "(id, account_id)") + comment + security + policy).count == 1)
        #expect(findings(table.replacing("CONSTRAINT pk ", with: "") + comment + security + policy).count == 1)
        #expect(findings("-- Why.\nCREATE TABLE a (id uuid REFERENCES b); COMMENT ON TABLE a IS 'c';").count == 1)
        #expect(findings("-- Why.\nCREATE TABLE products (id uuid, sku text CONSTRAINT c CHECK (f(sku, 1), account_id));").count == 1)
        #expect(findings("-- Why.\nCREATE TABLE quotes (account_id uuid); DROP TABLE quotes;") == [])
        #expect(MigrationRule.findings(in: [TextFile(path: "Migrations/0002_a.sql", text: "-- Why.")]).count == 1)
    }
}
