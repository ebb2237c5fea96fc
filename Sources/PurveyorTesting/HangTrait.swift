package import Testing

extension Trait where Self == TimeLimitTrait {
    /// For tests that would otherwise wait for ever where what they wait for never comes. It is many times what any test takes: all tests
    /// start at once, and on a busy machine one that stops and starts services waits minutes for its turns.
    package static var endsSometime: Self { .timeLimit(.minutes(20)) }
}
