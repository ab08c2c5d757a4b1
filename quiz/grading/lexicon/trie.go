package lexicon

import "slices"

// node is a place in the trie of terms. A term is a path of token texts.
type node struct {
	next   map[string]*node
	groups []Group // of the term that ends here
}

// insert adds a term to a group.
func (n *node) insert(words []string, g Group) {
	for _, w := range words {
		if n.next == nil {
			n.next = map[string]*node{}
		}
		child := n.next[w]
		if child == nil {
			child = &node{}
			n.next[w] = child
		}
		n = child
	}
	if !slices.Contains(n.groups, g) {
		n.groups = append(n.groups, g)
	}
}
