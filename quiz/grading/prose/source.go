package prose

import "strings"

// Source holds the words of texts that an answer may be put together from, with their neighbours.
type Source struct {
	// numbers are those of the words, from 1.
	numbers map[string]int32
	words   []sourceWord // by number
	next    int32
	// links are the words that stand side by side within a clause.
	links map[link]struct{}
}

// sourceWord is what a source knows of a word.
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
	return &Source{numbers: map[string]int32{}, words: make([]sourceWord, 1), links: map[link]struct{}{}}
}

// Add adds a text with its tokens.
func (s *Source) Add(text string, tokens []Token) {
	last, lastNumber := -1, int32(0)
	for i := range tokens {
		t := &tokens[i]
		if t.IsPunctuation() {
			continue
		}
		n := s.add(t.Text)
		w := &s.words[n]
		if t.Content() {
			if len(w.places) < mostPlaces {
				w.places = append(w.places, s.next)
			}
			s.next++
		}
		switch {
		case last < 0:
			w.begins = true
		case isApart(text, tokens, last, i):
			w.begins, s.words[lastNumber].ends = true, true
		default:
			s.links[newLink(lastNumber, n)] = struct{}{}
		}
		last, lastNumber = i, n
	}
	if last >= 0 {
		s.words[lastNumber].ends = true
	}
	s.next += nearby
}

// add returns the number of a word, a new one if it has none.
func (s *Source) add(word string) int32 {
	n, ok := s.numbers[word]
	if !ok {
		n = int32(len(s.words))
		s.numbers[word] = n
		s.words = append(s.words, sourceWord{})
	}
	return n
}

// Has reports whether a text has the content word.
func (s *Source) Has(word string) bool { return s.has(s.numbers[word]) }

func (s *Source) has(n int32) bool { return s.words[n].places != nil }

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
func (s *Source) isNeighbour(first, second int32, apart bool) bool {
	if apart {
		return s.words[first].ends && s.words[second].begins
	}
	_, linked := s.links[newLink(first, second)]
	return linked
}

// follows reports whether the second content word stands soon after the first one in a text.
func (s *Source) follows(first, second int32) bool {
	places := s.words[second].places
	for _, a := range s.words[first].places {
		for len(places) > 0 && places[0] <= a {
			places = places[1:]
		}
		if len(places) > 0 && places[0]-a <= nearby {
			return true
		}
	}
	return false
}
