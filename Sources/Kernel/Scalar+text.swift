extension Unicode.Scalar {
    /// Control characters, and the invisible ones that turn the direction of what follows and so can make a name look like another.
    package var isForbiddenInText: Bool {
        properties.generalCategory == .control || (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
}
