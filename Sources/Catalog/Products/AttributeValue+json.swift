import Kernel

/// `"grey"`, `true`, `{"value": "16", "unit": "E34"}`.
extension AttributeValue: Codable {
    private enum CodingKeys: String, CodingKey { case value, unit }

    package init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: CodingKeys.self) {
            self = .number(
                try container.decode(Quantity.self, forKey: .value), unit: try container.decodeIfPresent(String.self, forKey: .unit))
            return
        }
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .flag(let flag):
            var container = encoder.singleValueContainer()
            try container.encode(flag)
        case .number(let number, let unit):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(number, forKey: .value)
            try container.encodeIfPresent(unit, forKey: .unit)
        }
    }
}
