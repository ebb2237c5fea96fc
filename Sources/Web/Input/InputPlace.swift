package import Kernel

/// Where a value stands in an input, and whom to tell that it is wrong.
package struct InputPlace {
    /// RFC 6901, or `?name` for a query parameter.
    package let pointer: String
    package let faults: FaultCollector
    /// A query parameter: numbers and flags are text there.
    package let isText: Bool

    /// Reports a value of the wrong JSON type.
    package func wrongType<Value>(_ expected: String) -> Value? {
        faults.malformed(pointer, "wrongType", "This must be \(expected).")
        return nil
    }

    /// Reports a value that breaks a rule.
    package func invalid<Value>(_ code: String, _ detail: Sentence) -> Value? {
        faults.invalid(pointer, code, detail)
        return nil
    }

    /// The place of an object's member.
    package func member(_ name: String) -> InputPlace {
        let escaped = name.replacing("~", with: "~0").replacing("/", with: "~1")
        return InputPlace(pointer: "\(pointer)/\(escaped)", faults: faults, isText: false)
    }

    func item(_ index: Int) -> InputPlace {
        InputPlace(pointer: "\(pointer)/\(index)", faults: faults, isText: isText)
    }
}
