import Foundation
import PurveyorTesting
import Testing
import Yams

@testable import Web

/// The JSON Schemas of `Catalogs/`, which editors complete and check by, say what the files are.
@Suite struct CatalogSchemaTests {
    private func schema(_ path: String) throws -> (SchemaValidator, JSONValue) {
        var schema = try #require(try JSONParser.parse(Array(Data(contentsOf: URL(filePath: path)))).members)
        var document = schema
        (document["openapi"], document["paths"]) = (.string("3.1.0"), .object([:]))
        for name in ["$schema", "$id", "$defs"] { schema[name] = nil }
        let text = String(decoding: JSONValue.object(document).jsonBytes, as: UTF8.self)
        return (SchemaValidator(try OpenAPIDocument(yaml: text)), .object(schema))
    }

    private func value(_ yaml: String) throws -> JSONValue { try JSONValue(try #require(try Yams.compose(yaml: yaml))) }

    @Test func `every file that ships names its schema and is as it says`() throws {
        let directory = PackageFiles.path("Catalogs/it-supplier")
        let files = try #require(FileManager.default.enumerator(atPath: directory)).compactMap { $0 as? String }
            .filter { $0.hasSuffix(".yaml") }
        #expect(files.count > 15)
        for file in files {
            let path = directory + "/" + file
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let first = try #require(text.split(separator: "\n").first)
            let reference = try #require(first.split(separator: "$schema=").last)
            let folder = URL(filePath: path).deletingLastPathComponent()
            let (validator, schema) = try schema(folder.appending(path: String(reference)).standardized.path)
            let violations = validator.violations(of: try value(text), against: schema)
            #expect(violations.isEmpty, "\(file): \(violations)")
        }
    }

    @Test(arguments: [
        ("products", "products: [{ sku: A-1 }]", "/products/0/name"),
        (
            "products",
            "products: [{ sku: A, manufacturer: M, manufacturerPartNumber: P, name: { en: N }, category: \"43211503\", unitOfMeasure: H87, "
                + "leadTimeDays: 1, status: gone }]", "/products/0/status"
        ),
        ("categories", "categories: [{ code: \"43211503\", title: { en: T }, colour: red }]", "/categories/0/colour"),
        ("supplier", "supplier: { slug: s }", "/supplier/name"),
        ("account", "account: { slug: s }", "/account/name"),
    ]) func `what the import would refuse, the schema refuses too`(schema name: String, yaml: String, place: String) throws {
        let (validator, schema) = try schema(PackageFiles.path("Catalogs/schema/\(name).schema.json"))
        let violations = validator.violations(of: try value(yaml), against: schema)
        #expect(violations.contains { "\($0)".contains(place) }, "\(violations)")
    }
}
