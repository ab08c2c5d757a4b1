// Package docs checks that documents name only what exists.
package docs

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"

	"quizbot/internal/testing/imports"
)

// names holds the declared names of the module, like quiz.Round and quiz.Round.Close.
type names map[string]bool

// hasPackage reports whether a package has a name.
func (n names) hasPackage(name string) bool { return n[name] }

// declaredNames returns the names of all packages of the module, tests apart.
func declaredNames(ctx context.Context) (names, error) {
	packages, err := imports.List(ctx)
	if err != nil {
		return nil, err
	}
	found := names{}
	for _, p := range packages {
		found[p.Name] = true
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			for _, decl := range file.Decls {
				found.addDecl(p.Name, decl)
			}
		}
	}
	return found, nil
}

// addDecl adds the names that a declaration declares.
func (n names) addDecl(pkg string, decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			n[pkg+"."+d.Name.Name] = true
			return
		}
		n[pkg+"."+receiverType(d.Recv.List[0].Type)+"."+d.Name.Name] = true
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			n.addSpec(pkg, spec)
		}
	}
}

// receiverType returns the name of a method's type.
func receiverType(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.StarExpr:
		return receiverType(e.X)
	case *ast.IndexExpr:
		return receiverType(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// addSpec adds the names of a constant, variable or type, with the type's fields and methods.
func (n names) addSpec(pkg string, spec ast.Spec) {
	switch s := spec.(type) {
	case *ast.ValueSpec:
		for _, name := range s.Names {
			n[pkg+"."+name.Name] = true
		}
	case *ast.TypeSpec:
		n[pkg+"."+s.Name.Name] = true
		members := &ast.FieldList{}
		switch t := s.Type.(type) {
		case *ast.StructType:
			members = t.Fields
		case *ast.InterfaceType:
			members = t.Methods
		}
		for _, member := range members.List {
			for _, name := range member.Names {
				n[pkg+"."+s.Name.Name+"."+name.Name] = true
			}
		}
	}
}

// goName matches a qualified name in code marks.
var goName = regexp.MustCompile("`([a-z]+(?:\\.[A-Z][A-Za-z0-9]*){1,2})(?:\\(.*?\\))?`")

// unknownNames returns the Go names in a document that no package declares. Names of packages
// outside of the module are not looked at.
func unknownNames(document string, known names) []string {
	var unknown []string
	for _, match := range goName.FindAllStringSubmatch(document, -1) {
		pkg, _, _ := strings.Cut(match[1], ".")
		if known.hasPackage(pkg) && !known[match[1]] {
			unknown = append(unknown, match[1])
		}
	}
	return unknown
}

// link matches the target of a link, without its anchor.
var link = regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`)

// localLinks returns the targets of a document's links to files.
func localLinks(document string) []string {
	var targets []string
	for _, match := range link.FindAllStringSubmatch(document, -1) {
		if !strings.Contains(match[1], ":") {
			targets = append(targets, match[1])
		}
	}
	return targets
}
