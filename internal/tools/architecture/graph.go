package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"quizbot/internal/testing/imports"
)

// graph holds the packages that each package imports. It has no cycles.
type graph map[string][]string

// collapsed returns the folders that are drawn as one node, with all packages below them. Their
// inside is told by the table.
func collapsed() []string {
	return []string{"bot/console", "bot/discord", "bot/slack", "questions", "store"}
}

// drawGraph returns the packages of the program as a flowchart of Mermaid. An arrow is an import.
// Imports that follow from other arrows are left out.
func drawGraph(packages []imports.Package) string {
	g := mergeSiblings(reduceGraph(programGraph(packages)))
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	for _, node := range slices.Sorted(maps.Keys(g)) {
		fmt.Fprintf(&b, "    %s[\"%s\"]\n", nodeID(node), node)
	}
	for _, node := range slices.Sorted(maps.Keys(g)) {
		for _, imported := range g[node] {
			fmt.Fprintf(&b, "    %s --> %s\n", nodeID(node), nodeID(imported))
		}
	}
	return b.String()
}

// nodeID returns the id of a node: its name without signs.
func nodeID(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '/', ' ':
			return '_'
		case '{', '}', ',':
			return -1
		}
		return r
	}, name)
}

// nodeOf returns the path of a package, or the folder that it is drawn as a part of.
func nodeOf(importPath string) string {
	path := shortPath(importPath)
	for _, folder := range collapsed() {
		if strings.HasPrefix(path, folder+"/") {
			return folder
		}
	}
	return path
}

// shortPath returns the path of a package in the repository.
func shortPath(importPath string) string {
	_, path, _ := strings.Cut(importPath, "/")
	return path
}

// isProgram reports whether a package belongs to the program, and not to its tests or tools.
func isProgram(path string) bool {
	return !strings.HasSuffix(path, "test") && !strings.Contains(path, "internal/testing/") && !strings.Contains(path, "internal/tools/")
}

// programGraph returns the imports between the packages of the program.
func programGraph(packages []imports.Package) graph {
	g, drawn := graph{}, map[string]bool{}
	for _, p := range packages {
		if isProgram(p.ImportPath) {
			drawn[p.ImportPath] = true
			g[nodeOf(p.ImportPath)] = nil
		}
	}
	for _, p := range packages {
		for _, imported := range p.Imports {
			from, to := nodeOf(p.ImportPath), nodeOf(imported)
			if drawn[p.ImportPath] && drawn[imported] && from != to && !slices.Contains(g[from], to) {
				g[from] = append(g[from], to)
			}
		}
	}
	return g
}

// reduceGraph removes each import that another import of the same package leads to.
func reduceGraph(g graph) graph {
	reduced := graph{}
	for node, list := range g {
		reduced[node] = slices.DeleteFunc(slices.Clone(list), func(imported string) bool {
			return slices.ContainsFunc(list, func(other string) bool { return other != imported && g.leadsTo(other, imported) })
		})
	}
	return reduced
}

// leadsTo reports whether imports lead from one package to another.
func (g graph) leadsTo(from, to string) bool {
	return from == to || slices.ContainsFunc(g[from], func(next string) bool { return g.leadsTo(next, to) })
}

// mergeSiblings makes one node of packages in the same folder with the same arrows.
func mergeSiblings(g graph) graph {
	importers := graph{}
	for node, list := range g {
		for _, imported := range list {
			importers[imported] = append(importers[imported], node)
		}
	}
	siblings := map[string][]string{}
	for node := range g {
		folder := node[:strings.LastIndexByte(node, '/')+1]
		arrows := fmt.Sprint(folder, slices.Sorted(slices.Values(g[node])), slices.Sorted(slices.Values(importers[node])))
		siblings[arrows] = append(siblings[arrows], node)
	}
	names := map[string]string{}
	for _, nodes := range siblings {
		slices.Sort(nodes)
		for _, node := range nodes {
			names[node] = mergedName(nodes)
		}
	}
	merged := graph{}
	for node, list := range g {
		var renamed []string
		for _, imported := range list {
			renamed = append(renamed, names[imported])
		}
		slices.Sort(renamed)
		merged[names[node]] = slices.Compact(renamed)
	}
	return merged
}

// mergedName returns the name of a node for packages of one folder.
func mergedName(paths []string) string {
	if len(paths) == 1 || !strings.Contains(paths[0], "/") {
		return strings.Join(paths, ", ")
	}
	folder := paths[0][:strings.LastIndexByte(paths[0], '/')+1]
	var names []string
	for _, path := range paths {
		names = append(names, strings.TrimPrefix(path, folder))
	}
	return folder + "{" + strings.Join(names, ", ") + "}"
}
