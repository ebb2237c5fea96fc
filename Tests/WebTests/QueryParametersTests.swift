import HTTPTypes
import Hummingbird
import Kernel
import Testing
@testable import Web

@Suite struct QueryParametersTests {
    private func request(_ query: String) -> Request {
        Request(head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/things?\(query)"), body: .init(buffer: .init()))
    }

    private func faults<T>(_ query: String, _ read: (QueryParameters) -> T) -> [String] {
        do {
            _ = try request(query).query(read)
            return []
        } catch WebRefusal.malformed(let faults) {
            return ["400"] + faults.map { "\($0.pointer) \($0.code)" }
        } catch WebRefusal.invalid(let faults) {
            return ["422"] + faults.map { "\($0.pointer) \($0.code)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `parameters are read by name, escapes undone`() throws {
        let read = try request("q=a%20%26%20b&mine=true&minPrice=2.5").query {
            ($0.optional("q", .string(1...20)), $0.optional("mine", .bool), $0.optional("minPrice", .quantity()), $0.limit)
        }
        #expect(read.0 == "a & b")
        #expect(read.1 == true)
        #expect(read.2 == Quantity(thousandths: 2500))
        #expect(read.3 == Limits.defaultPageItems)
    }

    @Test(arguments: [
        ("limit=0", ["422", "?limit outOfRange"]), ("limit=201", ["422", "?limit outOfRange"]),
        ("limit=x", ["422", "?limit notAnInteger"]),
        ("limit=200", []), ("limit=1&limit=2", ["400", "?limit repeated"]), ("lmit=5", ["400", "?lmit unknownParameter"]),
        ("cursor=%%%", ["400", "?cursor notACursor"]), ("cursor=bm9wZQ", ["400", "?cursor notACursor"]),
        ("cursor=WyJcdTAwMDAiXQ", ["400", "?cursor notACursor"]),
        ("limit=999&nope=1", ["400", "?limit outOfRange", "?nope unknownParameter"]), ("", []),
    ])
    func `what is wrong is said for each parameter`(_ query: String, _ expected: [String]) {
        #expect(faults(query) { ($0.limit, $0.cursor([String].self)) } == expected)
    }

    @Test func `parameters with a prefix come by the name after it`() throws {
        let attributes = try request("attribute.colour=red&attribute.size=XL").query { $0.prefixed("attribute", .string(1...9)) }
        #expect(attributes == ["colour": "red", "size": "XL"])
    }

    @Test func `a cursor leads back to its position and to no other type`() throws {
        struct Position: Codable, Equatable {
            let at: Instant
            let name: String
        }
        let position = Position(at: Instant(microseconds: 1_234_567_890_123_456), name: "é/+?")
        let text = try Cursor.text(position)
        #expect(try request("cursor=\(text)").query { $0.cursor(Position.self) } == position)
        #expect(Cursor.position([Int].self, in: text) == nil)
        #expect(Cursor.position(Position.self, in: text + "A") == nil)
    }

    @Test func `a page has a next one exactly when there was one row more`() throws {
        let short = try Page(["a", "b"], limit: 2) { $0 }
        #expect(short.items == ["a", "b"] && short.next == nil)
        let long = try Page(["a", "b", "c"], limit: 2) { [$0] }
        #expect(long.items == ["a", "b"])
        #expect(long.next.flatMap { Cursor.position([String].self, in: $0) } == ["b"])
    }
}
