package lint

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	gmtext "github.com/yuin/goldmark/text"
)

// sourceFile is a file in which diagnostics are located.
type sourceFile struct {
	text  string
	lines source.LineIndex
}

// openFile reads a file once. A missing file is empty.
func (l *linter) openFile(file string) *sourceFile {
	s, ok := l.files[file]
	if !ok {
		data, err := source.ReadFile(file)
		s = &sourceFile{}
		if err == nil {
			s.text, _ = source.Decode(data)
		}
		s.lines = source.IndexLines(s.text)
		l.files[file] = s
	}
	return s
}

// passage is a text of a question. at is its offset in the file, -1 where the file does not hold it
// to the letter, as in a notebook.
type passage struct {
	linter   *linter
	question *quiz.Question
	text     string
	at       int
}

// passage finds a text in its file, from the question on.
func (l *linter) passage(q *quiz.Question, text string) passage {
	p := passage{l, q, text, -1}
	src := l.openFile(q.Source.File)
	if q.Source.Line >= 1 && q.Source.Line <= len(src.lines) {
		from := src.lines[q.Source.Line-1]
		if i := strings.Index(src.text[from:], text); i >= 0 {
			p.at = from + i
		}
	}
	return p
}

// add adds a diagnostic at an offset of the passage, or at the question where the passage has no
// place.
func (p passage) add(offset int, s source.Severity, code, message string) {
	diagnostic := source.Diagnostic{File: p.question.Source.File, Line: p.question.Source.Line, Column: max(p.question.Source.Column, 1), Severity: s, Code: code, Message: message}
	if src := p.linter.openFile(diagnostic.File); p.at >= 0 {
		at := p.at + offset
		diagnostic.Line = src.lines.Number(at)
		diagnostic.Column = 1 + utf8.RuneCountInString(src.text[src.lines.Start(at):at])
	} else {
		diagnostic.Message = text.QuoteShort(p.question.Title) + ": " + message
	}
	p.linter.add(diagnostic)
}

// offsetOf returns the offset of words in the passage behind an offset, or that offset if they are
// missing.
func (p passage) offsetOf(from int, words string) int {
	from = max(0, min(from, len(p.text)))
	return from + max(strings.Index(p.text[from:], words), 0)
}

// checkTexts checks the code, links and pictures of a question.
func (l *linter) checkTexts(q *quiz.Question) {
	list := []string{q.Body, q.Answer}
	for _, c := range q.Choices {
		list = append(list, c.Text)
	}
	for _, t := range list {
		if strings.ContainsAny(t, "`~[") {
			l.passage(q, t).check()
		}
	}
}

// check checks the code, links and pictures of a passage.
func (p passage) check() {
	src := []byte(p.text)
	var bare []int
	at := 0 // the end of the last text; links are looked up behind it
	_ = ast.Walk(goldmark.DefaultParser().Parse(gmtext.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			if n.Info == nil && n.Lines().Len() > 0 {
				bare = append(bare, strings.LastIndexByte(strings.TrimRight(p.text[:n.Lines().At(0).Start], "\n \t"), '\n')+1)
			}
			maskCode(src, n.Lines().Sliced(0, n.Lines().Len()))
			return ast.WalkSkipChildren, nil
		case *ast.CodeSpan:
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				if t, ok := c.(*ast.Text); ok {
					maskCode(src, []gmtext.Segment{t.Segment})
				}
			}
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			p.checkLink(p.offsetOf(at, string(n.Destination)), string(n.Destination))
		case *ast.Image:
			p.checkPicture(p.offsetOf(at, string(n.Destination)), string(n.Destination))
		case *ast.Text:
			at = n.Segment.Stop
		}
		return ast.WalkContinue, nil
	})
	for _, m := range spacedLink.FindAllIndex(src, -1) {
		p.add(m[0], source.Warning, "link", "this is no link, because of a blank: write  [words](address)  without one, %20 for a blank in the address")
	}
	if len(bare) > 0 {
		which := "this code names"
		if len(bare) > 1 {
			which = fmt.Sprintf("this code and %d more below it name", len(bare)-1)
		}
		p.add(bare[0], source.Warning, "fence-language", which+" no language, so nothing in it is highlighted: write it behind the ```, as in ```python or ```text")
	}
}

// maskCode replaces code by blanks, so that it is not taken for a link.
func maskCode(src []byte, code []gmtext.Segment) {
	for _, s := range code {
		for i := s.Start; i < s.Stop; i++ {
			src[i] = ' '
		}
	}
}

// opensInChat reports whether a chat can open addresses of a scheme.
func opensInChat(scheme string) bool {
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "ftp":
		return true
	}
	return false
}

// checkLink reports links that a chat cannot open.
func (p passage) checkLink(at int, to string) {
	address, err := url.Parse(to)
	switch {
	case to == "":
		p.add(at, source.Warning, "link", "this link leads nowhere: write its address between the brackets")
	case err != nil:
		p.add(at, source.Warning, "link", "this is no address: "+truncateAddress(to))
	case address.Scheme == "":
		p.add(at, source.Warning, "relative-link", "“"+truncateAddress(to)+"” leads nowhere outside of its repository: write the whole address, with https://")
	case !opensInChat(address.Scheme):
		p.add(at, source.Warning, "link", "“"+truncateAddress(to)+"” is no address that a chat can open: begin it with https://")
	}
}

// truncateAddress returns the start of a long address, such as one with data in it.
func truncateAddress(address string) string {
	const most = 80 // bytes
	if len(address) <= most {
		return address
	}
	return strings.ToValidUTF8(address[:most], "") + "…"
}

// checkPicture reports pictures with a path as their address and no file on disk.
func (p passage) checkPicture(at int, to string) {
	address, err := url.Parse(to)
	if err != nil || to == "" {
		p.add(at, source.Warning, "picture", "this picture has no address that could be read: "+truncateAddress(to))
		return
	}
	if address.Scheme != "" || address.Host != "" || strings.HasPrefix(address.Path, "/") {
		return
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(p.question.Source.File), filepath.FromSlash(address.Path))); err != nil {
		p.add(at, source.Error, "picture", "the picture “"+truncateAddress(to)+"” is not there: put it beside the file, or write the whole address, with https://")
	}
}

// spacedLink is a link that a blank breaks, in the address or in front of it.
var spacedLink = regexp.MustCompile(`\[[^\]\n]+\](?:\([^()"'\n]*\s[^()"'\n]*\)| \(https?://[^)\s]+\))`)
