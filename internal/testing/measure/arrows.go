package main

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// graph holds for each file the files whose names it uses.
type graph map[string]map[string]bool

func (g graph) add(from, to string) {
	if g[from] == nil {
		g[from] = map[string]bool{}
	}
	if from != to {
		g[from][to] = true
	}
}

// fileGraph returns the uses of names between the files below a folder. Uses of methods and fields
// aren't counted, since syntax alone doesn't resolve them.
func fileGraph(t *tree, folder string) graph {
	files := t.code(folder)
	home := map[string]string{} // folder and name -> the file that declares it
	for _, f := range files {
		for _, d := range declarations(f) {
			if d.receiver == "" {
				home[f.dir+" "+d.name] = f.path
			}
		}
	}
	g := graph{}
	for _, f := range files {
		g.add(f.path, f.path)
		for _, id := range f.ast.Unresolved {
			if to, ok := home[f.dir+" "+id.Name]; ok {
				g.add(f.path, to)
			}
		}
		for _, use := range qualifiedNames(f) {
			if to, ok := home[use]; ok {
				g.add(f.path, to)
			}
		}
	}
	return g
}

// upward returns the arrows from a lower layer to a higher one. The layers are the best order of
// the files: one with few upward arrows, found by the heuristic of Eades, Lin and Smyth (1993) for
// feedback arc sets.
func (g graph) upward() []string {
	position := map[string]int{}
	for i, f := range g.order() {
		position[f] = i
	}
	var up []string
	for from, tos := range g {
		for to := range tos {
			if position[from] > position[to] {
				up = append(up, fmt.Sprintf("%s -> %s", from, path.Base(to)))
			}
		}
	}
	slices.Sort(up)
	return up
}

// order returns the files from the highest layer to the lowest.
func (g graph) order() []string {
	left := map[string]bool{}
	for f := range g {
		left[f] = true
	}
	var head, tail []string
	take := func(f string) { delete(left, f) }
	for len(left) > 0 {
		best, gain := "", 0
		moved := false
		for _, f := range slices.Sorted(maps.Keys(left)) {
			out, in := g.degree(f, left)
			switch {
			case out == 0:
				tail, moved = append(tail, f), true
				take(f)
			case in == 0:
				head, moved = append(head, f), true
				take(f)
			case best == "" || out-in > gain:
				best, gain = f, out-in
			}
		}
		if !moved && best != "" {
			head = append(head, best)
			take(best)
		}
	}
	slices.Reverse(tail)
	return append(head, tail...)
}

// degree counts the arrows out of f and into f among the files that are left.
func (g graph) degree(f string, left map[string]bool) (out, in int) {
	for to := range g[f] {
		if left[to] {
			out++
		}
	}
	for from := range left {
		if from != f && g[from][f] {
			in++
		}
	}
	return out, in
}

// arrows counts all of them.
func (g graph) arrows() int {
	n := 0
	for _, tos := range g {
		n += len(tos)
	}
	return n
}

// qualifiedNames returns the uses of other packages of the module as folder and name.
func qualifiedNames(f goFile) []string {
	folders := map[string]string{}
	for _, s := range f.ast.Imports {
		p := strings.Trim(s.Path.Value, `"`)
		_, folder, ok := strings.Cut(p, "/")
		if !ok {
			folder = p
		}
		name := path.Base(p)
		if s.Name != nil {
			name = s.Name.Name
		}
		folders[name] = folder
	}
	var uses []string
	for _, s := range selectors(f.ast) {
		if folder, ok := folders[s[0]]; ok {
			uses = append(uses, folder+" "+s[1])
		}
	}
	return uses
}
