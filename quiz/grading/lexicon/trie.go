package lexicon

import (
	"slices"

	"quizbot/quiz/grading/prose"
)

// trie holds terms as paths of words from its root, the node 0.
type trie struct {
	words map[string]int32 // the numbers of the words that terms are made of, from 1
	first []int32          // the nodes behind first words, by the numbers of these
	edges edgeTable        // from the other nodes to the next, until the trie is packed
	nodes []node
	// groups are lists of groups, by their places from 1.
	groups [][]Group

	// A packed trie has the numbers of the common Chinese characters, and of the words that lead to its
	// nodes.
	han    []int32
	labels []int32
}

type node struct {
	// likely has a bit for each word that leads on. Words share bits.
	likely uint64
	groups int32 // the place of the groups of the term that ends here, 0 for none
	// The nodes behind it stand together in a packed trie, by the numbers of the words that lead there.
	next, count int32
}

// bitOf returns the bit of a word in the likely ones of a node.
func bitOf(word int32) uint64 { return 1 << (uint32(word) * 0x9e3779b1 >> 26) }

func newTrie() *trie {
	return &trie{words: map[string]int32{}, first: make([]int32, 1), nodes: make([]node, 1), groups: make([][]Group, 1)}
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
	n := &t.nodes[at]
	if n.groups == 0 {
		n.groups = int32(len(t.groups))
		t.groups = append(t.groups, nil)
	}
	if list := &t.groups[n.groups]; !slices.Contains(*list, g) {
		*list = append(*list, g)
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
	case t.labels != nil:
		n := &t.nodes[from]
		if i, ok := slices.BinarySearch(t.labels[n.next:n.next+n.count], word); ok {
			return n.next + int32(i)
		}
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
