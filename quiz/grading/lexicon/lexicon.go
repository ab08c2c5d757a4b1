package lexicon

import "quizbot/quiz/grading/prose"

// Strength says how close the terms of a group are.
type Strength uint8

// The strengths, from the weakest.
const (
	Related Strength = iota // terms that say about the same in most places: hand out, assign
	Close                   // terms on one side of a pair of opposites: faster, quicker
	Same                    // names of one thing: GIL, global interpreter lock
)

// Group is the index of a set of terms with one meaning.
type Group int32

// Lexicon is a table of groups. It is safe for concurrent use as long as nothing is added.
type Lexicon struct {
	// base is the lexicon that this one extends, nil for none. The groups of this one are numbered
	// from first.
	base      *Lexicon
	first     Group
	terms     *trie
	strength  []Strength
	opposites [][]Group
}

// New returns an empty lexicon.
func New() *Lexicon { return &Lexicon{terms: newTrie()} }

// With returns a lexicon that knows further groups of terms that name one thing. The receiver
// doesn't change, and must not afterwards.
func (l *Lexicon) With(groups [][]string) *Lexicon {
	if len(groups) == 0 {
		return l
	}
	extended := &Lexicon{base: l, first: l.first + Group(len(l.strength)), terms: newTrie()}
	for _, terms := range groups {
		extended.Add(terms, Same)
	}
	return extended
}

// Add adds a group of terms and returns it.
func (l *Lexicon) Add(terms []string, strength Strength) Group {
	g := l.first + Group(len(l.strength))
	l.strength = append(l.strength, strength)
	l.opposites = append(l.opposites, nil)
	for _, term := range terms {
		if words := wordsOf(prose.Tokenize(term)); len(words) > 0 {
			l.terms.insert(words, g)
		}
	}
	return g
}

// AddOpposites adds two groups that contradict each other.
func (l *Lexicon) AddOpposites(left, right []string) {
	a, b := l.Add(left, Close), l.Add(right, Close)
	l.opposites[a-l.first] = []Group{b}
	l.opposites[b-l.first] = []Group{a}
}

// Strength returns how close the terms of a group are.
func (l *Lexicon) Strength(g Group) Strength {
	owner := l.owner(g)
	return owner.strength[g-owner.first]
}

// Opposites returns the groups that contradict a group.
func (l *Lexicon) Opposites(g Group) []Group {
	owner := l.owner(g)
	return owner.opposites[g-owner.first]
}

// owner returns the lexicon to which a group was added.
func (l *Lexicon) owner(g Group) *Lexicon {
	for g < l.first {
		l = l.base
	}
	return l
}
