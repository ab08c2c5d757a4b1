package code

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	name kind = iota
	keyword
	member // a name behind a dot
	number
	text
	operator
	bracket
	other
)

type token struct {
	kind kind
	text string
	// depth is the number of open brackets of a call.
	depth int
}

// maxTokens is the number of tokens that are compared at most.
const maxTokens = 1500

// scan cuts code into tokens. Comments are left out.
func scan(source string) []token {
	var tokens []token
	depth := 0
	for i := 0; i < len(source) && len(tokens) < maxTokens; {
		rest := source[i:]
		c, size := utf8.DecodeRuneInString(rest)
		n := size
		switch {
		case unicode.IsSpace(c) || c == ';':
		case isComment(source, i):
			n = lineLength(rest)
		case c == '"' || c == '\'' || c == '`':
			n = quotedLength(rest, byte(c))
			tokens = append(tokens, token{text, rest[:n], depth})
		case unicode.IsDigit(c):
			n = spanLength(rest, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsLetter(r) || r == '.' || r == '_' })
			tokens = append(tokens, token{number, strings.TrimRight(rest[:n], "."), depth})
		case unicode.IsLetter(c) || c == '_':
			n = spanLength(rest, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsLetter(r) || r == '_' })
			tokens = append(tokens, token{wordKind(rest[:n], tokens, source, i), rest[:n], depth})
		case strings.ContainsRune("()[]{},.:", c):
			depth = callDepth(depth, c, tokens)
			tokens = append(tokens, token{bracket, rest[:size], depth})
		case strings.ContainsRune("+-*/%<>=!&|^~?@$#", c):
			n = spanLength(rest, func(r rune) bool { return strings.ContainsRune("+-*/%<>=!&|^", r) })
			n = max(n, size)
			tokens = append(tokens, token{operator, rest[:n], depth})
		default:
			tokens = append(tokens, token{other, rest[:size], depth})
		}
		i += n
	}
	return tokens
}

// callDepth follows the brackets of calls: those right behind a name.
func callDepth(depth int, c rune, before []token) int {
	switch {
	case c == '(' && (depth > 0 || len(before) > 0 && (before[len(before)-1].kind == name || before[len(before)-1].kind == member)):
		return depth + 1
	case c == ')' && depth > 0:
		return depth - 1
	}
	return depth
}

// isComment reports whether a comment to the end of the line begins at i.
func isComment(source string, i int) bool {
	if strings.HasPrefix(source[i:], "//") || strings.HasPrefix(source[i:], "-- ") {
		return i == 0 || source[i-1] == ' ' || source[i-1] == '\n' || source[i-1] == '\t' || source[i-1] == ';'
	}
	return source[i] == '#' && (i == 0 || source[i-1] == ' ' || source[i-1] == '\n' || source[i-1] == '\t')
}

func lineLength(rest string) int {
	if n := strings.IndexByte(rest, '\n'); n >= 0 {
		return n
	}
	return len(rest)
}

// quotedLength returns the length of a string with its quotation marks. A string that isn't closed
// on its line is only its mark.
func quotedLength(rest string, quote byte) int {
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case quote:
			return i + 1
		case '\n':
			return 1
		}
	}
	return 1
}

func spanLength(rest string, in func(r rune) bool) int {
	if n := strings.IndexFunc(rest, func(r rune) bool { return !in(r) }); n >= 0 {
		return n
	}
	return len(rest)
}

func wordKind(word string, before []token, source string, at int) kind {
	switch {
	case isKeyword(word):
		return keyword
	case len(before) > 0 && before[len(before)-1].text == "." && at > 0 && source[at-1] == '.':
		return member
	case word[0] >= utf8.RuneSelf:
		return other
	}
	return name
}

// isKeyword reports whether a word keeps its name, because a language or its library gives it a
// meaning.
func isKeyword(word string) bool {
	switch strings.ToLower(word) {
	case "and", "as", "assert", "async", "await", "begin", "bool", "boolean", "break", "byte", "by", "case", "catch", "chan", "char", "class",
		"const", "continue", "def", "default", "defer", "del", "delete", "do", "double", "elif", "else", "end", "enum", "except", "extends",
		"false", "final", "finally", "float", "fn", "for", "foreach", "from", "func", "function", "global", "go", "goto", "group", "having",
		"if", "impl", "implements", "import", "in", "insert", "instanceof", "int", "interface", "into", "is", "join", "lambda", "let",
		"limit", "long", "loop", "map", "match", "mut", "new", "nil", "none", "nonlocal", "not", "null", "on", "or", "order", "package",
		"pass", "private", "protected", "public", "raise", "range", "return", "select", "self", "set", "short", "static", "str", "string",
		"struct", "super", "switch", "synchronized", "then", "this", "throw", "throws", "true", "try", "type", "typeof", "union", "unsafe",
		"update", "use", "using", "val", "values", "var", "virtual", "void", "volatile", "where", "while", "with", "yield",
		"len", "print", "println", "printf", "list", "dict", "tuple", "sum", "min", "max", "sorted", "reversed", "filter", "reduce",
		"zip", "enumerate", "isinstance", "open", "input", "append", "make", "panic", "recover":
		return true
	}
	return false
}
