package lexicon

import "slices"

// trie holds terms as paths of words from its root, the node 0.
type trie struct {
	words map[string]int32 // the numbers of the words that terms are made of, from 1
	first []int32          // the nodes behind first words, by the numbers of these
	edges edgeTable        // from the other nodes to the next
	nodes []node
}

type node struct {
	groups  []Group // of the term that ends here
	hasNext bool
}

func newTrie() *trie {
	return &trie{words: map[string]int32{}, first: make([]int32, 1), nodes: make([]node, 1)}
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
	return t.edges.find(newEdge(from, word))
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
		t.edges.add(newEdge(from, word), next)
	}
	t.nodes[from].hasNext = true
	t.nodes = append(t.nodes, node{})
	return next
}
