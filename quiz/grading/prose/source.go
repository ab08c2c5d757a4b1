package prose

import (
	"strings"
	"sync"
)

// Source holds the words of texts that an answer may be put together from, with their neighbours.
type Source struct {
	// numbers are those of the words, from 1.
	numbers map[string]int32
	origins []Origin // of each content word, by number
	texts   []sourceText

	ordering sync.Once
	order    sourceOrder // see [Source.ordered]
}

// Origin is where the texts of a source come from, in bits.
type Origin uint8

// The origins of texts.
const (
	Asked Origin = 1 << iota // the question
	Said                     // what answers it
)

// sourceText is a text of a source, with the numbers of its words in the source.
type sourceText struct {
	Numbered
	numbers []int32
}

// sourceOrder is the order of words in a source.
type sourceOrder struct {
	words []sourceWord // by number
	// links are the words that stand side by side within a clause.
	links map[link]struct{}
}

// sourceWord is where a source has a word.
type sourceWord struct {
	// places are those of a content word, in the order of the texts.
	places []int32
	// begins and ends say that the word is the first or the last of a clause.
	begins, ends bool
}

// link is the numbers of two neighbouring words, that of the first in the upper half.
type link uint64

func newLink(first, second int32) link { return link(first)<<32 | link(second) }

// nearby is the number of content words within which words belong together.
const nearby = 4

// mostPlaces is the number of places of a word that are remembered. A word of more tells nothing about
// the order of others.
const mostPlaces = 32

// NewSource returns a source without a text.
func NewSource() *Source {
	return &Source{numbers: map[string]int32{}, origins: make([]Origin, 1)}
}

// Add adds a text, which must not change afterwards. The source must not be in use yet.
func (s *Source) Add(text Numbered, origin Origin) {
	numbers := make([]int32, len(text.Words))
	for i, w := range text.Words {
		numbers[i] = s.add(w)
	}
	for i := range text.Tokens {
		if text.Tokens[i].Content() {
			s.origins[numbers[text.WordOf[i]]] |= origin
		}
	}
	s.texts = append(s.texts, sourceText{text, numbers})
}

// add returns the number of a word, a new one if it has none.
func (s *Source) add(word string) int32 {
	n, ok := s.numbers[word]
	if !ok {
		n = int32(len(s.origins))
		s.numbers[word] = n
		s.origins = append(s.origins, 0)
	}
	return n
}

// Has reports whether a text of an origin has the content word.
func (s *Source) Has(word string, origin Origin) bool { return s.origins[s.numbers[word]]&origin > 0 }

// has reports whether any text has a content word.
func (s *Source) has(n int32) bool { return s.origins[n] > 0 }

// ordered returns the order of the words. Most answers are told from copies without it.
func (s *Source) ordered() *sourceOrder {
	s.ordering.Do(func() {
		s.order = sourceOrder{words: make([]sourceWord, len(s.origins)), links: map[link]struct{}{}}
		next := int32(0)
		for i := range s.texts {
			next = s.order.add(&s.texts[i], next) + nearby
		}
	})
	return &s.order
}

// add adds a text whose first content word has a place, and returns the place behind its last one.
func (o *sourceOrder) add(text *sourceText, place int32) int32 {
	last, lastNumber := -1, int32(0)
	for i, local := range text.WordOf {
		if local < 0 {
			continue
		}
		n := text.numbers[local]
		w := &o.words[n]
		if text.Tokens[i].Content() {
			if len(w.places) < mostPlaces {
				w.places = append(w.places, place)
			}
			place++
		}
		switch {
		case last < 0:
			w.begins = true
		case isApart(text.Source, text.Tokens, last, i):
			w.begins, o.words[lastNumber].ends = true, true
		default:
			o.links[newLink(lastNumber, n)] = struct{}{}
		}
		last, lastNumber = i, n
	}
	if last >= 0 {
		o.words[lastNumber].ends = true
	}
	return place
}

// isApart reports whether more than a space, or a mark within a clause, stands between two words.
func isApart(text string, tokens []Token, first, second int) bool {
	if second > first+1 {
		return true
	}
	gap := gapBetween(text, &tokens[first], &tokens[second])
	if strings.TrimLeft(gap, " ()（）\"'“”‘’「」《》-`*\u200b") != "" {
		return true
	}
	return gap != "" && tokens[first].Kind == Han && tokens[second].Kind == Han
}

// gapBetween returns the text between two tokens.
func gapBetween(text string, first, second *Token) string {
	return text[first.End:max(first.End, second.Start)]
}

// isNeighbour reports whether two words of an answer follow each other in a text of the source as they
// do in the answer: within a clause, or at the end of one and the beginning of another.
func (o *sourceOrder) isNeighbour(first, second int32, apart bool) bool {
	if apart {
		return o.words[first].ends && o.words[second].begins
	}
	_, linked := o.links[newLink(first, second)]
	return linked
}

// follows reports whether the second content word stands soon after the first one in a text.
func (o *sourceOrder) follows(first, second int32) bool {
	places := o.words[second].places
	for _, a := range o.words[first].places {
		for len(places) > 0 && places[0] <= a {
			places = places[1:]
		}
		if len(places) > 0 && places[0]-a <= nearby {
			return true
		}
	}
	return false
}
