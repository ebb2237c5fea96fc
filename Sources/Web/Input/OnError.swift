/// `onError` of whatever takes many at once: where one cannot be taken, none is, or the others are.
package enum OnError: String, Sendable, CaseIterable {
    case refuse, skip
}
