package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// bytesPerToken is a low guess of the source's length over the number of its tokens.
const bytesPerToken = 3

// scanner cuts a text into tokens.
type scanner struct {
	source string
	tokens []Token
	// word is the folded word being read. It began at start.
	word  strings.Builder
	start int
	// humps are the places in word where an identifier's next word begins: a capital after a small
	// letter, or an underscore.
	humps []int
	upper bool // the last character was a capital
}

// Tokenize cuts a text into tokens. Width, case and compatibility forms are folded. Markup separates
// words and is left out. Invisible characters are left out and don't separate.
func Tokenize(source string) []Token {
	s := scanner{source: source, tokens: make([]Token, 0, len(source)/bytesPerToken)}
	for i := 0; i < len(source); {
		c, size := utf8.DecodeRuneInString(source[i:])
		s.scan(i, i+size, c)
		i += size
	}
	s.endWord(len(source))
	return s.tokens
}

// scan reads the character c at source[start:end].
func (s *scanner) scan(start, end int, c rune) {
	switch {
	case c < utf8.RuneSelf:
		s.noteHump(c)
		s.scanFolded(start, end, unicode.ToLower(c))
	case isCommonHan(c):
		s.scanFolded(start, end, c)
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
		s.add(newCharacter(string(c), start, end))
	case isWordRune(c), s.word.Len() > 0 && s.joinsWord(c, end):
		if s.word.Len() == 0 {
			s.start = start
		}
		if c == '’' {
			c = '\''
		}
		s.word.WriteRune(c)
	case isOperatorMark(c) && s.isOperator(start, end):
		s.endWord(start)
		s.addOperator(start, end)
	default:
		s.endWord(start)
		s.scanMark(start, end, c)
	}
}

func (s *scanner) add(t Token) { s.tokens = append(s.tokens, t) }

// scanMark adds the punctuation that ends a clause or a sentence. Other marks only separate.
func (s *scanner) scanMark(start, end int, c rune) {
	next, _ := utf8.DecodeRuneInString(s.source[end:])
	switch {
	case strings.ContainsRune("。!?;\n", c), c == '.' && !isWordRune(next):
		s.add(Token{Start: start, End: end, Kind: Stop})
	case strings.ContainsRune(",:()[]{}=—→|", c),
		strings.ContainsRune("+-", c) && next == ' ',
		c == '>' && start > 0 && s.source[start-1] == '-':
		s.add(Token{Start: start, End: end, Kind: Break})
	}
}

func isWordRune(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c) || c == '_'
}

// isCommonHan reports whether c is in the block of the common Chinese characters. They have no
// compatibility forms.
func isCommonHan(c rune) bool { return c >= '一' && c <= '\u9fff' }

// isIdeograph reports whether c belongs to a script that writes no spaces between words.
func isIdeograph(c rune) bool {
	return isCommonHan(c) || c >= utf8.RuneSelf && unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// isInvisible reports whether c has no width, such as a joiner or a byte order mark.
func isInvisible(c rune) bool { return unicode.In(c, unicode.Cf, unicode.Variation_Selector) }
