package model

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// randomForest returns a forest of random trees, and the names of its features.
func randomForest(rng *rand.Rand) *Forest {
	f := &Forest{Features: []string{"a", "b", "c"}, Bias: rng.NormFloat64()}
	for range 3 {
		var bag []Tree
		for range 4 {
			tree := Tree{Nodes: make([]Node, 15)}
			for i := range tree.Nodes {
				tree.Nodes[i] = Node{Feature: rng.IntN(3), Threshold: rng.Float64()}
				if i >= 7 || rng.IntN(4) == 0 {
					tree.Nodes[i] = Node{Feature: -1, Value: rng.NormFloat64()}
				}
			}
			bag = append(bag, tree)
		}
		f.Bags = append(f.Bags, bag)
	}
	return f
}

func TestTableKeepsAForest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		want := randomForest(rng)
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Forest
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if err := got.CheckFeatures(want.Features); err != nil {
			t.Error(err)
		}
		for range 50 {
			features := []float64{rng.Float64(), rng.Float64(), rng.Float64()}
			if a, b := got.Probability(features), want.Probability(features); math.Abs(a-b) > 2e-3 && !nearThreshold(want, features) {
				t.Fatalf("got probability %.4f, want %.4f", a, b)
			}
		}
	}
}

// nearThreshold reports whether rounding may change the way through a tree.
func nearThreshold(f *Forest, features []float64) bool {
	for _, bag := range f.Bags {
		for _, tree := range bag {
			for _, n := range tree.Nodes {
				if n.Feature >= 0 && math.Abs(n.Threshold-features[n.Feature]) < 1e-4 {
					return true
				}
			}
		}
	}
	return false
}

func TestTableIsATreeALine(t *testing.T) {
	f := &Forest{Features: []string{"a"}, Bias: -0.00001, Bags: [][]Tree{{
		{Nodes: []Node{{Feature: 0, Threshold: 0.25}, {Feature: -1, Value: -1.23456}, {Feature: -1, Value: 1}}},
		{Nodes: []Node{{Feature: -1, Value: 0.5}}},
	}}}
	data, err := f.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"features":["a"],
"bias":0,
"bags":[[[0,0.25,-1,-1.2346,-1,1],
[-1,0.5]]]}`
	if string(data) != want {
		t.Errorf("got\n%s\nwant\n%s", data, want)
	}
}

func TestMalformedTablesAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"no object":       {`[]`, "table of points: json:"},
		"no trees":        {`{"features":["a"],"bags":[]}`, "table of points: it has no trees"},
		"half a split":    {`{"features":["a"],"bags":[[[-1,1],[0,0.5,-1,1]]]}`, "table of points: tree 2 of bag 1 is malformed"},
		"a number more":   {`{"features":["a"],"bags":[[[-1,1,2]]]}`, "table of points: tree 1 of bag 1 is malformed"},
		"unknown feature": {`{"features":["a"],"bags":[[[1,0.5,-1,0,-1,1]]]}`, "table of points: tree 1 of bag 1 is malformed"},
		"broken feature":  {`{"features":["a"],"bags":[[[0.5,0.5,-1,0,-1,1]]]}`, "table of points: tree 1 of bag 1 is malformed"},
		"no numbers":      {`{"features":["a"],"bags":[[[]]]}`, "table of points: tree 1 of bag 1 is malformed"},
		"endless splitting": {
			`{"features":["a"],"bags":[[[` + strings.Repeat("0,0,", 300) + `-1,0]]]}`, "table of points: tree 1 of bag 1 is malformed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var f Forest
			if err := json.Unmarshal([]byte(c.data), &f); err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got error %v, want %s", err, c.want)
			}
		})
	}
	f := Forest{Features: []string{"a", "b"}}
	if err := f.CheckFeatures([]string{"b", "a"}); err == nil || !strings.HasSuffix(err.Error(), "fit it again") {
		t.Errorf("other features: got error %v", err)
	}
}
