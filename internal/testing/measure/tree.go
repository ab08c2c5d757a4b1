package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// goFile is a parsed file of the checkout.
type goFile struct {
	path  string // relative to the root, with slashes
	dir   string
	test  bool
	lines int
	ast   *ast.File
}

// tree is all Go code of a checkout.
type tree struct {
	fset  *token.FileSet
	files []goFile
}

// readTree parses every Go file below root. Hidden folders, testdata and generated files are left
// out.
func readTree(root string) (*tree, error) {
	t := &tree{fset: token.NewFileSet()}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "bin") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		return t.add(root, path)
	})
	return t, err
}

func (t *tree) add(root, path string) error {
	src, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	f, err := parser.ParseFile(t.fset, path, src, parser.ParseComments)
	if err != nil {
		return err
	}
	if ast.IsGenerated(f) {
		return nil
	}
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return err
	}
	rel = filepath.ToSlash(rel)
	t.files = append(t.files, goFile{
		path: rel, dir: strings.TrimSuffix(filepath.ToSlash(filepath.Dir(rel)), "/"),
		test: strings.HasSuffix(rel, "_test.go"), lines: strings.Count(string(src), "\n"), ast: f,
	})
	return nil
}

// code returns the files outside tests below the folders, all of them where no folder is given.
func (t *tree) code(folders ...string) []goFile {
	var files []goFile
	for _, f := range t.files {
		if !f.test && within(f.dir, folders) {
			files = append(files, f)
		}
	}
	return files
}

// within reports whether dir is one of the folders or lies below one; no folders contain
// everything.
func within(dir string, folders []string) bool {
	for _, folder := range folders {
		if dir == folder || strings.HasPrefix(dir, folder+"/") {
			return true
		}
	}
	return len(folders) == 0
}
