internal import HTTPTypes
internal import Hummingbird

extension OpenAPIDocument {
    /// The page at `/docs`: complete in itself, no script, nothing loaded from elsewhere.
    package var page: String {
        let info = root["info"]
        let title = info?["title"]?.text ?? "API"
        let html: HTML = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>\(title)</title>
            <style>\(Self.style)</style></head><body>
            <header><h1>\(title) <small>\(info?["version"]?.text ?? "")</small></h1>\(paragraphs(info?["description"]))
            <p><a href="/openapi.json">openapi.json</a></p></header>
            <nav><h2>Operations</h2><ul>\(operations.map(entry))</ul></nav>
            <main>\(operations.map(section))<h2 id="schemas">Schemas</h2>\(schemas)</main></body></html>
            """
        return html.text
    }

    private func entry(_ operation: Operation) -> HTML {
        """
        <li><a href="#\(anchor(operation))"><b>\(operation.method)</b> \(operation.path)</a> \(operation.value["summary"]?.text ?? "")</li>

        """
    }

    private func section(_ operation: Operation) -> HTML {
        let parameters = (operation.sharedParameters + (operation.value["parameters"]?.items ?? [])).map(resolve)
        return """
            <section id="\(anchor(operation))"><h3><b>\(operation.method)</b> \(operation.path)</h3>
            <p>\(operation.value["summary"]?.text ?? "")</p>\(paragraphs(operation.value["description"]))
            \(table("Parameters", parameters.map(row(parameter:))))\(table("Body", body(operation.value["requestBody"])))
            \(table("Answers", answers(operation.value["responses"])))</section>

            """
    }

    private func row(parameter: JSONValue) -> HTML {
        let isRequired = parameter["required"] == .bool(true)
        return """
            <tr><td><code>\(parameter["name"]?.text ?? "")</code></td><td>\(parameter["in"]?.text ?? "")\
            \(isRequired ? ", required" : "")</td>\
            <td>\(type(parameter["schema"]))</td><td>\(parameter["description"]?.text ?? "")</td></tr>

            """
    }

    private func body(_ body: JSONValue?) -> [HTML] {
        guard let body = body.map(resolve), let content = body["content"]?.members else { return [] }
        return content.names.map { kind in
            """
            <tr><td><code>\(kind)</code></td><td>\(body["required"] == .bool(true) ? "required" : "")</td>\
            <td>\(type(content[kind]?["schema"]))</td><td>\(body["description"]?.text ?? "")</td></tr>

            """
        }
    }

    private func answers(_ responses: JSONValue?) -> [HTML] {
        let responses = responses?.members ?? [:]
        return responses.names.map { status in
            let response = responses[status].map(resolve)
            let content = response?["content"]?.members ?? [:]
            return """
                <tr><td><code>\(status)</code></td><td></td><td>\(content.names.map { type(content[$0]?["schema"]) })</td>\
                <td>\(response?["description"]?.text ?? "")</td></tr>

                """
        }
    }

    private var schemas: [HTML] {
        let schemas = root["components"]?["schemas"]?.members ?? [:]
        return schemas.names.map { name in
            let schema = schemas[name] ?? .null
            let properties = schema["properties"]?.members ?? [:]
            let required = Set((schema["required"]?.items ?? []).compactMap(\.text))
            let rows = properties.names.map { property -> HTML in
                """
                <tr><td><code>\(property)</code></td><td>\(required.contains(property) ? "required" : "")</td>\
                <td>\(type(properties[property]))</td><td>\(properties[property]?["description"]?.text ?? "")</td></tr>

                """
            }
            return """
                <section id="schema-\(name)"><h3>\(name)</h3><p>\(rows.isEmpty ? type(schema) : "")</p>
                \(paragraphs(schema["description"]))\(table("Members", rows))</section>

                """
        }
    }

    /// A schema in a few words, with a link where it has a name.
    private func type(_ schema: JSONValue?) -> HTML {
        guard let schema else { return "" }
        if let reference = schema["$ref"]?.text, let name = reference.split(separator: "/").last.map(String.init) {
            return "<a href=\"#schema-\(name)\">\(name)</a>"
        }
        for (word, separator) in [("allOf", " and "), ("oneOf", " or "), ("anyOf", " or ")] {
            if let parts = schema[word]?.items {
                return "\(parts.enumerated().map { index, part -> HTML in index == 0 ? type(part) : "\(separator)\(type(part))" })"
            }
        }
        if let words = schema["enum"]?.items {
            return "\(words.map { $0.text ?? String(decoding: $0.jsonBytes, as: UTF8.self) }.joined(separator: " | "))"
        }
        if schema["type"]?.text == "array" { return "list of \(type(schema["items"]))" }
        let names = schema["type"]?.text ?? (schema["type"]?.items ?? []).compactMap(\.text).joined(separator: " or ")
        let format = schema["format"]?.text ?? schema["pattern"]?.text
        return "\(names)\(format.map { " (\($0))" } ?? "")"
    }

    private func table(_ title: String, _ rows: [HTML]) -> HTML {
        rows.isEmpty ? "" : "<table><caption>\(title)</caption>\(rows)</table>"
    }

    private func paragraphs(_ text: JSONValue?) -> [HTML] {
        (text?.text ?? "").split(separator: "\n\n").map { "<p>\(String($0))</p>" }
    }

    private func anchor(_ operation: Operation) -> String {
        operation.value["operationId"]?.text ?? "\(operation.method)-\(operation.path)"
    }

    private static let style: HTML = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem;color:#222}
        code,h3{font-family:ui-monospace,monospace}
        nav ul{columns:2;list-style:none;padding:0;font-size:.85rem}h3 b,nav b{color:#06c}
        section{border-top:1px solid #ddd;padding:.5rem 0 1rem}
        table{border-collapse:collapse;width:100%;margin:.5rem 0}caption{text-align:left;font-weight:600}
        td{border:1px solid #ddd;padding:.25rem .5rem;vertical-align:top}@media(max-width:50rem){nav ul{columns:1}}
        """
}

extension OpenAPIDocument {
    /// The answer of `GET /openapi.json`.
    package func jsonResponse() -> JSONResponse {
        JSONResponse(status: .ok, headers: [.contentType: "application/json", .cacheControl: "public, max-age=300"], body: json)
    }

    /// The answer of `GET /docs`.
    package func pageResponse() -> JSONResponse {
        JSONResponse(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "public, max-age=300",
                .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            ],
            body: Array(page.utf8))
    }
}
