import FoundationEssentials
import Kernel
import Ledger
import Web

/// An entry of the audit: who did what to whom, on behalf of whom, from where, before and after.
struct AuditRepresentation: Encodable {
    let sequence: Int
    let id: String
    let kind: String
    let subject: SubjectPart
    let actor: ActorPart?
    let onBehalfOf: MemberPart?
    let origin: OriginPart?
    let at: Instant
    let changes: [ChangePart]
    let data: EmbeddedJSON
    /// Of the event with the number before, which the reader need not have been shown; nil before the first.
    let previousHash: String?
    let hash: String

    struct SubjectPart: Encodable {
        let kind: String
        let id: String
        let title: String?
    }

    struct ActorPart: Encodable {
        let person: String
        let name: String?
        let email: String?
    }

    struct MemberPart: Encodable {
        let member: String
        let name: String?
    }

    struct OriginPart: Encodable {
        let session: String?
        let apiKey: String?
        let address: String?
        let request: String?
    }

    /// What one thing was before and is after, as a reader says it: names for ids.
    struct ChangePart: Encodable, Equatable {
        let field: String
        let from: String?
        let to: String?
    }

    init(_ entry: AuditEntry) throws {
        let event = entry.event
        sequence = event.sequence
        id = event.id.text
        kind = event.kind
        subject = SubjectPart(kind: event.subjectKind, id: event.subject.text, title: entry.title)
        actor = event.actor.map { ActorPart(person: $0.text, name: event.actorName, email: entry.actorEmail) }
        onBehalfOf = event.onBehalfOf.map { MemberPart(member: $0.text, name: entry.memberName) }
        origin = entry.origin.map {
            OriginPart(session: $0.session?.text, apiKey: $0.apiKey?.text, address: $0.address, request: $0.request)
        }
        at = event.at
        let names = try entry.names.map { try JSONParser.parse(Array($0.utf8)) }
        changes = ChangePart.all(in: try JSONParser.parse(Array(event.data.utf8)), names: names ?? .null)
        data = try EmbeddedJSON(event.data)
        previousHash = Digest(bytes: event.previousHash)?.description
        hash = Digest(bytes: event.hash)?.description ?? ""
    }
}

extension UUID {
    fileprivate var text: String { uuidString.lowercased() }
}

extension AuditRepresentation.ChangePart {
    /// An event's data says a change as `from` and `to`. Of the whole: then the rest of it only says what it is about. Or of single
    /// members: then anything else it says is what is so afterwards.
    static func all(in data: JSONValue, names: JSONValue) -> [Self] {
        let members = data.members ?? [:]
        let (from, to) = (members["from"], members["to"])
        guard from?.members == nil, to?.members == nil else { return differences(from ?? .null, to ?? .null, names) }
        return members.names.flatMap { name -> [Self] in
            guard let value = members[name] else { return [] }
            if let pair = value.members, !pair.names.isEmpty, Set(pair.names).isSubset(of: ["from", "to"]) {
                return one(name, value["from"], value["to"], names)
            }
            return one(name, nil, value, names)
        }
    }

    private static func differences(_ from: JSONValue, _ to: JSONValue, _ names: JSONValue) -> [Self] {
        let (before, after) = (from.members?.names ?? [], to.members?.names ?? [])
        return (before + after.filter { !before.contains($0) }).flatMap { name in
            from[name] == to[name] ? [] : one(name, from[name], to[name], names)
        }
    }

    private static func one(_ name: String, _ from: JSONValue?, _ to: JSONValue?, _ names: JSONValue) -> [Self] {
        let change = Self(field: name, from: from.flatMap { words($0, names) }, to: to.flatMap { words($0, names) })
        return change.from == change.to ? [] : [change]
    }

    /// Nil for nothing.
    private static func words(_ value: JSONValue, _ names: JSONValue) -> String? {
        switch value {
        case .null: return nil
        case .bool(let value): return value ? "yes" : "no"
        case .integer(let value): return String(value)
        case .number(let text): return text
        case .string(let text): return text.isEmpty ? nil : names[text.lowercased()]?.text ?? text
        case .array(let items): return items.isEmpty ? nil : items.compactMap { words($0, names) }.joined(separator: ", ")
        case .object(let object):
            if Set(object.names) == ["amount", "currency"] { return object.names.compactMap { object[$0]?.text }.joined(separator: " ") }
            return object.names.compactMap { name in words(object[name] ?? .null, names).map { "\(name) \($0)" } }.joined(separator: ", ")
        }
    }
}

extension AuditRepresentation {
    static let columns = [
        "sequence", "at", "kind", "actor", "email", "onBehalfOf", "subjectKind", "subject", "subjectId", "changes", "address", "session",
        "apiKey", "request", "hash",
    ]

    /// One line of the CSV.
    var record: [String] {
        let changes = changes.map { "\($0.field): " + [$0.from ?? "–", $0.to ?? "–"].joined(separator: " → ") }
        return [
            String(sequence), at.description, kind, actor?.name ?? "", actor?.email ?? "", onBehalfOf?.name ?? "", subject.kind,
            subject.title ?? "", subject.id, changes.joined(separator: "; "), origin?.address ?? "", origin?.session ?? "",
            origin?.apiKey ?? "", origin?.request ?? "", hash,
        ]
    }
}
