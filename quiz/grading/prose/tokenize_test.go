package prose

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// written returns the tokens of a text as one line: marks are / and //, function words are in
// brackets, negations have a bang, and the parts of identifiers follow a colon.
func written(source string) string {
	var words []string
	for _, t := range Tokenize(source) {
		word := t.Text
		switch {
		case t.Kind == Break:
			word = "/"
		case t.Kind == Stop:
			word = "//"
		case t.Negation:
			word = "!" + word
		case t.Function:
			word = "(" + word + ")"
		}
		if len(t.Parts()) > 0 {
			word += ":" + strings.Join(t.Parts(), "+")
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestTokenize(t *testing.T) {
	for _, test := range []struct{ source, want string }{
		{"", ""},
		{"Locks guard the counters", "lock guard (the) counter"},
		{"It ran; she wrote!", "(it) run // (she) write //"},
		{"analyse colour", "analyz color"},
		// Identifiers keep their name and show the words they join.
		{"StringBuffer", "stringbuff:string+buffer"},
		{"max_open_files", "max_open_files:max+open+file"},
		{"HTTP_Server x", "http_server:http+server x"},
		{"getID", "getid:get"},
		{"C++ and C# on node.js", "c++ (and) c# (on) node.js:node"},
		// Numbers.
		{"1,024 and 2.5, 3,4", "1024 (and) 2.5 / 3 / 4"},
		{"v1.2 ends.", "v1.2 end //"},
		{"3x", "3x"},
		// Operators are tokens, arrows and single marks end a clause.
		{"a == b", "(a) == b"},
		{"x!==y && z", "x !== y && z"},
		{"x => y -> z", "x / y / z"},
		{"n = 5", "n / 5"},
		{"====", "/ / / /"},
		{"1<<4", "1 << 4"},
		{"⩵==", "/ / =="},
		// The ending n't is a negation, other endings are dropped.
		{"it doesn't block", "(it) (do) !not block"},
		{"it doesn’t block", "(it) (do) !not block"},
		{"it can't, it won’t", "(it) (can) !not / (it) (will) !not"},
		{"Java's own", "java own"},
		{"n't==", "n =="},
		{"never, cannot", "!never / !cannot"},
		// Chinese is cut into characters.
		{"线程不安全。", "线 程 !不 安 全 //"},
		{"用Redis缓存", "(用) redi 缓 存"},
		{"锁、队列，树", "锁 队 列 / 树"},
		{"カナ ไทย", "カ ナ ไ ท ย"},
		// Width and compatibility forms are folded, invisible characters don't separate.
		{"ＴＣＰ：８０", "tcp / 80"},
		{"ﬁle ①", "file 1"},
		{"dead\u200block\ufeff", "deadlock"},
		{"㍿", "株 式 (会) 社"},
	} {
		if got := written(test.source); got != test.want {
			t.Errorf("Tokenize(%q) = %s, want %s", test.source, got, test.want)
		}
	}
}

func TestTokenPlaces(t *testing.T) {
	source := "It can't　ｗａｉｔ，锁 x<=10"
	var got []string
	for _, token := range Tokenize(source) {
		got = append(got, source[token.Start:token.End])
	}
	if want := "It|can't||ｗａｉｔ|，|锁|x|<=|10"; strings.Join(got, "|") != want {
		t.Errorf("places are %s, want %s", strings.Join(got, "|"), want)
	}
}

// anyText draws texts of the characters on which the scanner turns, and of any others.
func anyText() *rapid.Generator[string] {
	pieces := rapid.SampledFrom([]string{
		"n't", "'", "’", ".", ",", "==", "=", "<", "&&", "->", "1", "a", "B", "_", "+", "#", "不", "锁", "，", "。", "、", " ", "\n",
		"㍿", "⑴", "㎏", "⩵", "\u200b", "\u0301", "\xff", "\x00", "it", "don't know", "不知道", "the", "of", "and", "is",
	})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.OneOf(pieces, rapid.String()), 0, 20).Draw(t, "pieces"), "")
	})
}

func TestTokenizeAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := anyText().Draw(t, "source")
		tokens := Tokenize(source)
		last := int32(0)
		for _, token := range tokens {
			if token.Start < last || token.End < token.Start || int(token.End) > len(source) {
				t.Fatalf("token %+v is out of place in %d bytes, after %d", token, len(source), last)
			}
			last = token.End
			if !token.IsPunctuation() && token.Text == "" {
				t.Fatalf("token %+v has no text", token)
			}
			if utf8.ValidString(source) && !utf8.ValidString(source[token.Start:token.End]) {
				t.Fatalf("token %+v cuts a character", token)
			}
		}
		for _, c := range Clauses(tokens) {
			if c.Start < 0 || c.Start >= c.End || c.End > len(tokens) || !hasContent(tokens[c.Start:c.End]) {
				t.Fatalf("clause %+v of %d tokens", c, len(tokens))
			}
		}
		if d := Disorder(source, tokens); d < 0 || d > 1 {
			t.Fatalf("disorder %g", d)
		}
		IsHedged(source)
	})
}

func TestStem(t *testing.T) {
	for _, test := range [][2]string{{"threads", "thread"}, {"written", "write"}, {"indices", "index"}, {"café", "café"}, {"线", "线"}, {"", ""}} {
		if got := Stem(test[0]); got != test[1] {
			t.Errorf("Stem(%q) = %q, want %q", test[0], got, test[1])
		}
	}
}

// TestCommonMarks compares the folding of common marks with that of all characters.
func TestCommonMarks(t *testing.T) {
	for c := rune(0); c < 0x10000; c++ {
		if !isCommonMark(c) {
			continue
		}
		if got, want := string(foldWidth(c)), strings.ToLower(norm.NFKC.String(string(c))); got != want || isInvisible(c) {
			t.Errorf("%q becomes %q, want %q", c, got, want)
		}
	}
}
