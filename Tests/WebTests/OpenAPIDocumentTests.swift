import PurveyorTesting
import Testing
@testable import Web

@Suite struct OpenAPIDocumentTests {
    private let yaml = """
        openapi: "3.1.0"
        info: {title: "Purveyor <b>", version: "1.0", description: "One.\\n\\nTwo."}
        paths:
          /v1/things/{thing}:
            parameters: [{name: thing, in: path, required: true, schema: {type: string}}]
            get:
              summary: Read a thing & its parts
              operationId: readThing
              responses:
                "200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
                "404": {$ref: "#/components/responses/Missing"}
        components:
          responses: {Missing: {description: "No such thing <script>alert(1)</script>."}}
          schemas:
            Thing:
              type: object
              required: [id]
              properties:
                id: {type: string, format: uuid}
                rate: {type: number, example: 0.10, minimum: 1}
                old: {type: boolean, default: false}
        """

    @Test func `YAML becomes the same document in JSON, numbers as written`() throws {
        let document = try OpenAPIDocument(yaml: yaml)
        let root = try JSONParser.parse(document.json)
        #expect(root == document.root)
        #expect(root["openapi"] == .string("3.1.0"))
        let rate = root["components"]?["schemas"]?["Thing"]?["properties"]?["rate"]
        #expect(rate?["example"] == .number("0.10") && rate?["minimum"] == .integer(1))
        #expect(root["components"]?["schemas"]?["Thing"]?["properties"]?["old"]?["default"] == .bool(false))
        #expect(document.operations.map { "\($0.method) \($0.path)" } == ["GET /v1/things/{thing}"])
    }

    @Test func `the page holds every operation and schema, needs nothing else and escapes what it says`() throws {
        let page = try OpenAPIDocument(yaml: yaml).page
        for part in [
            "Purveyor &lt;b&gt;", "<p>One.</p><p>Two.</p>", "Read a thing &amp; its parts", "id=\"readThing\"", "href=\"#schema-Thing\"",
            "string (uuid)",
            "No such thing &lt;script&gt;",
        ] {
            #expect(page.contains(part), "\(part)")
        }
        for part in ["<script", "http://", "https://", " src="] { #expect(!page.contains(part), "\(part)") }
    }

    @Test(arguments: ["", "a: [", "just text", "openapi: 3.1.0\npaths: 5", "info: {}"])
    func `what is not an OpenAPI document is refused`(_ text: String) {
        #expect(throws: (any Error).self) { try OpenAPIDocument(yaml: text) }
    }
}
