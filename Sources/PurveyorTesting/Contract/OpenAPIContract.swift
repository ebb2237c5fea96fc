package import HTTPTypes
package import Web

/// `openapi.yaml` as the judge of what the service says: whether an answer has a documented status, headers, content type and body, and
/// whether a request that was granted is one that the contract allows.
package struct OpenAPIContract: Sendable {
    package let document: OpenAPIDocument
    private let schemas: SchemaValidator
    private let operations: [(parts: [Substring], operation: OpenAPIDocument.Operation)]

    package init(_ document: OpenAPIDocument) {
        self.document = document
        schemas = SchemaValidator(document)
        operations = document.operations.map { (parts: $0.path.split(separator: "/"), operation: $0) }
    }

    /// A request and its answer.
    package struct Exchange: Sendable {
        package let method: HTTPRequest.Method
        /// With its query.
        package let target: String
        package let requestHeaders: HTTPFields
        package let requestBody: [UInt8]
        package let status: Int
        package let headers: HTTPFields
        package let body: [UInt8]

        package init(
            method: HTTPRequest.Method, target: String, requestHeaders: HTTPFields = [:], requestBody: [UInt8] = [], status: Int,
            headers: HTTPFields = [:], body: [UInt8] = []
        ) {
            self.method = method
            self.target = target
            self.requestHeaders = requestHeaders
            self.requestBody = requestBody
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    /// The operation that answers a path; of several the one with more fixed parts.
    package func operation(_ method: HTTPRequest.Method, _ path: some StringProtocol) -> OpenAPIDocument.Operation? {
        let parts = path.split(separator: "/")
        let name = method == .head ? "GET" : method.rawValue
        let matching = operations.filter { candidate in
            candidate.operation.method == name && candidate.parts.count == parts.count
                && zip(candidate.parts, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        return matching.min { Self.captures($0.parts) < Self.captures($1.parts) }?.operation
    }

    package func violations(of exchange: Exchange) -> [Violation] {
        let path = exchange.target.prefix { $0 != "?" }
        guard let operation = operation(exchange.method, path) else { return undocumented(exchange) }
        guard let response = operation.value["responses"]?[String(exchange.status)].map(document.resolve) else {
            return [Violation("status", "\(exchange.status) is not documented for \(operation.method) \(operation.path)")]
        }
        let isGranted = (200..<300).contains(exchange.status)
        return headers(exchange, response) + body(exchange, response) + code(exchange, operation, response)
            + (isGranted ? request(exchange, operation) : [])
    }

    /// What is not in the contract does not exist: it gets a problem that says so, or the methods that there are.
    private func undocumented(_ exchange: Exchange) -> [Violation] {
        if exchange.method == .options, exchange.status == 204 { return [] }
        guard [404, 405].contains(exchange.status) || exchange.status == 503 else {
            return [Violation("status", "\(exchange.status) to \(exchange.method) \(exchange.target), which is not in the contract")]
        }
        return problem(exchange)
    }

    private static func captures(_ parts: [Substring]) -> Int { parts.count { $0.hasPrefix("{") } }
}

extension OpenAPIContract {
    /// What every answer may carry without being told of in each: caching, tracing, rate, and what keeps browsers from harm.
    private static let general: Set<String> = [
        "content-type", "content-length", "cache-control", "x-request-id", "traceparent",
        "x-content-type-options", "referrer-policy",
        "cross-origin-resource-policy", "content-security-policy", "date", "server", "connection",
    ]

    private func headers(_ exchange: Exchange, _ response: JSONValue) -> [Violation] {
        var documented = response["headers"]?.members ?? [:]
        // `x-headers`: what many answers carry, said once.
        let shared = document.root["x-headers"]?.members ?? [:]
        for name in shared.names where documented[name] == nil { documented[name] = shared[name] }
        let stray = exchange.headers.map(\.name.rawName).filter { name in
            !Self.general.contains(name.lowercased()) && !documented.names.contains { $0.lowercased() == name.lowercased() }
        }
        return stray.map { Violation("header \($0)", "is not documented for \(exchange.status)") }
            + documented.names.flatMap { name in header(name, documented[name] ?? .null, exchange) }
    }

    private func header(_ name: String, _ documented: JSONValue, _ exchange: Exchange) -> [Violation] {
        let header = document.resolve(documented)
        guard let field = HTTPField.Name(name), let value = exchange.headers[field] else {
            return header["required"] == .bool(true) ? [Violation("header \(name)", "is required")] : []
        }
        return schemas.violations(of: .string(value), against: header["schema"] ?? .null, at: "header \(name)")
    }

    private func body(_ exchange: Exchange, _ response: JSONValue) -> [Violation] {
        // HEAD is answered as GET is, without the body.
        if exchange.method == .head { return [] }
        guard case .object(let content)? = response["content"] else {
            return exchange.body.isEmpty ? [] : [Violation("", "no body is documented for \(exchange.status)")]
        }
        let type = (exchange.headers[.contentType] ?? "none").prefix { $0 != ";" }
        guard let media = content[String(type)] else {
            return [Violation("header Content-Type", "\(type) is none of \(content.names.joined(separator: ", "))")]
        }
        guard type.hasSuffix("json") else { return [] }
        return json(exchange.body, media["schema"] ?? .bool(true))
    }

    private func json(_ bytes: [UInt8], _ schema: JSONValue) -> [Violation] {
        guard let value = try? JSONParser.parse(bytes) else { return [Violation("", "is not JSON")] }
        return schemas.violations(of: value, against: schema)
    }

    /// A problem's code is one of those that the answer or the operation names for the status.
    private func code(_ exchange: Exchange, _ operation: OpenAPIDocument.Operation, _ response: JSONValue) -> [Violation] {
        guard exchange.headers[.contentType] == "application/problem+json", let problem = try? JSONParser.parse(exchange.body) else {
            return []
        }
        let codes = (response["x-codes"]?.items ?? []) + (operation.value["x-codes"]?[String(exchange.status)]?.items ?? [])
        let code = problem["type"]?.text.map { String($0.dropFirst("/problems/".count)) } ?? "none"
        let unknown = codes.contains(.string(code)) ? [] : [Violation("/type", "\(code) is not documented for \(exchange.status)")]
        return unknown
            + (problem["status"] == .integer(exchange.status) ? [] : [Violation("/status", "is not the answer's, \(exchange.status)")])
    }

    private func problem(_ exchange: Exchange) -> [Violation] {
        if exchange.method == .head { return [] }
        guard exchange.headers[.contentType] == "application/problem+json" else {
            return [Violation("header Content-Type", "\(exchange.headers[.contentType] ?? "none") is no problem")]
        }
        return json(exchange.body, .object(["$ref": .string("#/components/schemas/Problem")]))
    }
}

extension OpenAPIContract {
    /// What the service accepted must be what the contract allows, or the contract says less than is true.
    private func request(_ exchange: Exchange, _ operation: OpenAPIDocument.Operation) -> [Violation] {
        let parameters = (operation.sharedParameters + (operation.value["parameters"]?.items ?? [])).map(document.resolve)
        let query = parameters.filter { $0["in"]?.text == "query" }
        // `attribute.NAME` stands for every name behind the full stop.
        let names = query.compactMap { $0["name"]?.text }
        let prefixes = names.filter { $0.hasSuffix(".NAME") }.map { $0.dropLast("NAME".count) }
        let stray = Self.queryNames(exchange.target).filter { name in !names.contains(name) && !prefixes.contains(where: name.hasPrefix) }
        let missing = parameters.filter { parameter in
            guard parameter["in"]?.text == "header", parameter["required"] == .bool(true) else { return false }
            return parameter["name"]?.text.flatMap { HTTPField.Name($0) }.flatMap { exchange.requestHeaders[$0] } == nil
        }
        return stray.map { Violation("?\($0)", "was accepted and is not documented") }
            + missing.map { Violation("header \($0["name"]?.text ?? "")", "is required and was not sent") }
            + requestBody(exchange, operation)
    }

    private func requestBody(_ exchange: Exchange, _ operation: OpenAPIDocument.Operation) -> [Violation] {
        let body = operation.value["requestBody"].map(document.resolve)
        guard !exchange.requestBody.isEmpty else {
            return body?["required"] == .bool(true) ? [Violation("request", "was accepted without its body")] : []
        }
        let type = (exchange.requestHeaders[.contentType] ?? "application/json").prefix { $0 != ";" }
        // A file: its content says by itself whether it is right.
        if type != "application/json", body?["content"]?[String(type)] != nil { return [] }
        guard let schema = body?["content"]?["application/json"]?["schema"] else {
            return [Violation("request", "was accepted with a body and none is documented")]
        }
        return json(exchange.requestBody, schema).map { Violation("request \($0.pointer)", $0.what) }
    }

    private static func queryNames(_ target: String) -> [String] {
        guard let mark = target.firstIndex(of: "?") else { return [] }
        return target[target.index(after: mark)...].split(separator: "&").map { pair in String(pair.prefix { $0 != "=" }) }
    }
}
