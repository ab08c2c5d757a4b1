package lexicon

import (
	"cmp"
	"slices"

	"quizbot/quiz/grading/prose"
)

// pack puts what a text is searched for close together in memory, so that a look-up reads less of it.
// Nothing may be inserted afterwards.
func (t *trie) pack() {
	t.han = make([]int32, prose.CommonHan)
	for word, n := range t.words {
		if i := prose.HanIndex(word); i >= 0 {
			t.han[i] = n
		}
	}
	children := t.children()
	t.labels = make([]int32, len(t.nodes))
	order := make([]int32, 1, len(t.nodes)) // the nodes before, by those of the packed trie
	nodes := make([]node, 1, len(t.nodes))
	for at := 0; at < len(nodes); at++ {
		n, next := t.nodes[order[at]], children[order[at]]
		n.next, n.count = int32(len(nodes)), int32(len(next))
		nodes[at] = n
		for _, child := range next {
			t.labels[len(nodes)] = child.word
			if at == 0 {
				t.first[child.word] = int32(len(nodes))
			}
			order, nodes = append(order, child.node), append(nodes, node{})
		}
	}
	t.nodes, t.edges = nodes, edgeTable{}
}

// child is a node behind another one, and the word that leads there.
type child struct{ word, node int32 }

// children returns the nodes behind each one, by the numbers of the words.
func (t *trie) children() [][]child {
	children := make([][]child, len(t.nodes))
	for word, next := range t.first {
		if next > 0 {
			children[0] = append(children[0], child{int32(word), next})
		}
	}
	for _, s := range t.edges.slots {
		if s.node > 0 {
			from := s.edge >> 32
			children[from] = append(children[from], child{int32(s.edge & (1<<32 - 1)), s.node})
		}
	}
	for _, list := range children {
		slices.SortFunc(list, func(a, b child) int { return cmp.Compare(a.word, b.word) })
	}
	return children
}
