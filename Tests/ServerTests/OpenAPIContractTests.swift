import HTTPTypes
import PurveyorTesting
import Testing
import Web

/// The judge of every answer is judged itself: each kind of drift is found, and what is right passes.
@Suite struct OpenAPIContractTests {
    static func contract(_ schema: String, more: String = "") throws -> OpenAPIContract {
        OpenAPIContract(
            try OpenAPIDocument(
                yaml: """
                    openapi: 3.1.0
                    info: {title: T, version: "1"}
                    paths:
                      /v1/things/{thing}:
                        get:
                          parameters: [{name: limit, in: query, schema: {type: integer}}]
                          x-codes: {"404": [thing-not-found]}
                          responses:
                            "200":
                              description: It.
                              headers:
                                ETag: {required: true, schema: {type: string, pattern: "^\\"v"}}
                                Location: {schema: {type: string}}
                              content: {application/json: {schema: \(schema)}}
                            "204": {description: Nothing.}
                            "404": {$ref: "#/components/responses/Missing"}
                        put:
                          parameters: [{name: If-Match, in: header, required: true, schema: {type: string}}]
                          requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Change"}}}}
                          responses: {"204": {description: Done.}}
                      /v1/things/all:
                        get: {responses: {"204": {description: None.}}}
                    components:
                      responses:
                        Missing:
                          description: None.
                          x-codes: [route-not-found]
                          content: {application/problem+json: {schema: {type: object}}}
                      schemas:
                        Problem: {type: object, required: [type]}
                        Name: {type: string, minLength: 2}
                        Change: {type: object, additionalProperties: false, properties: {a: {type: string}}}
                    \(more)
                    """))
    }

    static func answer(
        _ body: String, status: Int = 200, headers: HTTPFields = [.contentType: "application/json", .eTag: "\"v1\""],
        target: String = "/v1/things/7"
    ) -> OpenAPIContract.Exchange {
        .init(method: .get, target: target, status: status, headers: headers, body: Array(body.utf8))
    }

    struct Drift: Sendable, CustomTestStringConvertible {
        let schema: String
        let right: String
        let wrong: String
        let pointer: String
        var testDescription: String { "\(schema) and \(wrong)" }

        init(_ schema: String, _ right: String, _ wrong: String, at pointer: String = "") {
            (self.schema, self.right, self.wrong, self.pointer) = (schema, right, wrong, pointer)
        }
    }

