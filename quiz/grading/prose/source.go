package prose

import "strings"

// Source holds the words of texts that an answer may be put together from, with their neighbours.
type Source struct {
	// places are those of each content word, in the order of the texts.
	places map[string][]int32
	next   int32
	// links are the words that stand side by side within a clause.
	links map[link]struct{}
	// begins and ends are the first and the last words of clauses.
	begins, ends map[string]struct{}
}

// link is two neighbouring words.
type link struct{ first, second string }

// nearby is the number of content words within which words belong together.
const nearby = 4

// mostPlaces is the number of places of a word that are remembered. A word of more tells nothing about
// the order of others.
const mostPlaces = 32

// NewSource returns a source without a text.
func NewSource() *Source {
	return &Source{places: map[string][]int32{}, links: map[link]struct{}{}, begins: map[string]struct{}{}, ends: map[string]struct{}{}}
}

// Add adds a text with its tokens.
func (s *Source) Add(text string, tokens []Token) {
	last := -1
	for i := range tokens {
		t := &tokens[i]
		if t.IsPunctuation() {
			continue
		}
		if t.Content() {
			if places := s.places[t.Text]; len(places) < mostPlaces {
				s.places[t.Text] = append(places, s.next)
			}
			s.next++
		}
		switch {
		case last < 0:
			s.begins[t.Text] = struct{}{}
		case isApart(text, tokens, last, i):
			s.begins[t.Text], s.ends[tokens[last].Text] = struct{}{}, struct{}{}
		default:
			s.links[link{tokens[last].Text, t.Text}] = struct{}{}
		}
		last = i
	}
	if last >= 0 {
		s.ends[tokens[last].Text] = struct{}{}
	}
	s.next += nearby
}

// Has reports whether a text has the content word.
func (s *Source) Has(word string) bool { return s.places[word] != nil }

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
func (s *Source) isNeighbour(first, second string, apart bool) bool {
	if apart {
		_, ends := s.ends[first]
		_, begins := s.begins[second]
		return ends && begins
	}
	_, linked := s.links[link{first, second}]
	return linked
}

// follows reports whether the second content word stands soon after the first one in a text.
func (s *Source) follows(first, second string) bool {
	for _, a := range s.places[first] {
		for _, b := range s.places[second] {
			if b > a && b-a <= nearby {
				return true
			}
		}
	}
	return false
}
