package import Kernel

extension Reading where Value == Digest {
    /// 64 hexadecimal digits in lower case.
    package static var digest: Reading<Digest> {
        Reading<String>.string(1...64).converted(else: .none, "notADigest", "64 hexadecimal digits in lower case.") { Digest($0) }
    }
}

extension Digest {
    fileprivate static var none: Digest {
        guard let none = Digest(bytes: [UInt8](repeating: 0, count: 32)) else { preconditionFailure("32 bytes are a digest") }
        return none
    }
}
