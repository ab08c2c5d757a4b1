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
	s := scanner{source: source}
	for len(tokens) < maxTokens && s.next() {
		if s.token.kind == name {
			s.token.kind = s.wordKind()
		}
		tokens = append(tokens, s.token)
	}
	return tokens
}

// scanner reads one token of code after another.
type scanner struct {
	source string
	at     int // where the next token begins
	token  token
	start  int // of the token
	before token
}

// next reads the next token, and reports whether there is one. Words of all kinds are names.
func (s *scanner) next() bool {
	for s.at < len(s.source) {
		rest := s.source[s.at:]
		c, size := utf8.DecodeRuneInString(rest)
		switch {
		case isSpace(c) || c == ';':
			s.at += size
		case isComment(s.source, s.at):
			s.at += lineLength(rest)
		default:
			s.read(rest, c, size)
			return true
		}
	}
	return false
}

// read reads the token that begins with a character.
func (s *scanner) read(rest string, c rune, size int) {
	s.before, s.start = s.token, s.at
	t := token{depth: s.token.depth}
	n := size
	switch {
	case c == '"' || c == '\'' || c == '`':
		n = quotedLength(rest, byte(c))
		t.kind = text
	case unicode.IsDigit(c):
		n = spanLength(rest, func(r rune) bool { return isLetter(r) || r == '.' || r == '_' || unicode.IsDigit(r) })
		t.kind = number
	case isLetter(c) || c == '_':
		n = wordLength(rest)
		t.kind = name
	case isOneOf(c, brackets):
		t.kind, t.depth = bracket, callDepth(s.token, c)
	case isOneOf(c, operators):
		n = max(size, spanLength(rest, func(r rune) bool { return isOneOf(r, "+-*/%<>=!&|^") }))
		t.kind = operator
	default:
		t.kind = other
	}
	t.text = rest[:n]
	if t.kind == number {
		t.text = strings.TrimRight(t.text, ".")
	}
	s.token, s.at = t, s.at+n
}

// Marks of code.
const (
	brackets  = "()[]{},.:"
	operators = "-" + noHyphens
	noHyphens = "+*/%<>=!&|^~?@$#"
)

// The block of the common Chinese characters, all of which are letters.
const (
	firstHan = '一'
	lastHan  = '\u9fff'
)

func isLetter(c rune) bool {
	if c < utf8.RuneSelf {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return c >= firstHan && c <= lastHan || unicode.IsLetter(c)
}

func isSpace(c rune) bool {
	return c == ' ' || c == '\n' || (c < firstHan || c > lastHan) && unicode.IsSpace(c)
}

// wordLength returns the length of the word with which a text begins.
func wordLength(rest string) int {
	for i := 0; i < len(rest); {
		if b := rest[i]; b < utf8.RuneSelf {
			if !isLetter(rune(b)) && b != '_' && (b < '0' || b > '9') {
				return i
			}
			i++
			continue
		}
		if isHanAt(rest, i) {
			i += 3
			continue
		}
		c, size := utf8.DecodeRuneInString(rest[i:])
		if !isLetter(c) && !unicode.IsDigit(c) {
			return i
		}
		i += size
	}
	return len(rest)
}

// isHanAt reports whether one of most of the common Chinese characters stands at a place. It is faster than
// decoding any character.
func isHanAt(text string, i int) bool {
	return i+2 < len(text) && text[i] >= 0xe5 && text[i] <= 0xe8 && text[i+1]&0xc0 == 0x80 && text[i+2]&0xc0 == 0x80
}

// isOneOf reports whether a character is one of some ASCII marks.
func isOneOf(c rune, marks string) bool {
	return c < utf8.RuneSelf && strings.IndexByte(marks, byte(c)) >= 0
}

// callDepth follows the brackets of calls: those right behind a name.
func callDepth(before token, c rune) int {
	switch {
	case c == '(' && (before.depth > 0 || before.text != "" && (before.kind == name || before.kind == member)):
		return before.depth + 1
	case c == ')' && before.depth > 0:
		return before.depth - 1
	}
	return before.depth
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

// wordKind returns the kind of the word that was read.
func (s *scanner) wordKind() kind {
	switch {
	case isKeyword(s.token.text):
		return keyword
	case s.isBehindDot():
		return member
	case s.token.text[0] >= utf8.RuneSelf:
		return other
	}
	return name
}

// isBehindDot reports whether a dot stands right before the token that was read.
func (s *scanner) isBehindDot() bool { return s.before.text == "." && s.source[s.start-1] == '.' }

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
