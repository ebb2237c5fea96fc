import Testing

@Suite("The lexer")
struct LexerTests {
    @Test("keeps literals, comments and code apart")
    func apart() {
        let lexer = SwiftLexer(
            ##"""
            let a = "b // c" /* d "e" /* f */ */ + #"g\h "i""# // "j"
            let k = "l \(m("n") + 1) o"
            """##)
        #expect(lexer.tokens.filter { $0.kind == .literal }.map(\.text) == ["b // c", #"g\h "i""#, #"l \() o"#, "n"])
        #expect(lexer.tokens.filter { $0.kind == .word }.map(\.text) == ["let", "a", "let", "k", "m", "1"])
        #expect(lexer.comments.map(\.text) == [#"/* d "e" /* f */ */"#, #"// "j""#])
        #expect(lexer.tokens.last?.line == 2)
    }

    @Test("counts lines through literals and comments of several lines")
    func lines() {
        let lexer = SwiftLexer("/*\n*/\nlet a = \"\"\"\n    b \\(c)\n    \"\"\"\nd")
        #expect(lexer.tokens.last == Token(kind: .word, text: "d", line: 6, spaceBefore: true))
        #expect(lexer.comments.map(\.line) == [1, 2])
    }

    @Test("is not led astray by a literal that nobody closed")
    func unclosed() {
        #expect(SwiftLexer("let a = \"b\nlet c").tokens.map(\.text) == ["let", "a", "=", "b", "let", "c"])
    }

    @Test("reads SQL without its comments, texts and functions' bodies")
    func sql() {
        let text = """
            SELECT 'a;b' FROM "t" -- c;
            ; CREATE FUNCTION f() AS $$ DELETE FROM x; $$ /* ; */ LANGUAGE sql; UPDATE s.t SET a = $1
            """
        #expect(
            SQLStatement.all(in: text).map(\.words) == [
                ["SELECT", "FROM", "t"],
                ["CREATE", "FUNCTION", "f", "(", ")", "AS", "LANGUAGE", "sql"],
                ["UPDATE", "s.t", "SET", "a", "=", "$", "1"],
            ])
    }
}
