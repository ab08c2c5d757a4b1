package prose

import "strings"

// PhraseSet finds phrases of several kinds in texts. It is safe for concurrent use.
type PhraseSet struct {
	begins  [1 << 10]uint64     // a bit for the first two bytes of each phrase
	phrases map[uint16][]phrase // by their first two bytes
}

type phrase struct {
	text string
	kind int
}

// NewPhraseSet returns a set of lists of phrases, one list a kind. Phrases are of two bytes or more.
func NewPhraseSet(kinds ...[]string) *PhraseSet {
	s := &PhraseSet{phrases: map[uint16][]phrase{}}
	for kind, list := range kinds {
		for _, text := range list {
			begin := beginning(text)
			s.begins[begin>>6] |= 1 << (begin & 63)
			s.phrases[begin] = append(s.phrases[begin], phrase{text, kind})
		}
	}
	return s
}

// Kinds returns the kinds of phrases in a text: bit n for the list with the index n.
func (s *PhraseSet) Kinds(text string) uint {
	kinds := uint(0)
	for i := 0; i+1 < len(text); i++ {
		begin := beginning(text[i:])
		if s.begins[begin>>6]>>(begin&63)&1 == 0 {
			continue
		}
		for _, p := range s.phrases[begin] {
			if strings.HasPrefix(text[i:], p.text) {
				kinds |= 1 << p.kind
			}
		}
	}
	return kinds
}

func beginning(text string) uint16 { return uint16(text[0])<<8 | uint16(text[1]) }
