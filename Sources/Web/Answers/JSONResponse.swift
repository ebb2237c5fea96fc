package import HTTPTypes
package import Hummingbird

/// An answer in JSON, already bytes: it can be kept and given again.
package struct JSONResponse: ResponseGenerator, Sendable, Equatable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: [UInt8]

    package init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package init(_ value: some Encodable, status: HTTPResponse.Status = .ok, version: Int? = nil) throws {
        self.init(status: status, headers: [.contentType: "application/json"], body: try JSONText.bytes(of: value))
        if let version { headers[.eTag] = ETag(version: version).text }
    }

    /// 201, and where the new thing is.
    package static func created(_ value: some Encodable, at location: String, version: Int? = nil) throws -> JSONResponse {
        var response = try JSONResponse(value, status: .created, version: version)
        response.headers[.location] = location
        return response
    }

    package static var noContent: JSONResponse { JSONResponse(status: .noContent) }

    /// 304 without a body where the caller has this state already. Without a version the tag is a digest of the body.
    package func unlessSeen(by request: Request) -> JSONResponse {
        var response = self
        if response.headers[.eTag] == nil { response.headers[.eTag] = ETag(of: body).text }
        guard let text = response.headers[.eTag], ETag(text: text).isNamed(in: request.headers[.ifNoneMatch]) else { return response }
        response.headers[.contentType] = nil
        return JSONResponse(status: .notModified, headers: response.headers)
    }

    package func response(from request: Request, context: some RequestContext) -> Response {
        body.isEmpty
            ? Response(status: status, headers: headers)
            : Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension ETag {
    fileprivate init(text: String) {
        self.text = text
    }
}
