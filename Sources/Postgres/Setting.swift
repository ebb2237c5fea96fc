public import FoundationEssentials

/// `SET LOCAL name = 'value'`, valid until the transaction ends. SET takes no parameters, so this is the one place where a value
/// becomes text; it is safe by type: the name is a literal of the program, a UUID and a Bool have no character that needs quoting.
public struct Setting: Sendable {
    let statement: String

    /// `name` is a dotted identifier, such as `app.account_id`.
    public init(_ name: StaticString, _ value: UUID) {
        statement = Self.statement(name, value.uuidString.lowercased())
    }

    public init(_ name: StaticString, _ value: Bool) {
        statement = Self.statement(name, value ? "on" : "off")
    }

    private static func statement(_ name: StaticString, _ value: String) -> String {
        let name = name.description
        precondition(
            name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            }, "a setting's name is made of a-z, 0-9, _ and .")
        return "SET LOCAL \(name) = '\(value)'"
    }
}
