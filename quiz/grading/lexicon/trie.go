package lexicon

import (
	"slices"

	"quizbot/quiz/grading/prose"
)

// trie holds terms as paths of words from its root, the node 0.
type trie struct {
	words map[string]int32 // the numbers of the words that terms are made of, from 1
	han   []int32          // those of the common Chinese characters, see indexHan
	first []int32          // the nodes behind first words, by the numbers of these
	edges edgeTable        // from the other nodes to the next
	nodes []node
}

type node struct {
	groups []Group // of the term that ends here
	// likely has a bit for each word that leads on. Words share bits.
	likely uint64
}

// bitOf returns the bit of a word in the likely ones of a node.
func bitOf(word int32) uint64 { return 1 << (uint32(word) * 0x9e3779b1 >> 26) }

func newTrie() *trie {
	return &trie{words: map[string]int32{}, first: make([]int32, 1), nodes: make([]node, 1)}
}

// indexHan makes it faster to find the numbers of Chinese characters. Nothing may be inserted after it.
func (t *trie) indexHan() {
	t.han = make([]int32, prose.CommonHan)
	for word, n := range t.words {
		if i := prose.HanIndex(word); i >= 0 {
			t.han[i] = n
		}
	}
}

// numberOf returns the number of a word, 0 if no term has it.
func (t *trie) numberOf(word string) int32 {
	if t.han != nil {
		if i := prose.HanIndex(word); i >= 0 {
			return t.han[i]
		}
	}
	return t.words[word]
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
	case t.nodes[from].likely&bitOf(word) == 0:
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
	t.nodes[from].likely |= bitOf(word)
	t.nodes = append(t.nodes, node{})
	return next
}