    static let drifts = [
        Drift("{type: string}", #""a""#, "1"),
        Drift("{type: integer}", "1", "1.0"),
        Drift("{type: integer}", "1", #""1""#),
        Drift("{type: boolean}", "true", "null"),
        Drift("{type: object}", "{}", "[]"),
        Drift("{type: array}", "[]", "{}"),
        Drift(#"{type: [string, "null"]}"#, "null", "false"),
        Drift("{type: object, required: [a]}", #"{"a": 1}"#, #"{"b": 1}"#, at: "/a"),
        Drift("{$ref: \"#/components/schemas/Change\"}", #"{"a": ""}"#, #"{"a": "", "b": 1}"#, at: "/b"),
        Drift("{type: object, additionalProperties: {type: string}}", #"{"b": "x"}"#, #"{"b": 1}"#, at: "/b"),
        Drift("{properties: {a: {properties: {b: {type: string}}}}}", #"{"a": {"b": "x"}}"#, #"{"a": {"b": 1}}"#, at: "/a/b"),
        Drift("{type: array, items: {type: integer}}", "[1, 2]", #"[1, "2"]"#, at: "/1"),
        Drift("{type: array, minItems: 1}", "[1]", "[]"),
        Drift("{type: array, maxItems: 1}", "[1]", "[1, 2]"),
        Drift("{enum: [draft, ordered]}", #""draft""#, #""lost""#),
        Drift("{const: \"1.0\"}", #""1.0""#, #""1.1""#),
        Drift("{type: string, pattern: \"^[A-Z]{3}$\"}", #""EUR""#, #""EURO""#),
        Drift("{type: string, minLength: 2}", #""ab""#, #""a""#),
        Drift("{type: string, maxLength: 2}", #""ab""#, #""abc""#),
        Drift("{type: integer, minimum: 1}", "1", "0"),
        Drift("{type: integer, maximum: 9}", "9", "10"),
        Drift("{type: string, format: uuid}", #""0197737c-5e00-7a10-8c55-0a1b2c3d4e5f""#, #""0197737C-5E00-7A10-8C55-0A1B2C3D4E5F""#),
        Drift("{type: string, format: date}", #""2026-02-28""#, #""2026-02-29""#),
        Drift("{type: string, format: date-time}", #""2026-02-28T10:00:00Z""#, #""2026-02-28 10:00""#),
        Drift("{$ref: \"#/components/schemas/Name\"}", #""ab""#, #""a""#),
        Drift("{properties: {a: {$ref: \"#/components/schemas/Name\", pattern: \"^x\"}}}", #"{"a": "xy"}"#, #"{"a": "ab"}"#, at: "/a"),
        Drift("{allOf: [{type: string}, {minLength: 2}]}", #""ab""#, #""a""#),
        Drift("{anyOf: [{type: string}, {type: integer}]}", "1", "true"),
        Drift("{oneOf: [{type: integer}, {type: integer, minimum: 5}]}", "1", "7"),
    ]

    @Test(arguments: drifts) func `a body that drifts is found, one that does not passes`(drift: Drift) throws {
        let contract = try Self.contract(drift.schema)
        #expect(contract.violations(of: Self.answer(drift.right)) == [])
        #expect(contract.violations(of: Self.answer(drift.wrong)).map(\.pointer) == [drift.pointer])
    }

    @Test(arguments: ["{type: string, multipleOf: 2}", "{type: string, format: colour}", "{$ref: \"#/components/schemas/None\"}"])
    func `what the contract says and nobody can check is found`(schema: String) throws {
        #expect(try Self.contract(schema).violations(of: Self.answer(#""a""#)).count == 1)
    }

    @Test func `a status, a header, a content type and a body outside the contract are found`() throws {
        let contract = try Self.contract("{type: object}")
        let json = "application/json"
        let wrong: [(OpenAPIContract.Exchange, String)] = [
            (Self.answer("{}", status: 202), "status"),
            (Self.answer("{}", headers: [.contentType: json]), "header ETag"),
            (Self.answer("{}", headers: [.contentType: json, .eTag: "\"x\""]), "header ETag"),
            (Self.answer("{}", headers: [.contentType: json, .eTag: "\"v1\"", .retryAfter: "1"]), "header Retry-After"),
            (Self.answer("{}", headers: [.contentType: "text/html", .eTag: "\"v1\""]), "header Content-Type"),
            (Self.answer("{", headers: [.contentType: json, .eTag: "\"v1\""]), ""),
            (Self.answer("{}", status: 204, headers: [:]), ""),
            (Self.answer("{}", target: "/v1/things/7?page=2"), "?page"),
            (Self.answer("{}", target: "/v1/others"), "status"),
        ]
        for (exchange, pointer) in wrong { #expect(contract.violations(of: exchange).map(\.pointer) == [pointer]) }
        let right = [
            Self.answer("{}", target: "/v1/things/7?limit=2"), Self.answer("", status: 204, headers: [.cacheControl: "no-store"]),
            Self.answer("", status: 204, headers: [:], target: "/v1/things/all"),
        ]
        for exchange in right { #expect(contract.violations(of: exchange) == []) }
    }

    @Test func `a fixed path goes before one with a parameter`() throws {
        let contract = try Self.contract("{type: object}")
        #expect(contract.operation(.get, "/v1/things/all")?.path == "/v1/things/all")
        #expect(contract.operation(.head, "/v1/things/7")?.path == "/v1/things/{thing}")
        #expect(contract.operation(.delete, "/v1/things/7") == nil)
    }

    @Test func `a problem has a documented code, and the status that it says`() throws {
        let contract = try Self.contract("{type: object}")
        func pointers(_ code: String, says status: Int = 404, answered: Int = 404, at target: String = "/v1/things/7") -> [String] {
            let body = #"{"type": "/problems/\#(code)", "status": \#(status)}"#
            let exchange = Self.answer(body, status: answered, headers: [.contentType: "application/problem+json"], target: target)
            return contract.violations(of: exchange).map(\.pointer)
        }
        #expect(pointers("thing-not-found") == [])
        #expect(pointers("route-not-found") == [])
        #expect(pointers("already-ordered") == ["/type"])
        #expect(pointers("thing-not-found", says: 400) == ["/status"])
        #expect(pointers("thing-not-found", answered: 409) == ["status"])
        #expect(pointers("route-not-found", at: "/v1/others") == [])
        #expect(contract.violations(of: Self.answer("{}", status: 404, target: "/v1/others")).map(\.pointer) == ["header Content-Type"])
    }

    @Test func `what was granted is what the contract allows`() throws {
        let contract = try Self.contract("{type: object}")
        func pointers(_ body: String, _ headers: HTTPFields = [.ifMatch: "\"v1\""]) -> [String] {
            contract.violations(
                of: .init(method: .put, target: "/v1/things/7", requestHeaders: headers, requestBody: Array(body.utf8), status: 204)
            )
            .map(\.pointer)
        }
        #expect(pointers(#"{"a": "x"}"#) == [])
        #expect(pointers(#"{"b": "x"}"#) == ["request /b"])
        #expect(pointers("") == ["request"])
        #expect(pointers("{}", [:]) == ["header If-Match"])
    }

    @Test func `every example in the contract is as its schema says`() {
        let contract = OpenAPIContract.shared
        let validator = SchemaValidator(contract.document)
        var count = 0
        for operation in contract.document.operations {
            let responses = operation.value["responses"]?.members ?? [:]
            let answers = responses.names.compactMap { responses[$0] }.map(contract.document.resolve)
            for holder in answers + [operation.value["requestBody"].map(contract.document.resolve) ?? .null] {
                let media = holder["content"]?["application/json"]
                guard let schema = media?["schema"], let example = media?["example"] else { continue }
                count += 1
                #expect(validator.violations(of: example, against: schema) == [], "\(operation.method) \(operation.path)")
            }
        }
        #expect(count >= 10)
    }

    @Test func `every operation has a name of its own, a summary, and an answer for the caller's own faults`() {
        let operations = OpenAPIContract.shared.document.operations
        let names = operations.compactMap { $0.value["operationId"]?.text }
        #expect(names.count == operations.count)
        #expect(Set(names).count == names.count)
        for operation in operations {
            #expect(operation.value["summary"]?.text != nil)
            #expect(operation.value["responses"]?["500"] != nil, "\(operation.method) \(operation.path)")
        }
    }
}
