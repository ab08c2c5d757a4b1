package prose

import "strings"

// PhraseSet finds phrases of several kinds in texts. It is safe for concurrent use.
type PhraseSet struct {
	begins  [1 << 10]uint64     // a bit for the first three bytes of each phrase, by their hash
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
			s.addBeginning(text)
			begin := beginning(text)
			s.phrases[begin] = append(s.phrases[begin], phrase{text, kind})
		}
	}
	return s
}

// Kinds returns the kinds of phrases in a text: bit n for the list with the index n.
func (s *PhraseSet) Kinds(text string) uint {
	kinds := uint(0)
	if len(text) < 2 {
		return 0
	}
	next := trigram(text[0])<<8 | trigram(text[1])<<16
	for i := 0; i+1 < len(text); i++ {
		next >>= 8
		if i+2 < len(text) {
			next |= trigram(text[i+2]) << 16
		}
		if place, bit := next.bit(); s.begins[place]&bit == 0 {
			continue
		}
		for _, p := range s.phrases[beginning(text[i:])] {
			if strings.HasPrefix(text[i:], p.text) {
				kinds |= 1 << p.kind
			}
		}
	}
	return kinds
}

// trigram is three bytes of a text, the first one in the lowest bits, and 0 behind its end.
type trigram uint32

// bit returns the bit of a trigram in a table. Several share one.
func (t trigram) bit() (place uint16, bit uint64) {
	hash := uint32(t) * 0x9e3779b1 >> 16
	return uint16(hash >> 6), 1 << (hash & 63)
}

// addBeginning sets the bits of all trigrams with which a place of the phrase may begin.
func (s *PhraseSet) addBeginning(text string) {
	first, last := byte(0), byte(255)
	if len(text) > 2 {
		first, last = text[2], text[2]
	}
	for third := int(first); third <= int(last); third++ {
		place, bit := (trigram(text[0]) | trigram(text[1])<<8 | trigram(third)<<16).bit()
		s.begins[place] |= bit
	}
}

func beginning(text string) uint16 { return uint16(text[0])<<8 | uint16(text[1]) }
