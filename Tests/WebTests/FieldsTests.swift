import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Testing
@testable import Web

@Suite struct FieldsTests {
    private struct Line: Equatable {
        let sku: String
        let quantity: Quantity
    }

    private struct Input: Equatable {
        let name: String
        let note: String?
        let lines: [Line]
    }

    private func received(_ json: String, type: String? = "application/json") -> ReceivedRequest {
        var headers = HTTPFields()
        headers[.contentType] = type
        return ReceivedRequest(method: .post, target: "/", headers: headers, body: ByteBuffer(string: json))
    }

    private func decode(_ json: String) throws -> Input {
        try received(json).decode { fields in
            Input(
                name: fields.string("name"), note: fields.optionalText("note"),
                lines: fields.list("lines", 1...3) { Line(sku: $0.string("sku", 1...8), quantity: $0.quantity("quantity")) })
        }
    }

    /// What is refused, as `pointer code`, and with which kind.
    private func faults<T>(_ json: String, _ read: @escaping (Fields) -> T) -> (malformed: Bool, faults: [String]) {
        do {
            _ = try received(json).decode(read)
            return (false, [])
        } catch WebRefusal.malformed(let faults) {
            return (true, faults.map { "\($0.pointer) \($0.code)" })
        } catch WebRefusal.invalid(let faults) {
            return (false, faults.map { "\($0.pointer) \($0.code)" })
        } catch {
            return (true, ["\(error)"])
        }
    }

    @Test func `what is right is read`() throws {
        let input = try decode(#"{"name":"Büro","note":"a\nb","lines":[{"sku":"A-1","quantity":"2.5"},{"sku":"B","quantity":3}]}"#)
        #expect(
            input
                == Input(
                    name: "Büro", note: "a\nb",
                    lines: [Line(sku: "A-1", quantity: Quantity(thousandths: 2500)), Line(sku: "B", quantity: Quantity(3))]))
        #expect(try decode(#"{"name":"x","note":null,"lines":[{"sku":"A","quantity":1}]}"#).note == nil)
    }

    @Test func `everything that is wrong is said at once, each with its pointer`() {
        let json = #"{"nmae":"x","note":7,"lines":[{"sku":"","quantity":"0"},5,{"sku":"A","quantity":1.5,"a/b~":1}]}"#
        #expect(throws: WebRefusal.self) { try decode(json) }
        let found = faults(json) { fields in
            _ = fields.string("name")
            _ = fields.optionalText("note")
            return fields.list("lines", 1...3) { Line(sku: $0.string("sku", 1...8), quantity: $0.quantity("quantity")) }
        }
        #expect(found.malformed)
        #expect(
            found.faults == [
                "/name required", "/note wrongType", "/lines/0/sku empty", "/lines/0/quantity notPositive", "/lines/1 wrongType",
                "/lines/2/quantity wrongType", "/lines/2/a~1b~0 unknownMember", "/nmae unknownMember",
            ])
    }

    @Test func `values that are only not acceptable are invalid, not malformed`() {
        let found = faults(#"{"name":"","lines":[]}"#) { ($0.string("name"), $0.list("lines", 1...3, of: .string(1...2))) }
        #expect(!found.malformed)
        #expect(found.faults == ["/name empty", "/lines tooFew"])
    }

    @Test(arguments: [
        (#"{"amount":"12.50","currency":"USD"}"#, [String]()), (#"{"amount":12.5,"currency":"USD"}"#, ["/m/amount wrongType"]),
        (#"{"amount":12,"currency":"USD"}"#, ["/m/amount wrongType"]),
        (#"{"amount":"1.23456","currency":"usd"}"#, ["/m/amount notAnAmount", "/m/currency notACurrency"]),
        (#"{"amount":"1e3","currency":"USD"}"#, ["/m/amount notAnAmount"]), (#""12 USD""#, ["/m wrongType"]), ("null", ["/m required"]),
        (#"{"amount":"1","currency":"USD","x":1}"#, ["/m/x unknownMember"]),
    ])
    func `money is exact text with a currency`(_ money: String, _ expected: [String]) {
        #expect(faults(#"{"m":\#(money)}"#) { $0.money("m") }.faults == expected)
    }

    @Test(arguments: [
        (#""2026-02-29""#, ["/d notADate"]), (#""2024-02-29""#, []), (#""2026-1-1""#, ["/d notADate"]), ("20260101", ["/d wrongType"]),
    ])
    func `dates are days of the calendar`(_ date: String, _ expected: [String]) {
        #expect(faults(#"{"d":\#(date)}"#) { $0.date("d") }.faults == expected)
    }

    @Test(arguments: ["\\u0000", "a\\u0007", "a\\nb", "a\\u007f", "a\\u202eb"])
    func `control characters in a name are refused`(_ name: String) {
        #expect(faults(#"{"name":"\#(name)"}"#) { $0.string("name") }.faults == ["/name controlCharacter"])
    }

    @Test func `a name of spaces is empty, and one of more bytes than characters may have is too long`() {
        #expect(faults(#"{"name":" \u00a0"}"#) { $0.string("name") }.faults == ["/name empty"])
        #expect(faults(#"{"name":"\#(String(repeating: "x", count: 201))"}"#) { $0.string("name") }.faults == ["/name tooLong"])
        #expect(faults(#"{"name":"e\#(String(repeating: "\u{301}", count: 2000))"}"#) { $0.string("name") }.faults == ["/name tooLong"])
    }

    @Test func `a change tells absent, null and a value apart`() throws {
        func change(_ json: String) throws -> String {
            try received(json).decode { fields in
                switch fields.change("n", .string(1...9)) {
                case .keep: "keep"
                case .clear: "clear"
                case .set(let value): value
                }
            }
        }
        #expect(try change("{}") == "keep")
        #expect(try change(#"{"n":null}"#) == "clear")
        #expect(try change(#"{"n":"new"}"#) == "new")
    }

    @Test func `what the closure throws because of a placeholder gives way to the faults`() {
        struct Mistaken: Error {}
        #expect(throws: WebRefusal.self) { try received("{}").decode { fields in if fields.string("name").isEmpty { throw Mistaken() } } }
        #expect(throws: Mistaken.self) { try received("{}").decode { _ in throw Mistaken() } }
    }

    @Test func `a body is needed, and it must be a JSON object`() {
        #expect(faults("") { _ in }.faults == [" required"])
        #expect(faults("[]") { _ in }.faults == [" wrongType"])
        #expect(faults("{") { _ in }.faults == [" notJSON"])
    }

    @Test(
        arguments: [
            ("application/json", true), ("application/json; charset=UTF-8", true), ("application/merge-patch+json", true),
            ("text/plain", false), ("application/json; charset=latin1", false), (nil, false), ("application/jsonp", false),
        ] as [(String?, Bool)])
    func `content other than JSON in UTF-8 is not taken`(_ type: String?, _ isTaken: Bool) throws {
        if isTaken {
            try received("{}", type: type).decode { _ in }
        } else {
            #expect { try received("{}", type: type).decode { _ in } } throws: { ($0 as? HTTPError)?.status == .unsupportedMediaType }
        }
    }

    @Test func `an action without input takes an empty body or an empty object and nothing else`() throws {
        try received("", type: nil).expectNothing()
        try received("{}").expectNothing()
        #expect(throws: WebRefusal.self) { try received(#"{"a":1}"#).expectNothing() }
    }
}
