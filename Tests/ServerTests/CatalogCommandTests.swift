import Foundation
import PurveyorTesting
import Testing

/// `purveyor import catalog` as an operator gives it.
@Suite struct CatalogCommandTests {
    @Test(.endsSometime) func `what is refused is written as YAML, and comes in when it is corrected`() async throws {
        try await ServiceYard.lend { yard in
            func run(_ arguments: [String]) async throws -> (code: Int32?, output: String) {
                let place = ["--home", PackageFiles.root, "--data-directory", "\(yard.directory)/data"]
                let process = try yard.purveyor(["import", "catalog"] + arguments + place)
                return (await process.ended(), process.output)
            }
            let (file, refused) = ("\(yard.directory)/catalog.yaml", "\(yard.directory)/refused.yaml")
            try """
            categories: [{ code: "44000000", title: { en: Office } }]
            ---
            products:
              - { sku: CC-1, name: { en: One }, category: "44000000" }
              - sku: CC-2 # no name
                category: "44000000"

            """.write(toFile: file, atomically: true, encoding: .utf8)
            let whole = try await run([file])
            #expect(whole.code == 1 && whole.output.contains("1 faults; nothing was changed."), "\(whole.output)")
            for more in [["--dry-run"], []] {
                let skipped = try await run([file, "--skip-bad", "--refused", refused] + more)
                #expect(skipped.code == 1 && skipped.output.contains("1 categories, 1 products"), "\(skipped.output)")
            }
            let text = try String(contentsOfFile: refused, encoding: .utf8)
            #expect(text.hasSuffix("\n  - sku: CC-2 # no name\n    category: \"44000000\"\n"), "\(text)")
            try text.appending("    name: { en: Two }\n").write(toFile: refused, atomically: true, encoding: .utf8)
            let rest = try await run([refused])
            #expect(rest.code == 0 && rest.output.contains("0 categories, 1 products"), "\(rest.output)")
            let over = try await run([file, "--refused", file])
            #expect(over.code != 0 && over.output.contains("would be lost"), "\(over.output)")
        }
    }
}
