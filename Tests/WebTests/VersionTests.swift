import HTTPTypes
import Hummingbird
import Kernel
import Testing
@testable import Web

@Suite struct VersionTests {
    @Test func `a change needs the version that was read`() throws {
        #expect(try HTTPFields([.init(name: .ifMatch, value: "\"v3\"")]).expectedVersion() == 3)
        #expect(throws: WebRefusal.versionRequired) { try HTTPFields().expectedVersion() }
    }

    @Test(arguments: ["*", "v3", "\"3\"", "W/\"v3\"", "\"v3\", \"v4\"", "\"v\"", "\"v-3\"", "\"v+3\"", "\"v99999999999999999999\"", ""])
    func `a tag that is not one of ours is malformed`(_ tag: String) {
        #expect { try HTTPFields([.init(name: .ifMatch, value: tag)]).expectedVersion() } throws: {
            if case WebRefusal.malformed(let faults) = $0 { faults.map(\.pointer) == ["If-Match"] } else { false }
        }
    }

    private func get(_ ifNoneMatch: String?) -> Request {
        var headers = HTTPFields()
        headers[.ifNoneMatch] = ifNoneMatch
        return Request(
            head: .init(method: .get, scheme: nil, authority: nil, path: "/", headerFields: headers), body: .init(buffer: .init()))
    }

    @Test(
        arguments: [
            (nil, 200), ("\"v3\"", 304), ("W/\"v3\"", 304), ("\"v2\", \"v3\"", 304), ("*", 304), ("\"v4\"", 200), ("v3", 200),
        ] as [(String?, Int)])
    func `who has the state already gets 304 without a body`(_ header: String?, _ status: Int) throws {
        let answer = try JSONResponse(["a": 1], version: 3).unlessSeen(by: get(header))
        #expect(answer.status.code == status)
        #expect(answer.headers[.eTag] == "\"v3\"")
        #expect(answer.body.isEmpty == (status == 304))
    }

    @Test func `a representation without a version is tagged by its bytes`() throws {
        let first = try JSONResponse(["b": 2, "a": 1]).unlessSeen(by: get(nil))
        let tag = try #require(first.headers[.eTag])
        #expect(try JSONResponse(["a": 1, "b": 2]).unlessSeen(by: get(tag)).status == .notModified)
        #expect(try JSONResponse(["a": 2]).unlessSeen(by: get(tag)).status == .ok)
    }

    @Test func `answers have no nulls and unescaped slashes`() throws {
        struct Thing: Encodable {
            let name: String?
            let link: ActionLink
        }
        let answer = try JSONResponse.created(Thing(name: nil, link: ActionLink("submit", "POST", "/v1/q")), at: "/v1/q", version: 1)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"link":{"href":"/v1/q","method":"POST","rel":"submit"}}"#)
        #expect(answer.headers[.location] == "/v1/q")
        #expect(answer.status == .created)
    }
}
