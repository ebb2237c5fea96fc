import Kernel
import Web

extension Fields {
    /// What a person is called, by whoever says so: it stands beside an address in mails that go to others.
    func personName(_ name: String) -> String { required(name, .personName) }
    func optionalPersonName(_ name: String) -> String? { optional(name, .personName) }
}

extension Reading where Value == String {
    /// Text that shows all that is in it, and is no link. Joiners (U+200C, U+200D) are letters' business in Persian, Hindi and others.
    fileprivate static var personName: Self {
        Reading<String>.string(1...Limits.nameCharacters)
            .converted(else: "", "invisibleCharacter", "Nothing that is not seen: write the name as it is read.") { text in
                text.unicodeScalars.allSatisfy(\.mayStandInName) ? text : nil
            }
            .converted(else: "", "link", "A name, and no address of a page.") { text in text.contains("://") ? nil : text }
    }
}

extension Unicode.Scalar {
    fileprivate var mayStandInName: Bool {
        switch properties.generalCategory {
        case .format: value == 0x200C || value == 0x200D
        case .unassigned, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
