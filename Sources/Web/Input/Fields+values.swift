package import Kernel

// Shorter words for what routes read most.
extension Fields {
    package func string(_ name: String, _ characters: ClosedRange<Int> = 1...Limits.nameCharacters) -> String {
        required(name, .string(characters))
    }

    package func optionalString(_ name: String, _ characters: ClosedRange<Int> = 1...Limits.nameCharacters) -> String? {
        optional(name, .string(characters))
    }

    package func optionalText(_ name: String, _ characters: ClosedRange<Int> = 0...Limits.noteCharacters) -> String? {
        optional(name, .text(characters))
    }

    package func quantity(_ name: String) -> Quantity { required(name, .quantity()) }
    package func money(_ name: String) -> Money { required(name, .money) }
    package func optionalMoney(_ name: String) -> Money? { optional(name, .money) }
    package func id<Subject>(_ name: String, of _: Subject.Type = Subject.self) -> ID<Subject> { required(name, .id()) }
    package func optionalID<Subject>(_ name: String, of _: Subject.Type = Subject.self) -> ID<Subject>? { optional(name, .id()) }
    package func date(_ name: String) -> LocalDate { required(name, .date) }
    package func optionalDate(_ name: String) -> LocalDate? { optional(name, .date) }
    package func instant(_ name: String) -> Instant { required(name, .instant) }
    package func optionalInstant(_ name: String) -> Instant? { optional(name, .instant) }
    package func integer(_ name: String, _ range: ClosedRange<Int>) -> Int { required(name, .integer(range)) }
    package func bool(_ name: String, else absent: Bool) -> Bool { optional(name, .bool) ?? absent }

    package func one<Value: CaseIterable & RawRepresentable<String>>(of type: Value.Type = Value.self, _ name: String) -> Value {
        required(name, .one(of: type))
    }

    /// A list of objects, each read by `item`.
    package func list<Item>(_ name: String, _ count: ClosedRange<Int>, _ item: @escaping (Fields) -> Item) -> [Item] {
        required(name, .list(count, of: .object(item)))
    }

    /// A list of single values.
    package func list<Item>(_ name: String, _ count: ClosedRange<Int>, of item: Reading<Item>) -> [Item] {
        required(name, .list(count, of: item))
    }

    package func object<Value>(_ name: String, _ body: @escaping (Fields) -> Value) -> Value { required(name, .object(body)) }
    package func optionalObject<Value>(_ name: String, _ body: @escaping (Fields) -> Value) -> Value? { optional(name, .object(body)) }
}
