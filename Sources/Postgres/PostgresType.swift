/// A type of the server, by its OID. The ones with a name here are built in and have the same OID in every database.
public struct PostgresType: Sendable, Hashable {
    public let oid: UInt32

    public init(oid: UInt32) {
        self.oid = oid
    }

    public static let bool = PostgresType(oid: 16)
    public static let bytea = PostgresType(oid: 17)
    public static let char = PostgresType(oid: 18)
    public static let name = PostgresType(oid: 19)
    public static let int8 = PostgresType(oid: 20)
    public static let int2 = PostgresType(oid: 21)
    public static let int4 = PostgresType(oid: 23)
    public static let text = PostgresType(oid: 25)
    public static let json = PostgresType(oid: 114)
    public static let float4 = PostgresType(oid: 700)
    public static let float8 = PostgresType(oid: 701)
    public static let unknown = PostgresType(oid: 705)
    public static let bpchar = PostgresType(oid: 1042)
    public static let varchar = PostgresType(oid: 1043)
    public static let date = PostgresType(oid: 1082)
    public static let timestamptz = PostgresType(oid: 1184)
    public static let numeric = PostgresType(oid: 1700)
    public static let void = PostgresType(oid: 2278)
    public static let uuid = PostgresType(oid: 2950)
    public static let jsonb = PostgresType(oid: 3802)

    public static let boolArray = PostgresType(oid: 1000)
    public static let byteaArray = PostgresType(oid: 1001)
    public static let int2Array = PostgresType(oid: 1005)
    public static let int4Array = PostgresType(oid: 1007)
    public static let textArray = PostgresType(oid: 1009)
    public static let bpcharArray = PostgresType(oid: 1014)
    public static let varcharArray = PostgresType(oid: 1015)
    public static let int8Array = PostgresType(oid: 1016)
    public static let float4Array = PostgresType(oid: 1021)
    public static let float8Array = PostgresType(oid: 1022)
    public static let dateArray = PostgresType(oid: 1182)
    public static let timestamptzArray = PostgresType(oid: 1185)
    public static let jsonArray = PostgresType(oid: 199)
    public static let numericArray = PostgresType(oid: 1231)
    public static let uuidArray = PostgresType(oid: 2951)
    public static let jsonbArray = PostgresType(oid: 3807)

    /// The server decides (OID 0): for types whose OID differs from database to database.
    public static let unspecified = PostgresType(oid: 0)

    /// The type of an array of this; unspecified where it is not a built-in one that this module knows.
    public var array: PostgresType { Self.arrays[self] ?? .unspecified }

    /// Types that the user of a database made have OIDs from here on; the binary form of an enum is its text.
    var isUserDefined: Bool { oid >= 16_384 }

    private static let arrays: [PostgresType: PostgresType] = [
        .bool: .boolArray, .bytea: .byteaArray, .int2: .int2Array, .int4: .int4Array, .text: .textArray, .bpchar: .bpcharArray,
        .varchar: .varcharArray, .int8: .int8Array, .float4: .float4Array, .float8: .float8Array, .date: .dateArray,
        .timestamptz: .timestamptzArray, .json: .jsonArray, .numeric: .numericArray, .uuid: .uuidArray, .jsonb: .jsonbArray,
    ]
}
