package prose

import "testing"

func TestListShare(t *testing.T) {
	for text, want := range map[string]float64{
		"mutex, channel, select, context":                           1,
		"锁、线程、死锁、缓存":                                                1,
		"mutex, channel, select":                                    0, // too few to be a list
		"a mutex guards it, then the channel, select, context":      0.5,
		"the lock is taken, the map is read, it is done, and so on": 0,
	} {
		if got := ListShare(text, Tokenize(text)); got != want {
			t.Errorf("%q: got %g, want %g", text, got, want)
		}
	}
}

func TestIsOneEditApart(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"thread", "thread", true},
		{"thread", "tread", true},
		{"thread", "threads", true},
		{"thread", "threat", true},
		{"thread", "htread", true},
		{"thread", "tred", false},
		{"lock", "clokc", false},
		{"abcd", "badc", false},
	} {
		if IsOneEditApart(c.a, c.b) != c.want || IsOneEditApart(c.b, c.a) != c.want {
			t.Errorf("%s, %s: want %t", c.a, c.b, c.want)
		}
	}
}
