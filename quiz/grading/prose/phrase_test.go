package prose

import "testing"

func TestPhraseSet(t *testing.T) {
	s := NewPhraseSet([]string{"don't know", "不知道"}, []string{"不知", "no"})
	for text, want := range map[string]uint{"": 0, "n": 0, "i don't know": 3, "don't kno": 2, "我不知道": 3, "不知": 2, "不道": 0} {
		if got := s.Kinds(text); got != want {
			t.Errorf("%q has the kinds %b, want %b", text, got, want)
		}
	}
}
