import PurveyorTesting
import Web

/// A place in a request where the contract says that an id goes: the path, the query, a header, or the body.
struct IDPlace: CustomStringConvertible {
    enum Site: Equatable {
        case path
        case query
        case header
        /// By the members and indexes that lead there.
        case body([String])
    }

    let name: String
    let site: Site

    var description: String { "\(site) \(name)" }

    /// What an id there names, where the place is not called by it.
    private static let kinds = [
        "parent": "unit", "manager": "member", "holder": "member",
        "delegates": "member", "successor": "member", "for": "member", "onBehalfOf": "member",
        "On-Behalf-Of": "member", "subject": "quote",
    ]

    var kind: String { Self.kinds[name] ?? name }

    /// All but the account, which every path of an account has, and numbers (of a line, of a revision), which are no ids.
    static func all(in operation: OpenAPIDocument.Operation) -> [IDPlace] {
        let document = OpenAPIContract.shared.document
        let parameters = (operation.sharedParameters + (operation.value["parameters"]?.items ?? [])).map(document.resolve)
        let named = parameters.compactMap { parameter -> IDPlace? in
            guard let name = parameter["name"]?.text, name != "account", let schema = parameter["schema"] else { return nil }
            switch parameter["in"]?.text {
            case "path": return document.resolve(schema)["type"]?.text == "integer" ? nil : IDPlace(name: name, site: .path)
            case "query": return isID(schema) ? IDPlace(name: name, site: .query) : nil
            case "header": return isID(schema) ? IDPlace(name: name, site: .header) : nil
            default: return nil
            }
        }
        let body = operation.value["requestBody"].map(document.resolve)?["content"]?["application/json"]?["schema"]
        return named + (body.map { inside($0, []) } ?? [])
    }

    private static func inside(_ schema: JSONValue, _ path: [String]) -> [IDPlace] {
        if isID(schema), let name = path.last(where: { $0 != "0" }) { return [IDPlace(name: name, site: .body(path))] }
        let resolved = OpenAPIContract.shared.document.resolve(schema)
        let members = resolved["properties"]?.members ?? [:]
        return members.names.flatMap { inside(members[$0] ?? .null, path + [$0]) }
            + (resolved["items"].map { inside($0, path + ["0"]) } ?? [])
            + ["oneOf", "anyOf", "allOf"].flatMap { resolved[$0]?.items ?? [] }.flatMap { inside($0, path) }
    }

    private static func isID(_ schema: JSONValue) -> Bool {
        OpenAPIContract.shared.document.resolve(schema)["format"]?.text == "uuid"
            || (schema["oneOf"]?.items ?? []).contains { isID($0) }
    }
}

extension JSONValue {
    /// The same with a value put where a path leads; what is missing on the way is made.
    func putting(_ value: JSONValue, at path: some Collection<String>) -> JSONValue {
        guard let name = path.first else { return value }
        let rest = path.dropFirst()
        if name == "0" {
            let items = items ?? []
            return .array([(items.first ?? .object([:])).putting(value, at: rest)] + items.dropFirst())
        }
        var object = members ?? [:]
        object[name] = (object[name] ?? .null).putting(value, at: rest)
        return .object(object)
    }

    /// Whether anything is where a path leads.
    func holds(_ path: some Collection<String>) -> Bool {
        guard let name = path.first else { return true }
        return (name == "0" ? items?.first : self[name])?.holds(path.dropFirst()) ?? false
    }
}
