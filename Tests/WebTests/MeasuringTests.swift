import Kernel
import Logging
import Metrics
import Testing
@testable import Web

@Suite struct PrometheusTests {
    @Test func `counters, gauges and histograms are written in Prometheus' text format`() {
        let prometheus = Prometheus(durationBuckets: [0.1, 1], valueBuckets: [5, 10])
        Counter(label: "orders.made", dimensions: [("kind", "a\"b\\c\nd"), ("account", "é")], factory: prometheus).increment(by: 3)
        Counter(label: "orders.made", dimensions: [("account", "é"), ("kind", "a\"b\\c\nd")], factory: prometheus).increment()
        Meter(label: "pool.open", factory: prometheus).set(2.5)
        let timer = Timer(label: "wait", factory: prometheus)
        for milliseconds in [50, 100, 500, 5000] as [Int64] { timer.recordMilliseconds(milliseconds) }
        Recorder(label: "lines", dimensions: [("of", "q")], factory: prometheus).record(7)
        Gauge(label: "9lives", factory: prometheus).record(9)
        #expect(
            prometheus.text() == """
                # TYPE orders_made_total counter
                orders_made_total{account="é",kind="a\\"b\\\\c\\nd"} 4
                # TYPE _9lives gauge
                _9lives 9
                # TYPE pool_open gauge
                pool_open 2.5
                # TYPE lines histogram
                lines_bucket{of="q",le="5"} 0
                lines_bucket{of="q",le="10"} 1
                lines_bucket{of="q",le="+Inf"} 1
                lines_sum{of="q"} 7
                lines_count{of="q"} 1
                # TYPE wait_seconds histogram
                wait_seconds_bucket{le="0.1"} 2
                wait_seconds_bucket{le="1"} 3
                wait_seconds_bucket{le="+Inf"} 4
                wait_seconds_sum 5.65
                wait_seconds_count 4

                """)
    }

    @Test func `a counter never falls`() {
        let prometheus = Prometheus()
        let counter = Counter(label: "c", factory: prometheus)
        counter.increment(by: 2)
        counter.increment(by: -1)
        #expect(prometheus.text().contains("c_total 2\n"))
    }

    @Test func `nothing is lost when many count at once`() async {
        let prometheus = Prometheus()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<1000 { Counter(label: "c", factory: prometheus).increment() } }
            }
        }
        #expect(prometheus.text().contains("c_total 8000\n"))
    }
}

@Suite struct RateLimiterTests {
    private func at(_ seconds: Double) -> Instant { Instant(microseconds: Int64(seconds * 1e6)) }

    @Test func `a burst is let through and then so many a second`() {
        let limiter = RateLimiter<String>(perSecond: 10, burst: 3)
        #expect((0..<4).map { _ in limiter.take("ana", at: at(0)).isAllowed } == [true, true, true, false])
        #expect(!limiter.take("ana", at: at(0.09)).isAllowed)
        #expect(limiter.take("ana", at: at(0.1)).isAllowed)
        #expect(!limiter.take("ana", at: at(0.1)).isAllowed)
        #expect(limiter.take("ben", at: at(0.1)).remaining == 2)
        #expect((0..<4).map { _ in limiter.take("ana", at: at(1e6)).isAllowed } == [true, true, true, false])
    }

    @Test func `who is refused learns when to come again`() {
        let limiter = RateLimiter<Int>(perSecond: 1, burst: 2)
        _ = limiter.take(1, at: at(0))
        _ = limiter.take(1, at: at(0))
        let refused = limiter.take(1, at: at(0))
        #expect(refused == RateDecision(isAllowed: false, limit: 2, remaining: 0, secondsUntilNext: 1, secondsUntilFull: 2))
        #expect(throws: WebRefusal.tooManyRequests(retryAfterSeconds: 1)) { try refused.check() }
    }

    @Test func `a clock that is set back neither gives nor takes`() {
        let limiter = RateLimiter<Int>(perSecond: 1, burst: 1)
        #expect(limiter.take(1, at: at(100)).isAllowed)
        #expect(!limiter.take(1, at: at(50)).isAllowed)
        #expect(limiter.take(1, at: at(51)).isAllowed)
    }

    @Test func `its memory is bounded`() {
        let limiter = RateLimiter<Int>(perSecond: 1, burst: 1, maximumKeys: 100)
        for key in 0..<10_000 { _ = limiter.take(key, at: at(0)) }
        #expect(limiter.count <= 100)
        for key in 0..<10_000 { _ = limiter.take(key, at: at(Double(key))) }
        #expect(limiter.count <= 100)
    }
}

@Suite struct JSONLogHandlerTests {
    @Test func `an entry is one line of JSON whatever is in it`() {
        let log = RecordedLog()
        var logger = log.logger
        logger[metadataKey: "hb.request.id"] = "r-1"
        logger.warning(
            "two\nlines \"quoted\"",
            metadata: ["level": "shadow", "n": .stringConvertible(7), "list": ["a", ["k": "v"]], "ok": .stringConvertible(true)])
        #expect(
            log.entries == [
                .object([
                    "time": .string("1970-01-01T00:00:00Z"), "level": .string("warning"), "logger": .string("test"),
                    "message": .string("two\nlines \"quoted\""), "requestId": .string("r-1"), "metadata.level": .string("shadow"),
                    "list": .array([.string("a"), .object(["k": .string("v")])]), "n": .integer(7), "ok": .bool(true),
                ])
            ])
    }
}
