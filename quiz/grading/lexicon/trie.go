package lexicon

import "slices"

// trie holds terms as paths of words from its root, the node 0.
type trie struct {
	words map[string]int32 // the numbers of the words that terms are made of, from 1
	first []int32          // the nodes behind first words, by the numbers of these
	edges map[edge]int32   // from the other nodes to the next
	// likely has a bit for each edge, see edge.bit. Most pairs of words are no edge.
	likely [1 << 10]uint64
	nodes  []node
}

// edge leads from a node along a word: the node in the upper half, the word's number in the lower.
type edge uint64

type node struct {
	groups  []Group // of the term that ends here
	hasNext bool
}

func newTrie() *trie {
	return &trie{words: map[string]int32{}, first: make([]int32, 1), edges: map[edge]int32{}, nodes: make([]node, 1)}
}

func newEdge(from, word int32) edge { return edge(from)<<32 | edge(word) }

// bit returns the edge's bit in likely. Edges share bits.
func (e edge) bit() (place uint16, bit uint64) {
	hash := uint64(e) * 0x9e3779b97f4a7c15
	return uint16(hash >> 54), 1 << (hash >> 48 & 63)
}

// insert adds a term to a group.
func (t *trie) insert(words []string, g Group) {
	at := int32(0)
	for _, w := range words {
		at = t.extend(at, t.number(w))
	}
	if n := &t.nodes[at]; !slices.Contains(n.groups, g) {
		n.groups = append(n.groups, g)
	}
}

// number returns the number of a word, a new one if it has none.
func (t *trie) number(word string) int32 {
	n, ok := t.words[word]
	if !ok {
		n = int32(len(t.words)) + 1
		t.words[word] = n
		t.first = append(t.first, 0)
	}
	return n
}

// next returns the node behind a word, 0 if there is none.
func (t *trie) next(from, word int32) int32 {
	switch {
	case from == 0:
		return t.first[word]
	case word == 0:
		return 0
	}
	e := newEdge(from, word)
	if place, bit := e.bit(); t.likely[place]&bit == 0 {
		return 0
	}
	return t.edges[e]
}

// extend returns the node behind a word, a new one if there is none.
func (t *trie) extend(from, word int32) int32 {
	next := t.next(from, word)
	if next > 0 {
		return next
	}
	next = int32(len(t.nodes))
	if from == 0 {
		t.first[word] = next
	} else {
		e := newEdge(from, word)
		t.edges[e] = next
		place, bit := e.bit()
		t.likely[place] |= bit
	}
	t.nodes[from].hasNext = true
	t.nodes = append(t.nodes, node{})
	return next
}
