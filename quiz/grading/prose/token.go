package prose

// Kind is the kind of a token.
type Kind uint8

// The kinds of tokens. Kinds after Number are punctuation.
const (
	Word   Kind = iota // a word of an alphabet, stemmed
	Han                // one character of a script without spaces between words
	Number             // digits, with points and commas between them, or an operator
	Break              // punctuation that ends a clause
	Stop               // punctuation that ends a sentence
)

// Token is a word, a number, a Chinese character or a mark, with its place in the source.
type Token struct {
	// Text is folded and, for English, stemmed. It is empty for punctuation.
	Text string
	// Surface is folded but not stemmed.
	Surface string
	parts   *[]string // nil for none, which nearly all tokens have
	// Start and End are byte offsets in the source. A negation at the end of a word, such as n't, is
	// an empty token there.
	Start, End int32
	Kind       Kind
	// Function says that the token carries no content of its own: the, of, 的.
	Function bool
	// Negation says that the token negates the words after it: not, never, 不.
	Negation bool
}

// Parts returns the stems of the words that an identifier joins: string and buffer of StringBuffer.
func (t *Token) Parts() []string {
	if t.parts == nil {
		return nil
	}
	return *t.parts
}

// IsPunctuation reports whether the token ends a clause or a sentence.
func (t *Token) IsPunctuation() bool { return t.Kind > Number }

// Content reports whether the token carries content.
func (t *Token) Content() bool { return !t.IsPunctuation() && !t.Function && !t.Negation }
