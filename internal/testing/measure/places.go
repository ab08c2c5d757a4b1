package main

import (
	"go/ast"
	"slices"
	"strings"
)

// selectors returns the pairs x, Name of all x.Name whose x isn't declared in the file.
func selectors(f *ast.File) [][2]string {
	unresolved := map[*ast.Ident]bool{}
	for _, id := range f.Unresolved {
		unresolved[id] = true
	}
	var all [][2]string
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && unresolved[x] {
				all = append(all, [2]string{x.Name, s.Sel.Name})
			}
		}
		return true
	})
	return all
}

// places returns the declarations outside tests that name a setting or a command: as a string, or
// as a tag or a field of a struct. Catalogues are not Go and do not count. Test rigs and migrations
// of records are left out.
func places(t *tree, name, field string) []string {
	var found []string
	for _, f := range t.code() {
		if within(f.dir, []string{"internal/testing", "internal/crash", "internal/discordtest", "bot/bottest", "store/storetest", "internal/tools", "store"}) {
			continue
		}
		for _, d := range f.ast.Decls {
			if mentions(d, name, field) {
				found = append(found, f.path+": "+declName(d))
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// mentions reports whether a declaration has name as a string or in a tag, or is a plan with a
// field of that name.
func mentions(d ast.Decl, name, field string) bool {
	found := false
	isPlan := strings.HasPrefix(declName(d), "Plan") || declName(d) == "Timetable" || declName(d) == "planConfig"
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			s := strings.Trim(n.Value, "\"`")
			found = found || slices.Contains(strings.Fields(s), name) || strings.Contains(s, `:"`+name+`"`) || strings.Contains(s, `:"`+name+`,`)
		case *ast.Field:
			for _, id := range n.Names {
				found = found || isPlan && id.Name == field
			}
		}
		return !found
	})
	return found
}

// declName names a declaration for a person.
func declName(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if r := receiverOf(d); r != "" {
			return r + "." + d.Name.Name
		}
		return d.Name.Name
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				return s.Name.Name
			case *ast.ValueSpec:
				return s.Names[0].Name
			}
		}
	}
	return "?"
}
