import FoundationEssentials
import Kernel
package import Web

/// Checks values against the part of JSON Schema 2020-12 that `openapi.yaml` and the schemas of `Catalogs/` use. A keyword outside that
/// part is a violation too, so that nothing is written into the contract that nobody checks.
package struct SchemaValidator: Sendable {
    private let document: OpenAPIDocument

    package init(_ document: OpenAPIDocument) {
        self.document = document
    }

    package func violations(of value: JSONValue, against schema: JSONValue, at pointer: String = "") -> [Violation] {
        guard case .object(let keywords) = schema else {
            return schema == .bool(true) ? [] : [Violation(pointer, "no value is allowed here")]
        }
        return keywords.names.flatMap { name in
            check(name, keywords[name] ?? .null, of: keywords, value, pointer)
        }
    }

    private func check(_ keyword: String, _ rule: JSONValue, of schema: JSONObject, _ value: JSONValue, _ pointer: String) -> [Violation] {
        switch keyword {
        case "description", "title", "example", "examples", "default", "deprecated": []
        case "$ref": reference(rule, value, pointer)
        case "type": type(rule, value, pointer)
        case "enum": (rule.items ?? []).contains(value) ? [] : [Violation(pointer, "\(text(value)) is none of \(text(rule))")]
        case "const": rule == value ? [] : [Violation(pointer, "\(text(value)) is not \(text(rule))")]
        case "allOf", "anyOf", "oneOf": combined(keyword, rule.items ?? [], value, pointer)
        case "properties", "required", "additionalProperties", "propertyNames", "minProperties":
            members(keyword, rule, schema, value, pointer)
        case "items", "minItems", "maxItems", "uniqueItems": items(keyword, rule, value, pointer)
        case "pattern", "format", "minLength", "maxLength": string(keyword, rule, value, pointer)
        case "minimum", "maximum": number(keyword, rule, value, pointer)
        default: [Violation(pointer, "the contract says \(keyword), which is not checked")]
        }
    }

    private func reference(_ rule: JSONValue, _ value: JSONValue, _ pointer: String) -> [Violation] {
        let reference = JSONValue.object(["$ref": rule])
        let target = document.resolve(reference)
        return target == reference
            ? [Violation(pointer, "the contract has no \(text(rule))")] : violations(of: value, against: target, at: pointer)
    }

    private func type(_ rule: JSONValue, _ value: JSONValue, _ pointer: String) -> [Violation] {
        let names = rule.text.map { [$0] } ?? (rule.items ?? []).compactMap(\.text)
        if names.contains(where: { has(value, $0) }) { return [] }
        return [Violation(pointer, "\(text(value)) is not of type \(names.joined(separator: " or "))")]
    }

    private func has(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.integer, "integer"), (.integer, "number"), (.number, "number"), (.string, "string"),
            (.array, "array"), (.object, "object"):
            true
        default: false
        }
    }

    private func combined(_ keyword: String, _ schemas: [JSONValue], _ value: JSONValue, _ pointer: String) -> [Violation] {
        let results = schemas.map { violations(of: value, against: $0, at: pointer) }
        let matching = results.count(where: \.isEmpty)
        switch keyword {
        case "allOf": return results.flatMap { $0 }
        case "anyOf" where matching > 0, "oneOf" where matching == 1: return []
        default: return [Violation(pointer, "\(text(value)) matches \(matching) of \(schemas.count) schemas under \(keyword)")]
        }
    }

    private func members(
        _ keyword: String, _ rule: JSONValue, _ schema: JSONObject, _ value: JSONValue, _ pointer: String
    ) -> [Violation] {
        guard case .object(let object) = value else { return [] }
        let properties = schema["properties"]?.members ?? [:]
        switch keyword {
        case "required":
            return (rule.items ?? []).compactMap(\.text).filter { object[$0] == nil }.map { Violation(pointer + "/" + $0, "is required") }
        case "properties":
            return properties.names.flatMap { name in
                object[name].map { violations(of: $0, against: properties[name] ?? .null, at: pointer + "/" + name) } ?? []
            }
        case "propertyNames":
            return object.names.flatMap { violations(of: .string($0), against: rule, at: pointer + "/" + $0) }
        case "minProperties":
            return rule == .integer(0) || !object.names.isEmpty ? [] : [Violation(pointer, "has no member")]
        default:
            return object.names.filter { properties[$0] == nil }.flatMap { name in
                rule == .bool(false)
                    ? [Violation(pointer + "/" + name, "is not in the contract")]
                    : violations(of: object[name] ?? .null, against: rule, at: pointer + "/" + name)
            }
        }
    }

    private func items(_ keyword: String, _ rule: JSONValue, _ value: JSONValue, _ pointer: String) -> [Violation] {
        guard case .array(let items) = value else { return [] }
        switch (keyword, rule) {
        case ("minItems", .integer(let least)):
            return items.count >= least ? [] : [Violation(pointer, "has \(items.count) items, fewer than \(least)")]
        case ("maxItems", .integer(let most)):
            return items.count <= most ? [] : [Violation(pointer, "has \(items.count) items, more than \(most)")]
        case ("uniqueItems", _):
            let texts = items.map { String(decoding: $0.jsonBytes, as: UTF8.self) }
            return Set(texts).count == texts.count ? [] : [Violation(pointer, "has an item twice")]
        default: return items.enumerated().flatMap { violations(of: $1, against: rule, at: "\(pointer)/\($0)") }
        }
    }

    private func string(_ keyword: String, _ rule: JSONValue, _ value: JSONValue, _ pointer: String) -> [Violation] {
        guard case .string(let string) = value else { return [] }
        // Lengths count what a reader sees as characters, as the service does (Web/Input/Reading.swift), not code points.
        let isRight =
            switch (keyword, rule) {
            case ("minLength", .integer(let least)): string.count >= least
            case ("maxLength", .integer(let most)): string.count <= most
            case ("pattern", .string(let pattern)): matches(string, pattern)
            case ("format", .string(let format)): has(string, format: format)
            default: false
            }
        return isRight ? [] : [Violation(pointer, "\(text(value)) does not have \(keyword) \(text(rule))")]
    }

    private func matches(_ string: String, _ pattern: String) -> Bool {
        guard let expression = try? Regex(pattern) else { return false }
        return string.firstMatch(of: expression) != nil
    }

    /// Annotation in JSON Schema, a promise here. A format that is not known here holds for nothing.
    private func has(_ string: String, format: String) -> Bool {
        switch format {
        case "uuid": string == string.lowercased() && ID<Violation>(string) != nil
        case "date": LocalDate(string) != nil
        case "email": string.split(separator: "@", omittingEmptySubsequences: false).count == 2
        case "date-time": Instant(string) != nil
        default: false
        }
    }

    private func number(_ keyword: String, _ rule: JSONValue, _ value: JSONValue, _ pointer: String) -> [Violation] {
        guard case .integer(let number) = value, case .integer(let bound) = rule else { return [] }
        let isRight = keyword == "minimum" ? number >= bound : number <= bound
        return isRight ? [] : [Violation(pointer, "\(number) is beyond the \(keyword) of \(bound)")]
    }

    private func text(_ value: JSONValue) -> String {
        let text = String(decoding: value.jsonBytes, as: UTF8.self)
        return text.count > 120 ? text.prefix(120) + "…" : text
    }
}
