package prose

import (
	"strings"
	"testing"
)

func TestBalance(t *testing.T) {
	for _, c := range []struct{ source, words, want string }{
		{"The lock (a mutex) is held.", "lock (a mutex", "lock (a mutex)"},
		{"index = hash(key) % n", "index = hash(key", "index = hash(key)"},
		{"See `is` and `==`.", "is` and `==", "`is` and `==`"},
		{"It is a \"dead lock\".", "dead lock\"", "\"dead lock\""},
		{"def show(self) is a method", "self) is", "show(self) is"},
		{"锁（互斥量）被占用", "锁（互斥量", "锁（互斥量）"},
		{"a lock (of any kind, or a mutex)", "lock (of any kind", "lock (of any kind"},
		{"(a lock)", "a lock", "a lock"},
	} {
		start := strings.Index(c.source, c.words)
		if got := Balance(c.source, start, start+len(c.words)); got != c.want {
			t.Errorf("%q of %q becomes %q, want %q", c.words, c.source, got, c.want)
		}
	}
}
