package import HTTPTypes
package import Hummingbird
package import Kernel

/// What a caller is told when a request is not done (RFC 9457).
package struct Problem: Sendable, Equatable {
    package var code: String
    package var status: HTTPResponse.Status
    package var title: String
    package var detail: String
    package var errors: [Fault] = []
    package var facts: [String: Fact] = [:]
    package var headers = HTTPFields()
    package var language: Language = .english

    package func response(requestID: String) -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.contentLanguage] = language.rawValue
        headers[.cacheControl] = "no-store"
        let bytes = json(requestID: requestID).jsonBytes
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    func json(requestID: String) -> JSONValue {
        var object: JSONObject = [
            "type": .string("/problems/\(code)"),
            "title": .string(title),
            "status": .integer(status.code),
            "detail": .string(detail),
            "instance": .string("/requests/\(requestID)"),
        ]
        if !errors.isEmpty {
            object["errors"] = .array(
                errors.map { fault in
                    .object(["pointer": .string(fault.pointer), "code": .string(fault.code), "detail": .string(fault.detail)])
                })
        }
        for (name, fact) in facts.sorted(by: { $0.key < $1.key }) where object[name] == nil {
            object[name] = JSONValue(fact)
        }
        return .object(object)
    }
}

extension JSONValue {
    package init(_ fact: Fact) {
        switch fact {
        case .text(let value): self = .string(value)
        case .number(let value): self = .integer(value)
        case .flag(let value): self = .bool(value)
        case .list(let values): self = .array(values.map { JSONValue($0) })
        case .object(let values):
            var object = JSONObject()
            for (name, value) in values.sorted(by: { $0.key < $1.key }) { object[name] = JSONValue(value) }
            self = .object(object)
        }
    }
}
