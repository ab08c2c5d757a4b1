package prose

import "testing"

const locks = "A lease expires, so that a crashed holder can't keep the lock. The storage refuses writes with an older token."

func shapeOf(source, answer string) *Shape {
	s := NewSource()
	s.Add(number(source), Said)
	h := &Shape{}
	h.Compare(s, number(answer))
	return h
}

func number(source string) Numbered {
	text, numbers := Numbered{Source: source, Tokens: Tokenize(source)}, map[string]int32{}
	for _, token := range text.Tokens {
		n, ok := numbers[token.Text]
		switch {
		case token.IsPunctuation():
			n = -1
		case !ok:
			n = int32(len(text.Words))
			numbers[token.Text], text.Words = n, append(text.Words, token.Text)
		}
		text.WordOf = append(text.WordOf, n)
	}
	return text
}

// Lists of a text's words are lists in any layout. Clauses of the text and prose aren't.
func TestWordLists(t *testing.T) {
	for answer, want := range map[string]bool{
		"lease, expires, crashed, holder, lock, storage":                                       true,
		"lease expires crashed holder keep lock storage":                                       true,
		"lease and expires and crashed and holder and lock":                                    true,
		"about lease, about holder, about lock, about storage, about token":                    true,
		"the lease of a crashed holder expires, and then it can't keep the lock for itself":    false,
		"The storage refuses writes with an older token. A crashed holder can't keep the lock": false,
		"disk, network, memory, processor, cache":                                              false, // not the text's words
	} {
		h := shapeOf(locks, answer)
		if got := h.IsWordList() && !h.IsCopied(); got != want {
			t.Errorf("%q: got %v of %+v", answer, got, h)
		}
	}
}

// Words in another order are shuffled. Clauses in another order aren't.
func TestShuffledWords(t *testing.T) {
	if h := shapeOf(locks, "token a the keep with lease storage holder so older expires lock crashed refuses that writes an can't"); !h.IsShuffled() {
		t.Errorf("words: %+v", h)
	}
	if h := shapeOf(locks, "The storage refuses writes with an older token. A lease expires, so that a crashed holder can't keep the lock."); h.IsShuffled() || !h.IsCopied() {
		t.Errorf("clauses: %+v", h)
	}
}

// The language shows in characters and in frequent words, among English names too.
func TestLanguageOf(t *testing.T) {
	for text, want := range map[string]Language{
		"The kernel copies the page": English, "kernel copy page": English, "select 只能监视 1024 个，epoll 返回就绪的 fd": Chinese, "u/g/o，r4 w2 x1，目录 x=能进去，删文件看目录 w": Chinese,
		"We call it 闭包 in the docs, but it is the same as in other languages": English, "カーネルがページをコピーする": Japanese, "커널이 page 를 복사한다": "korean", "Ядро копирует page": "cyrillic",
		"Der Kernel kopiert die Seite, wenn ein Prozess auf sie schreibt und das ist teuer": "german", "fork, exec, and the die signal des kill": English, "α and β are the weights": English,
	} {
		if got := LanguageOf(Tokenize(text)); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

// Keys struck at random are no words. Words from one row of the keyboard are.
func TestIsMash(t *testing.T) {
	for word, want := range map[string]bool{
		"asdf": true, "qwerty": true, "hjkl": true, "fdsa": true, "sdfkj": true, "aaaa": true, "42": true, "x": true,
		"tree": false, "property": false, "hash": false, "flags": false, "lock": false, "sql": false, "gc": false, "queue": false, "error": false, "pool": false,
	} {
		if got := IsMash(&Tokenize(word)[0]); got != want {
			t.Errorf("%s: got %v", word, got)
		}
	}
}

// A word instead of an answer says that its author doesn't know. Within a sentence it doesn't.
func TestNoAnswers(t *testing.T) {
	for text, want := range map[string]bool{
		"Pass!": true, "skip 😅": true, "+1": true, "n/a": true, "跳过": true, "不会呀～": true, "No sé.": true,
		"a pass over the list": false, "skip list": false, "不会重复": false, "1": false,
	} {
		if got := IsHedged(ToLower(text)); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}
