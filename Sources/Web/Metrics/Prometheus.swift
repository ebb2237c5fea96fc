package import Metrics
internal import Synchronization

/// Keeps what swift-metrics reports and writes it in Prometheus' text format, version 0.0.4. The label of a metric becomes its name
/// (`http.request.duration` → `http_request_duration_seconds`), its dimensions become labels.
package final class Prometheus: MetricsFactory {
    struct Key: Hashable, Sendable {
        let name: String
        let labels: String
    }

    private struct Series {
        var counters: [Key: PrometheusCounter] = [:]
        var gauges: [Key: PrometheusGauge] = [:]
        var histograms: [Key: PrometheusHistogram] = [:]
    }

    private let series = Mutex(Series())
    private let durationBuckets: [Double]
    private let valueBuckets: [Double]

    /// Upper bounds in seconds, for timers; and for recorders.
    package init(
        durationBuckets: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        valueBuckets: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000]
    ) {
        self.durationBuckets = durationBuckets
        self.valueBuckets = valueBuckets
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        counter(label, dimensions)
    }

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> PrometheusCounter {
        let key = Key(label, dimensions, suffix: "_total")
        return series.withLock { $0.counters.value(for: key) { PrometheusCounter() } }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return gauge(label, dimensions) }
        let key = Key(label, dimensions)
        return series.withLock { $0.histograms.value(for: key) { PrometheusHistogram(valueBuckets) } }
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> PrometheusGauge {
        let key = Key(label, dimensions)
        return series.withLock { $0.gauges.value(for: key) { PrometheusGauge() } }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let key = Key(label, dimensions, suffix: "_seconds")
        return series.withLock { $0.histograms.value(for: key) { PrometheusHistogram(durationBuckets) } }
    }

    // A series that was once written stays: taking a counter away looks like a restart to Prometheus.
    package func destroyCounter(_: any CounterHandler) {}
    package func destroyFloatingPointCounter(_: any FloatingPointCounterHandler) {}
    package func destroyMeter(_: any MeterHandler) {}
    package func destroyRecorder(_: any RecorderHandler) {}
    package func destroyTimer(_: any TimerHandler) {}

    /// The body of `GET /metrics`.
    package func text() -> String {
        let series = series.withLock { $0 }
        var text = ""
        Self.write(series.counters, "counter", to: &text) { name, labels, counter, text in
            text += "\(name)\(braces(labels)) \(number(counter.value))\n"
        }
        Self.write(series.gauges, "gauge", to: &text) { name, labels, gauge, text in
            text += "\(name)\(braces(labels)) \(number(gauge.value))\n"
        }
        Self.write(series.histograms, "histogram", to: &text) { name, labels, histogram, text in
            histogram.write(name, labels, to: &text)
        }
        return text
    }

    private static func write<Metric>(
        _ metrics: [Key: Metric], _ type: String, to text: inout String, _ body: (String, String, Metric, inout String) -> Void
    ) {
        var last: String?
        for (key, metric) in metrics.sorted(by: { ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels) }) {
            if key.name != last { text += "# TYPE \(key.name) \(type)\n" }
            last = key.name
            body(key.name, key.labels, metric, &text)
        }
    }
}

extension Prometheus.Key {
    init(_ label: String, _ dimensions: [(String, String)], suffix: String = "") {
        let name = Self.identifier(label)
        self.name = name.hasSuffix(suffix) ? name : name + suffix
        labels = dimensions.sorted { $0.0 < $1.0 }
            .map { "\(Self.identifier($0.0))=\"\(Self.escaped($0.1))\"" }
            .joined(separator: ",")
    }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`, whatever was given.
    private static func identifier(_ label: String) -> String {
        let text = String(
            decoding: label.utf8.map { byte in
                let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                return isLetter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? byte : UInt8(ascii: "_")
            }, as: UTF8.self)
        return text.first?.isNumber ?? true ? "_" + text : text
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

extension Dictionary {
    fileprivate mutating func value(for key: Key, _ make: () -> Value) -> Value {
        if let value = self[key] { return value }
        let value = make()
        self[key] = value
        return value
    }
}

func braces(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

/// Whole numbers without a fraction; Prometheus' words for what is not finite.
func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return Int64(exactly: value).map(String.init) ?? value.description
}
