/// `{"items": […], "next": "cursor"}` (api.md, Lists).
package struct Page<Item> {
    package let items: [Item]
    package let next: String?

    package init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }

    /// A page of at most `limit` out of the rows of a query that asked for one more than that.
    package init(_ rows: [Item], limit: Int, position: (Item) -> some Encodable) throws {
        items = Array(rows.prefix(limit))
        next = rows.count > limit ? try items.last.map { try Cursor.text(position($0)) } : nil
    }

    package func map<Other>(_ transform: (Item) throws -> Other) rethrows -> Page<Other> {
        Page<Other>(items: try items.map(transform), next: next)
    }
}

extension Page: Encodable where Item: Encodable {}
extension Page: Sendable where Item: Sendable {}
