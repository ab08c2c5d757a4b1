package present

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestQuotedWords(t *testing.T) {
	long := strings.Repeat("and on ", 60)
	for _, c := range []struct{ answer, quote, want string }{
		{"It locks. It never\nblocks.", "never\nblocks", "It never blocks."},
		{"Both stand there till the end of time. Needs: rooms fit one person, no more.", "time. Needs: rooms fit one", "Both stand there till the end of time. Needs: rooms fit one person…"},
		{"Prints raw markup. Each visitor runs it, with your rights: it takes the session id.", "session", "…it takes the session id."},
		{"DORA: discover, offer, request, ack. client gets an IP", "ack", "…discover, offer, request, ack."},
		{"one for each page, e.g. this homepage, or that page here, see", "page, e.g. this", "one for each page, e.g. this homepage…"},
		{"A homepage has a page in it.", "page", "A homepage has a page in it."},
		{"先说别的。生成器是惰性的，需要时才产生结果，用yield返回。", "成器是惰性的，需要时", "生成器是惰性的，需要时才产生结果…"},
		{"牌桶，固定速率放令牌，允许突发流量。其他", "允许突发", "…固定速率放令牌，允许突发流量。"},
		{"We go " + long, "go and on", "…go and on…"},
		{"Wörter " + long, "rter", "…Wörter…"},
		{"with `alpha, beta` for all of them and `gamma`", "for all of them", "for all of them"},
		{"```go\nx := 1\n```\nIt is one.", "one", "one"},
		{"It is one.", "two  words", "two words"},
		{"It is one\ufffd", "one", "It is one\ufffd"},
		{"x = 1;\ny = 2; // a comment that goes on", "x = 1", "x = 1;"},
		{"It is one.", "", ""},
	} {
		if got := quotedWords(c.answer, c.quote); got != c.want {
			t.Errorf("%q in %q is quoted as\n%q, want\n%q", c.quote, c.answer, got, c.want)
		}
	}
}

// Any part of any text can be quoted.
func FuzzQuotedWords(f *testing.F) {
	f.Add("One, two. 三，四。`a, b` e.g. this\n\ufffd", 3, 9)
	f.Fuzz(func(t *testing.T, answer string, start, end int) {
		if start < 0 || end < start || end > len(answer) || !utf8.ValidString(answer) || !utf8.ValidString(answer[start:end]) {
			return
		}
		got, quote := quotedWords(answer, answer[start:end]), strings.Join(strings.Fields(answer[start:end]), " ")
		if !strings.Contains(answer, "```") && !strings.Contains(got, strings.TrimRight(quote, ",;:，；：")) {
			t.Errorf("%q isn't in the quote %q", quote, got)
		}
	})
}
