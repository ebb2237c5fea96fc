package import Kernel

extension Reading {
    /// Reads a value that stands alone, such as one that a file says in other words: with everything that is wrong with its form.
    package func checked(_ value: JSONValue) -> Result<Value, Faulty> {
        let faults = FaultCollector()
        let read = read(value, InputPlace(pointer: "", faults: faults, isText: false))
        guard let read, faults.isEmpty else { return .failure(Faulty(faults: faults.faults)) }
        return .success(read)
    }
}

/// What is wrong with a value that was read alone.
package struct Faulty: Error {
    package let faults: [Fault]
}
