package prose

import (
	"strings"
	"testing"
)

func TestClauses(t *testing.T) {
	source := "A cache is fast, but small. (It) is: of the! 快；小\nend"
	tokens := Tokenize(source)
	var got []string
	sentences := ""
	for _, c := range Clauses(tokens) {
		got = append(got, source[tokens[c.Start].Start:tokens[c.End-1].End])
		sentences += string(rune('0' + c.Sentence))
	}
	if want := "A cache is fast|but small|快|小|end"; strings.Join(got, "|") != want {
		t.Errorf("clauses are %s, want %s", strings.Join(got, "|"), want)
	}
	if sentences != "00234" {
		t.Errorf("sentences are %s, want 00234", sentences)
	}
}

func TestDisorder(t *testing.T) {
	for _, test := range []struct {
		source    string
		low, high float64
	}{
		{"The server puts the request in a queue and the worker takes it from there.", 0, 0},
		{"the of in is and the queue a of by and", 0.5, 1},
		{"the of a", 0, 0}, // too short
		{"请求先进入队列，然后由空闲的线程处理。", 0, 0},
		{"请求 先进 入队 列然 后由 空闲 的线 程处", 0.5, 1},
	} {
		if got := Disorder(test.source, Tokenize(test.source)); got < test.low || got > test.high {
			t.Errorf("Disorder(%q) = %g, want %g to %g", test.source, got, test.low, test.high)
		}
	}
}

func TestIsHedged(t *testing.T) {
	for source, want := range map[string]bool{
		"I DON'T KNOW, maybe a lock?": true,
		"I don’t know":                true,
		"不会。":                         true,
		"这题不会":                        true,
		"对象不会被释放":                     false,
		"这个我不太清楚":                     true,
		"A client can know the time.": false,
		"队列可以缓冲请求":                    false,
	} {
		if got := IsHedged(ToLower(source)); got != want {
			t.Errorf("IsHedged(%q) = %v, want %v", source, got, want)
		}
	}
}

func TestAfterConjunctions(t *testing.T) {
	for text, want := range map[string]string{
		"and so it ends": "it ends", "but": "but", "但是很慢": "很慢", "而且很慢": "很慢", "并发很高": "并发很高", "但很慢": "很慢", "It ends": "It ends",
	} {
		tokens := Tokenize(text)
		n := AfterConjunctions(tokens, 0, len(tokens))
		if got := text[tokens[n].Start:]; got != want {
			t.Errorf("after the conjunctions of %q comes %q, want %q", text, got, want)
		}
	}
}
