internal import FoundationEssentials
package import Kernel
package import Logging

/// One line of JSON for each entry: what a log collector reads. On a terminal swift-log's own handler is more pleasant.
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level = .info
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let now: @Sendable () -> Instant
    private let write: @Sendable ([UInt8]) -> Void

    /// `write` gets whole lines, from any thread, and must keep each in one piece.
    package init(
        label: String, now: @escaping @Sendable () -> Instant = World.live.now,
        write: @escaping @Sendable ([UInt8]) -> Void = LogOutput.standardError
    ) {
        self.label = label
        self.now = now
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line: JSONObject = [
            "time": .string(now().description),
            "level": .string(event.level.rawValue),
            "logger": .string(label),
            "message": .string(event.message.description),
        ]
        if let error = event.error { line["error"] = .string("\(error)") }
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let given = event.metadata { all.merge(given) { _, new in new } }
        for (name, value) in all.sorted(by: { $0.key < $1.key }) {
            // Hummingbird keeps the request's id under this name.
            let name = name == "hb.request.id" ? "requestId" : name
            line[line[name] == nil ? name : "metadata.\(name)"] = JSONValue(value)
        }
        write(JSONValue.object(line).jsonBytes + [UInt8(ascii: "\n")])
    }
}

extension JSONValue {
    fileprivate init(_ value: Logger.Metadata.Value) {
        switch value {
        case .string(let text): self = .string(text)
        case .stringConvertible(let value):
            switch value {
            case let number as any FixedWidthInteger: self = Int(exactly: number).map { .integer($0) } ?? .string("\(number)")
            case let flag as Bool: self = .bool(flag)
            default: self = .string(value.description)
            }
        case .array(let values): self = .array(values.map { JSONValue($0) })
        case .dictionary(let values):
            var object = JSONObject()
            for (name, value) in values.sorted(by: { $0.key < $1.key }) { object[name] = JSONValue(value) }
            self = .object(object)
        }
    }
}
