internal import Yams

/// `openapi.yaml`, as programs read it (`/openapi.json`) and as people do (`/docs`). Made once, when the service starts.
package struct OpenAPIDocument: Sendable {
    package let root: JSONValue

    /// - Throws: what Yams says of text that is not YAML; `OpenAPIError` for what is not an OpenAPI document.
    package init(yaml: String) throws {
        guard let node = try Yams.compose(yaml: yaml) else { throw OpenAPIError.empty }
        root = try JSONValue(node)
        guard root["openapi"]?.text != nil, case .object? = root["paths"] else { throw OpenAPIError.notOpenAPI }
    }

    package var json: [UInt8] { root.jsonBytes }

    /// What `{"$ref": "#/components/schemas/Quote"}` stands for; anything else is itself.
    package func resolve(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.text, reference.hasPrefix("#/") else { return value }
        var found: JSONValue? = root
        for part in reference.dropFirst(2).split(separator: "/") {
            found = found?[String(part).replacing("~1", with: "/").replacing("~0", with: "~")]
        }
        return found ?? value
    }

    /// Every operation, in the document's order.
    package var operations: [Operation] {
        let paths = root["paths"]?.members ?? [:]
        return paths.names.flatMap { path in
            let item = paths[path]?.members ?? [:]
            let shared = item["parameters"]?.items ?? []
            return item.names.filter { Self.methods.contains($0) }.compactMap { method in
                item[method].map { Operation(method: method.uppercased(), path: path, value: $0, sharedParameters: shared) }
            }
        }
    }

    package struct Operation: Sendable {
        package let method: String
        package let path: String
        package let value: JSONValue
        package let sharedParameters: [JSONValue]
    }

    private static let methods: Set<String> = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
}

package enum OpenAPIError: Error {
    case empty
    case notOpenAPI
    /// A key that is not a text, or a number that JSON cannot say.
    case notJSON(line: Int?)
}

extension JSONValue {
    init(_ node: Node) throws {
        switch node {
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, value) in mapping {
                guard let name = key.string else { throw OpenAPIError.notJSON(line: key.mark?.line) }
                object[name] = try JSONValue(value)
            }
            self = .object(object)
        case .sequence(let sequence): self = .array(try sequence.map { try JSONValue($0) })
        case .scalar(let scalar):
            switch node.tag {
            case Tag(.bool): self = node.bool.map { .bool($0) } ?? .string(scalar.string)
            case Tag(.int): self = node.int.map { .integer($0) } ?? .string(scalar.string)
            case Tag(.float):
                // Only what is a JSON number as it stands: YAML has others, such as `.inf` and `1_000.5`.
                guard case .number(let text)? = try? JSONParser.parse(Array(scalar.string.utf8)) else {
                    throw OpenAPIError.notJSON(line: scalar.mark?.line)
                }
                self = .number(text)
            case Tag(.null): self = .null
            default: self = .string(scalar.string)
            }
        default: throw OpenAPIError.notJSON(line: node.mark?.line)
        }
    }
}
