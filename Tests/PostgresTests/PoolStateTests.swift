@testable import Postgres
import Testing

@Suite struct PoolStateTests {
    typealias State = PoolState<Int>
    private let start = ContinuousClock.now

    private func state(size: Int = 2, queue: Int = 3) -> State {
        State(size: size, queueLimit: queue, timeout: .seconds(5))
    }

    @Test func `connections are opened when they are needed, up to the size`() {
        var state = state()
        #expect(state.wait(1, now: start) == [.open, .expireAt(start + .seconds(5))])
        #expect(state.wait(2, now: start) == [.open])
        #expect(state.wait(3, now: start) == [])
        #expect(state.opened(10, now: start) == [.lend(10, to: 1)])
        #expect(state.opened(11, now: start) == [.lend(11, to: 2)])
        #expect(state.giveBack(10, reusable: true, now: start) == [.lend(10, to: 3)])
    }

    @Test func `the connection that came back last is lent first`() {
        var state = state()
        _ = state.wait(1, now: start) + state.wait(2, now: start) + state.opened(10, now: start) + state.opened(11, now: start)
        _ = state.giveBack(11, reusable: true, now: start) + state.giveBack(10, reusable: true, now: start)
        #expect(state.lendIdle() == 10)
        #expect(state.lendIdle() == 11)
        #expect(state.lendIdle() == nil)
    }

    @Test func `the queue is bounded`() {
        var state = state(size: 1, queue: 1)
        _ = state.wait(1, now: start)
        #expect(state.wait(2, now: start) == [.refuse(2, .exhausted)])
    }

    @Test func `who waits too long is refused, the others wait on`() {
        var state = state(size: 1)
        _ = state.wait(1, now: start)
        _ = state.opened(10, now: start)
        #expect(state.wait(2, now: start + .seconds(1)) == [])
        #expect(state.wait(3, now: start + .seconds(2)) == [])
        #expect(state.expire(now: start + .seconds(5)) == [.expireAt(start + .seconds(6))])
        #expect(state.expire(now: start + .seconds(6)) == [.refuse(2, .timedOut), .expireAt(start + .seconds(7))])
        #expect(state.giveBack(10, reusable: true, now: start + .seconds(6)) == [.lend(10, to: 3)])
        #expect(state.expire(now: start + .seconds(7)) == [])
    }

    @Test func `who gives up waiting gets nothing`() {
        var state = state(size: 1)
        _ = state.wait(1, now: start)
        #expect(state.cancel(1) == [.refuse(1, .cancelled)])
        #expect(state.cancel(1) == [])
        #expect(state.opened(10, now: start) == [])
        #expect(state.lendIdle() == 10)
    }

    @Test func `a broken connection is replaced for those who wait`() {
        var state = state(size: 1)
        _ = state.wait(1, now: start) + state.opened(10, now: start) + state.wait(2, now: start)
        #expect(state.giveBack(10, reusable: false, now: start) == [.close(10), .open])
    }

    @Test func `one that broke while lent or idle is not lent again`() {
        var state = state()
        _ = state.wait(1, now: start) + state.opened(10, now: start)
        #expect(state.broke(10, now: start) == [])
        #expect(state.giveBack(10, reusable: true, now: start) == [.close(10)])
        _ = state.wait(2, now: start) + state.opened(11, now: start) + state.giveBack(11, reusable: true, now: start)
        #expect(state.broke(11, now: start) == [.close(11)])
        #expect(state.lendIdle() == nil)
        #expect(state.broke(11, now: start) == [])
    }

    @Test func `after a failure attempts are made one at a time and further and further apart`() {
        var state = state()
        _ = state.wait(1, now: start) + state.wait(2, now: start)
        #expect(state.openFailed("down", now: start) == [])
        #expect(state.openFailed("down", now: start) == [.openLater(.milliseconds(100))])
        #expect(state.openingIsDue(now: start + .milliseconds(100)) == [.open])
        #expect(state.openFailed("down", now: start + .milliseconds(100)) == [.openLater(.milliseconds(200))])
        #expect(state.expire(now: start + .seconds(5)) == [.refuse(1, .cannotConnect("down")), .refuse(2, .cannotConnect("down"))])
        #expect((1...9).map { State.backoff(failures: $0) }.max() == .seconds(2))
    }

