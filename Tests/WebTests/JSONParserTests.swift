import Testing
@testable import Web

@Suite struct JSONParserTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

    @Test(arguments: [
        ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .integer(0)), ("-12", .integer(-12)),
        ("-0", .number("-0")),
        ("1.50", .number("1.50")), ("1e3", .number("1e3")), ("-0.5E-2", .number("-0.5E-2")),
        ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number("9223372036854775808")),
        (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")), (#""\u00e9\u4e2d\uD83D\uDE00""#, .string("é中😀")),
        ("\"é中😀\"", .string("é中😀")),
        ("[]", .array([])), ("[1,[2]]", .array([.integer(1), .array([.integer(2)])])), ("{}", .object([:])),
        (#"{"b":1,"a":{"c":null}}"#, .object(["b": .integer(1), "a": .object(["c": .null])])),
    ])
    func `well-formed text is read as it was written`(_ text: String, _ expected: JSONValue) throws {
        #expect(try parse(text) == expected)
    }

    @Test(arguments: [
        "", " ", "tru", "nul", "01", "-", "1.", ".5", "+1", "1e", "0x10", "NaN", "[1,]", "[1 2]", "[", "{", #"{"a"}"#, #"{"a":1,}"#,
        #"{a:1}"#,
        #"{"a":1 "b":2}"#, "1 2", "'a'", "\"a", "\"\u{1}\"", #""\x""#, #""\u12"#, #""\uD800""#, #""\uD800\u0041""#, #""\uDC00""#, "// c\n1",
    ])
    func `anything else is refused`(_ text: String) {
        #expect(throws: JSONSyntaxError.self) { try parse(text) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test func `a member that is there twice is refused where the second one stands`() {
        #expect(throws: JSONSyntaxError(offset: 7, reason: "a member is there twice")) { try parse(#"{"a":1,"a":2}"#) }
        #expect(throws: JSONSyntaxError.self) { try parse(#"{"a":1,"\u0061":2}"#) }
    }

    @Test func `nesting ends at 64 levels`() throws {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(throws: Never.self) { try parse(nested(63)) }
        #expect(throws: JSONSyntaxError.self) { try parse(nested(65)) }
        #expect(throws: JSONSyntaxError.self) { try parse(String(repeating: "[", count: 500_000)) }
    }

    @Test func `writing and reading again gives the same value`() throws {
        for seed in UInt64(1)...300 {
            var random = SeededRandom(seed)
            let value = JSONValue.any(&random, depth: 0)
            #expect(try JSONParser.parse(value.jsonBytes) == value, "seed \(seed)")
        }
    }

    @Test func `cutting or changing a byte never crashes and never reads past the end`() {
        for seed in UInt64(1)...300 {
            var random = SeededRandom(seed)
            var bytes = JSONValue.any(&random, depth: 0).jsonBytes
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            let cut = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
            for text in [bytes, cut] {
                if let value = try? JSONParser.parse(text) {
                    #expect((try? JSONParser.parse(value.jsonBytes)) == value, "seed \(seed)")
                }
            }
        }
    }
}

/// SplitMix64: the same numbers for the same seed on every platform.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension JSONValue {
    static func any(_ random: inout SeededRandom, depth: Int) -> JSONValue {
        switch Int.random(in: 0...(depth < 4 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .integer(.random(in: .min ... .max, using: &random))
        case 3: return .number("\(Int.random(in: 0...999, using: &random)).\(Int.random(in: 0...999, using: &random))")
        case 4, 5: return .string(text(&random))
        case 6: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in any(&random, depth: depth + 1) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...4, using: &random) { object[text(&random)] = any(&random, depth: depth + 1) }
            return .object(object)
        }
    }

    private static func text(_ random: inout SeededRandom) -> String {
        let scalars = (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0...[0x7F, 0xFFFF, 0x10FFFF].randomElement(using: &random)!, using: &random))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
