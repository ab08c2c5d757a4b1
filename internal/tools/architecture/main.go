// Command architecture draws the packages of the program and their imports into
// docs/architecture.md, with a sentence about each package. A test compares the page with the code.
//
//	go run ./internal/tools/architecture
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"quizbot/internal/testing/imports"
)

// page is the file with the drawing. Generated text is between the markers.
const (
	page        = "docs/architecture.md"
	beginMarker = "<!-- Written by go run ./internal/tools/architecture from here on. -->\n"
	endMarker   = "<!-- Written by hand again. -->\n"
)

func main() {
	if err := writePage(context.Background(), page); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "architecture:", err)
		os.Exit(1)
	}
}

// writePage replaces the generated text of a page.
func writePage(ctx context.Context, path string) error {
	packages, err := imports.List(ctx)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	updated, err := replaceGenerated(string(text), generatedText(packages))
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(updated), 0o644) //nolint:gosec // a page that everybody reads
}

// replaceGenerated returns a page with other generated text.
func replaceGenerated(text, generated string) (string, error) {
	head, rest, begins := strings.Cut(text, beginMarker)
	_, tail, ends := strings.Cut(rest, endMarker)
	if !begins || !ends {
		return "", fmt.Errorf("%s has no place for the drawing, between %q and %q", page, beginMarker, endMarker)
	}
	return head + beginMarker + generated + endMarker + tail, nil
}

// generatedText returns the drawing, and a table of all packages.
func generatedText(packages []imports.Package) string {
	return "\n```mermaid\n" + drawGraph(packages) + "```\n\n" + packageTable(packages) + "\n"
}

// packageTable returns a row for each package, with the first sentence of its documentation.
func packageTable(packages []imports.Package) string {
	var b strings.Builder
	b.WriteString("| package | in a sentence |\n|---|---|\n")
	for i := range packages {
		p := &packages[i]
		fmt.Fprintf(&b, "| `%s` | %s |\n", shortPath(p.ImportPath), packageSentence(p))
	}
	return b.String()
}

// packageSentence returns the first sentence of a package's documentation, without its subject.
func packageSentence(p *imports.Package) string {
	kind := "Package"
	if p.Name == "main" {
		kind = "Command"
	}
	sentence := strings.TrimPrefix(p.Doc, kind+" "+p.ImportPath[strings.LastIndexByte(p.ImportPath, '/')+1:]+" ")
	return strings.TrimSuffix(strings.TrimPrefix(sentence, "is "), ".")
}
