package main

import (
	"go/ast"
	"regexp"
	"strings"
)

// vague matches the words that stand in for a noun.
var vague = regexp.MustCompile(`(?i)\b(what|who|where|which|that|whatever)\b`)

// sentenceEnd matches the end of a sentence: a full stop, question or exclamation mark before a
// space or the end.
var sentenceEnd = regexp.MustCompile(`[.!?](?:["')\]]*)(?:\s+|$)`)

// sentence is one sentence of a comment.
type sentence struct {
	file string
	line int
	text string
}

// vagueWords counts the words of s that stand in for a noun.
func (s sentence) vagueWords() int { return len(vague.FindAllString(s.text, -1)) }

// sentences returns the sentences of all comments of the files. Directives are left out.
func sentences(t *tree, files []goFile) []sentence {
	var all []sentence
	for _, f := range files {
		for _, g := range f.ast.Comments {
			all = append(all, split(f.path, t.fset.Position(g.Pos()).Line, commentText(g))...)
		}
	}
	return all
}

// commentText joins the lines of a comment group without their marks. Indented lines, which are
// code, are left out.
func commentText(g *ast.CommentGroup) string {
	var lines []string
	for line := range strings.SplitSeq(g.Text(), "\n") {
		if !strings.HasPrefix(line, "\t") && !strings.HasPrefix(line, "    ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// split cuts the text of a comment into sentences. A blank line ends one too.
func split(file string, line int, text string) []sentence {
	var all []sentence
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		rest := strings.Join(strings.Fields(paragraph), " ")
		for rest != "" {
			end := len(rest)
			if at := sentenceEnd.FindStringIndex(rest); at != nil {
				end = at[1]
			}
			all = append(all, sentence{file, line, strings.TrimSpace(rest[:end])})
			rest = rest[end:]
		}
	}
	return all
}

// vagueSentences returns the sentences with two or more words that stand in for a noun.
func vagueSentences(all []sentence) []sentence {
	var found []sentence
	for _, s := range all {
		if s.vagueWords() >= 2 {
			found = append(found, s)
		}
	}
	return found
}
