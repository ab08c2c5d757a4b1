package main

import (
	"go/ast"
	"slices"
	"strings"
)

// declared is a name at package level, or a method.
type declared struct {
	name     string
	receiver string // the type of a method, empty otherwise
	node     ast.Node
}

// declarations returns the names that a file declares at package level, methods included.
func declarations(f goFile) []declared {
	var all []declared
	for _, d := range f.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			all = append(all, declared{d.Name.Name, receiverOf(d), d})
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					all = append(all, declared{s.Name.Name, "", s})
				case *ast.ValueSpec:
					for _, id := range s.Names {
						all = append(all, declared{id.Name, "", s})
					}
				}
			}
		}
	}
	return slices.DeleteFunc(all, func(d declared) bool { return d.name == "_" || d.name == "init" || d.name == "main" })
}

// receiverOf returns the name of a method's type, and nothing for a function.
func receiverOf(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return ""
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return "?"
		}
	}
}

// exportedNames counts the exported names of each package: types, functions, values, and methods of
// exported types.
func exportedNames(t *tree) map[string]int {
	count := map[string]int{}
	for _, f := range t.code() {
		for _, d := range declarations(f) {
			if ast.IsExported(d.name) && (d.receiver == "" || ast.IsExported(d.receiver)) {
				count[f.dir]++
			}
		}
	}
	return count
}

// filesIn counts the files of each package.
func filesIn(t *tree) map[string]int {
	count := map[string]int{}
	for _, f := range t.code() {
		count[f.dir]++
	}
	return count
}

// sharedNames returns the names that are declared below both folders.
func sharedNames(t *tree, one, other string) []string {
	in := func(folder string) map[string]bool {
		names := map[string]bool{}
		for _, f := range t.code(folder) {
			for _, d := range declarations(f) {
				names[d.name] = true
			}
		}
		return names
	}
	var shared []string
	others := in(other)
	for name := range in(one) {
		if others[name] {
			shared = append(shared, name)
		}
	}
	slices.Sort(shared)
	return shared
}

// functionName is a function or method with the length of its name in letters.
type functionName struct {
	name, file    string
	letters, body int
}

// functions returns all functions outside tests, those with the shortest names first.
func functions(t *tree) []functionName {
	var all []functionName
	for _, f := range t.code() {
		for _, d := range f.ast.Decls {
			if d, ok := d.(*ast.FuncDecl); ok {
				body := t.fset.Position(d.End()).Line - t.fset.Position(d.Pos()).Line + 1
				all = append(all, functionName{d.Name.Name, f.path, len(d.Name.Name), body})
			}
		}
	}
	slices.SortFunc(all, func(a, b functionName) int {
		if a.letters != b.letters {
			return a.letters - b.letters
		}
		return strings.Compare(a.name+a.file, b.name+b.file)
	})
	return all
}
