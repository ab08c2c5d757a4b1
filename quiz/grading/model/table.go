package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// table is the JSON of a forest. A tree is a list of numbers, two a node from the root down, left
// before right: the index of a feature and a threshold, or -1 and the value of a leaf.
type table struct {
	Features []string      `json:"features"`
	Bias     float64       `json:"bias"`
	Bags     [][][]float64 `json:"bags"`
}

// MarshalJSON returns the JSON of a forest, a tree a line. Numbers are rounded to four digits after
// the point.
func (f *Forest) MarshalJSON() ([]byte, error) {
	names, err := json.Marshal(f.Features)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"features\":%s,\n\"bias\":%s,\n\"bags\":[", names, rounded(f.Bias))
	for i, bag := range f.Bags {
		writeComma(&b, i)
		b.WriteString("[")
		for k := range bag {
			writeComma(&b, k)
			b.WriteString("[")
			bag[k].write(&b, 0)
			b.WriteString("]")
		}
		b.WriteString("]")
	}
	b.WriteString("]}")
	return b.Bytes(), nil
}

func writeComma(b *bytes.Buffer, i int) {
	if i > 0 {
		b.WriteString(",\n")
	}
}

// write writes the numbers of a node and of those below it.
func (t *Tree) write(b *bytes.Buffer, node int) {
	if node > 0 {
		b.WriteString(",")
	}
	n := t.Nodes[node]
	if n.Feature < 0 {
		fmt.Fprintf(b, "-1,%s", rounded(n.Value))
		return
	}
	fmt.Fprintf(b, "%d,%s", n.Feature, rounded(n.Threshold))
	t.write(b, 2*node+1)
	t.write(b, 2*node+2)
}

func rounded(v float64) string {
	v = math.Round(v*1e4) / 1e4
	if v == 0 {
		return "0" // and never -0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// UnmarshalJSON reads a forest that MarshalJSON wrote. It returns an error for trees that are
// malformed or compare features that the table doesn't name.
func (f *Forest) UnmarshalJSON(data []byte) error {
	var t table
	if err := json.Unmarshal(data, &t); err != nil {
		return fmt.Errorf("table of points: %w", err)
	}
	if len(t.Bags) == 0 {
		return errors.New("table of points: it has no trees")
	}
	forest := Forest{Features: t.Features, Bias: t.Bias, Bags: make([][]Tree, len(t.Bags))}
	for i, bag := range t.Bags {
		for k, numbers := range bag {
			r := treeReader{numbers: numbers, features: len(t.Features)}
			if !r.read(0) || len(r.numbers) > 0 {
				return fmt.Errorf("table of points: tree %d of bag %d is malformed", k+1, i+1)
			}
			forest.Bags[i] = append(forest.Bags[i], Tree{Nodes: r.nodes})
		}
	}
	*f = forest
	return nil
}

// CheckFeatures returns an error if a forest was fitted on other features, or in another order.
func (f *Forest) CheckFeatures(features []string) error {
	if slices.Equal(f.Features, features) {
		return nil
	}
	return fmt.Errorf("table of points: it was fitted on the features %v, and this program has %v: fit it again", f.Features, features)
}

// mostNodes is the greatest number of nodes of a tree: seven splits from the root down.
const mostNodes = 1<<8 - 1

// treeReader reads a tree from its numbers.
type treeReader struct {
	numbers  []float64
	features int
	nodes    []Node
}

// read reads a node and those below it. It reports whether they are well-formed.
func (r *treeReader) read(node int) bool {
	if len(r.numbers) < 2 || node >= mostNodes {
		return false
	}
	feature, value := int(r.numbers[0]), r.numbers[1]
	if float64(feature) != r.numbers[0] || feature < -1 || feature >= r.features {
		return false
	}
	r.numbers = r.numbers[2:]
	for len(r.nodes) <= node {
		r.nodes = append(r.nodes, Node{Feature: -1})
	}
	if feature < 0 {
		r.nodes[node].Value = value
		return true
	}
	r.nodes[node] = Node{Feature: feature, Threshold: value}
	return r.read(2*node+1) && r.read(2*node+2)
}
