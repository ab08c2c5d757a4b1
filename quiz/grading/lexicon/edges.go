package lexicon

// edge leads from a node along a word: the node in the upper half, the word's number in the lower.
type edge uint64

func newEdge(from, word int32) edge { return edge(from)<<32 | edge(word) }

func (e edge) hash() uint64 { return uint64(e) * 0x9e3779b97f4a7c15 }

// edgeTable holds the nodes behind edges, with open addressing.
type edgeTable struct {
	slots []slot // a power of 2, free without a node
	count int
}

type slot struct {
	edge edge
	node int32
}

// roomyShare is the number of slots for each edge, at least.
const roomyShare = 2

// find returns the node behind an edge, 0 if there is none.
func (t *edgeTable) find(e edge) int32 { return t.slots[t.slotOf(e)].node }

// slotOf returns the slot of an edge, or a free one.
func (t *edgeTable) slotOf(e edge) int {
	last := len(t.slots) - 1
	i := int(e.hash()>>32) & last
	for t.slots[i].node > 0 && t.slots[i].edge != e {
		i = (i + 1) & last
	}
	return i
}

// add adds an edge that isn't there yet.
func (t *edgeTable) add(e edge, node int32) {
	if t.count++; roomyShare*t.count > len(t.slots) {
		old := t.slots
		t.slots = make([]slot, max(8, 2*len(old)))
		for _, s := range old {
			if s.node > 0 {
				t.slots[t.slotOf(s.edge)] = s
			}
		}
	}
	t.slots[t.slotOf(e)] = slot{e, node}
}