    @Test func `after a failure the first success opens for all`() {
        var state = state()
        _ = state.wait(1, now: start) + state.wait(2, now: start)
        _ = state.openFailed("down", now: start) + state.openFailed("down", now: start)
        _ = state.openingIsDue(now: start + .seconds(1))
        #expect(state.opened(10, now: start + .seconds(1)) == [.lend(10, to: 1), .open])
    }

    @Test func `shutting down refuses who waits and drains when the last comes back`() {
        var state = state()
        _ = state.wait(1, now: start) + state.wait(2, now: start) + state.opened(10, now: start) + state.opened(11, now: start)
        _ = state.giveBack(11, reusable: true, now: start)
        #expect(state.shutDown() == [.close(11)])
        #expect(state.wait(3, now: start) == [.refuse(3, .shutDown)])
        #expect(state.giveBack(10, reusable: true, now: start) == [.close(10), .drained])
    }

    /// Whatever happens in whatever order: nothing is lent twice, the size holds, and everybody is answered once.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `no order of events breaks the pool`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var model = Model(state: state(size: 3, queue: 5), now: start)
        for _ in 0..<2000 { model.step(&random) }
        model.finish()
        #expect(model.faults == [], "seed \(seed)")
        #expect(model.unanswered.isEmpty, "seed \(seed)")
        #expect(model.isDrained, "seed \(seed)")
    }

    private struct Model {
        var state: State
        var now: ContinuousClock.Instant
        var lent: Set<Int> = []
        var unanswered: Set<UInt64> = []
        var opening = 0
        var openLater = false
        var nextConnection = 0
        var nextWaiter: UInt64 = 0
        var isDrained = false
        var faults: [String] = []

        mutating func step(_ random: inout SeededGenerator) {
            now += .milliseconds(Int.random(in: 0...200, using: &random))
            switch Int.random(in: 0..<9, using: &random) {
            case 0...2:
                if let connection = state.lendIdle() { return take(connection) }
                nextWaiter += 1
                unanswered.insert(nextWaiter)
                perform(state.wait(nextWaiter, now: now))
            case 3, 4:
                guard let connection = lent.sorted().randomElement(using: &random) else { return }
                lent.remove(connection)
                perform(state.giveBack(connection, reusable: Int.random(in: 0..<4, using: &random) > 0, now: now))
            case 5: open(succeeds: Int.random(in: 0..<3, using: &random) > 0)
            case 6: if let waiter = unanswered.sorted().randomElement(using: &random) { perform(state.cancel(waiter)) }
            case 7: if nextConnection > 0 { perform(state.broke(Int.random(in: 1...nextConnection, using: &random), now: now)) }
            default:
                perform(state.expire(now: now))
                if openLater {
                    openLater = false
                    perform(state.openingIsDue(now: now))
                }
            }
        }

        mutating func finish() {
            perform(state.shutDown())
            while opening > 0 { open(succeeds: true) }
            while let connection = lent.popFirst() { perform(state.giveBack(connection, reusable: true, now: now)) }
        }

        private mutating func open(succeeds: Bool) {
            guard opening > 0 else { return }
            opening -= 1
            nextConnection += 1
            perform(succeeds ? state.opened(nextConnection, now: now) : state.openFailed("down", now: now))
        }

        private mutating func take(_ connection: Int) {
            if !lent.insert(connection).inserted { faults.append("lent twice") }
        }

        private mutating func perform(_ actions: [State.Action]) {
            for action in actions {
                switch action {
                case .lend(let connection, let waiter):
                    take(connection)
                    if unanswered.remove(waiter) == nil { faults.append("answered twice") }
                case .refuse(let waiter, _): if unanswered.remove(waiter) == nil { faults.append("answered twice") }
                case .open: opening += 1
                case .openLater: openLater = true
                case .close(let connection): if lent.contains(connection) { faults.append("closed while lent") }
                case .expireAt: break
                case .drained: isDrained = true
                }
            }
            if state.statistics.open + opening > 3 { faults.append("too many") }
            if state.statistics.waiting > 5 { faults.append("too many waiting") }
        }
    }
}
