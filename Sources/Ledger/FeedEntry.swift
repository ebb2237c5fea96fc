/// An event and its place in the feed of all accounts.
package struct FeedEntry: Sendable, Equatable {
    package let position: Int
    package let event: Event

    package init(position: Int, event: Event) {
        self.position = position
        self.event = event
    }
}
