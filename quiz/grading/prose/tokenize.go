package prose

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// scanner cuts a text into tokens.
type scanner struct {
	source string
	tables *wordTables
	tokens []Token
	// word is the folded word being read. It began at start.
	word  []byte
	start int
	// humps are the places in word where an identifier's next word begins: a capital after a small
	// letter, or an underscore.
	humps []int
	upper bool // the last character was a capital
}

// Tokenize cuts a text into tokens. Width, case and compatibility forms are folded. Markup separates
// words and is left out. Invisible characters are left out and don't separate.
func Tokenize(source string) []Token { return AppendTokens(nil, source) }

// AppendTokens is [Tokenize] behind other tokens.
func AppendTokens(tokens []Token, source string) []Token {
	s := scanner{source: source, tables: tables(), tokens: slices.Grow(tokens, guessTokens(source))}
	for i := 0; i < len(source); {
		if c := hanAt(source, i); c > 0 {
			s.endWord(i)
			s.addCharacter(i, i+sizeOfHan, c, source[i:i+sizeOfHan])
			i += sizeOfHan
			continue
		}
		c, size := utf8.DecodeRuneInString(source[i:])
		s.scan(i, i+size, c)
		i += size
	}
	s.endWord(len(source))
	return s.tokens
}

// guessTokens returns about the number of a text's tokens: its Chinese characters and marks, the words
// before them, and the ASCII characters that are neither letters nor digits.
func guessTokens(source string) int {
	n, inWord := 1, false
	for i := range len(source) {
		switch c := source[i]; {
		case c >= utf8.RuneSelf:
			if c >= firstOfThree {
				n++
				if inWord {
					n++
				}
			}
			inWord = false
		case isWordRune(rune(c)):
			inWord = true
		default:
			n, inWord = n+1, false
		}
	}
	return n
}

// firstOfThree is the least first byte of a character of three bytes. Chinese characters have three.
const firstOfThree = 0xe0

// scan reads the character c at source[start:end].
func (s *scanner) scan(start, end int, c rune) {
	switch {
	case c < utf8.RuneSelf:
		s.noteHump(c)
		s.scanFolded(start, end, unicode.ToLower(c))
	case isCommonMark(c):
		s.scanFolded(start, end, foldWidth(c))
	case isInvisible(c):
	default:
		for _, folded := range norm.NFKC.String(string(c)) {
			s.scanFolded(start, end, unicode.ToLower(folded))
			start = end // the first of several has the place in the source
		}
	}
}

// scanFolded reads a character without compatibility forms.
func (s *scanner) scanFolded(start, end int, c rune) {
	switch {
	case isIdeograph(c):
		s.endWord(start)
		s.addCharacter(start, end, c, string(c))
	case isWordRune(c), len(s.word) > 0 && s.joinsWord(c, end):
		if len(s.word) == 0 {
			s.start = start
		}
		if c == '’' {
			c = '\''
		}
		s.word = utf8.AppendRune(s.word, c)
	case isOperatorMark(c) && s.isOperator(start, end):
		s.endWord(start)
		s.addOperator(start, end)
	default:
		s.endWord(start)
		s.scanMark(start, end, c)
	}
}

func (s *scanner) add(t Token) { s.tokens = append(s.tokens, t) }

func (s *scanner) addMark(start, end int, kind Kind) {
	s.add(Token{Start: int32(start), End: int32(end), Kind: kind})
}

// scanMark adds the punctuation that ends a clause or a sentence. Other marks only separate.
func (s *scanner) scanMark(start, end int, c rune) {
	next, _ := utf8.DecodeRuneInString(s.source[end:])
	switch c {
	case '.':
		if isWordRune(next) {
			return
		}
		s.addMark(start, end, Stop)
	case '。', '!', '?', ';', '\n':
		s.addMark(start, end, Stop)
	case '+', '-':
		if next == ' ' {
			s.addMark(start, end, Break)
		}
	case '>':
		if start > 0 && s.source[start-1] == '-' {
			s.addMark(start, end, Break)
		}
	case ',', ':', '(', ')', '[', ']', '{', '}', '=', '—', '→', '|':
		s.addMark(start, end, Break)
	}
}

func isWordRune(c rune) bool {
	if c < utf8.RuneSelf {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
	}
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c)
}

// The block of the common Chinese characters. They have no compatibility forms.
const (
	firstHan = '一'
	lastHan  = '\u9fff'
	// CommonHan is the number of common Chinese characters.
	CommonHan = lastHan - firstHan + 1
)

func isCommonHan(c rune) bool { return c >= firstHan && c <= lastHan }

// HanIndex returns the index of a common Chinese character among all of them, -1 for other words.
func HanIndex(word string) int {
	if len(word) != sizeOfHan {
		return -1
	}
	if c := hanAt(word, 0); c > 0 {
		return int(c - firstHan)
	}
	return -1
}

// sizeOfHan is the length of a common Chinese character in bytes.
const sizeOfHan = 3

// hanAt returns the common Chinese character at a place of a text, 0 for none. It is faster than decoding
// any character.
func hanAt(text string, i int) rune {
	if i+2 >= len(text) || text[i]&0xf0 != firstOfThree {
		return 0
	}
	second, third := text[i+1], text[i+2]
	c := rune(text[i]&0xf)<<12 | rune(second&0x3f)<<6 | rune(third&0x3f)
	if second&0xc0 != 0x80 || third&0xc0 != 0x80 || !isCommonHan(c) {
		return 0
	}
	return c
}

// isCommonMark reports whether c is one of the marks and full-width characters that Chinese texts are
// full of. At most their width is folded.
func isCommonMark(c rune) bool {
	return isFullWidth(c) || c >= '、' && c <= '】' || c >= '‘' && c <= '”' || c == '—'
}

// isFullWidth reports whether c is the full-width form of an ASCII character.
func isFullWidth(c rune) bool { return c >= '！' && c <= '～' }

// foldWidth returns the small letter or the mark that a common mark stands for.
func foldWidth(c rune) rune {
	if isFullWidth(c) {
		return unicode.ToLower(c - '！' + '!')
	}
	return c
}

// isIdeograph reports whether c belongs to a script that writes no spaces between words.
func isIdeograph(c rune) bool {
	return isCommonHan(c) || c >= utf8.RuneSelf && unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// isInvisible reports whether c has no width, such as a joiner or a byte order mark.
func isInvisible(c rune) bool { return unicode.In(c, unicode.Cf, unicode.Variation_Selector) }
