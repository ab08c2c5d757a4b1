package markdown

import (
	"regexp"
	"slices"
	"strings"

	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// single is the dialect of a file that is one question: one heading says "Question", another one
// "Answer".
type single struct{}

func (single) name() string { return "single question" }

// score returns certain where a heading of each language says "Question" once and some heading says
// "Answer".
func (single) score(p *page) int {
	const most = 100 // headings of a file with one question
	headings := 0
	asked := map[string]int{}
	answered := false
	for _, b := range p.blocks {
		if _, title, ok := b.heading(); ok {
			if headings++; headings > most {
				return 0
			}
			switch role, language, _ := text.ReadHeadingRole(title); role {
			case text.QuestionRole:
				asked[language]++
			case text.AnswerRole:
				answered = true
			}
		}
	}
	for _, n := range asked {
		if n > 1 {
			return 0
		}
	}
	if len(asked) == 0 || !answered {
		return 0
	}
	return certain
}

func (single) read(p *page) ([]quiz.Question, []source.Diagnostic) {
	r := singleReader{reader{Document: p.Document}}
	return []quiz.Question{r.question("")}, r.diagnostics
}

// ReadSingle reads the document as one question. name is the file's name without its ending. It is
// the title if it asks, or if the file has none.
func (d *Document) ReadSingle(name string) format.Reading {
	r := singleReader{reader{Document: d}}
	q := r.question(name)
	takeSamples(&q)
	d.defaults.Apply(&q)
	return format.Reading{Dialect: single{}.name(), Score: certain, Questions: []quiz.Question{q}, Diagnostics: slices.Concat(d.diagnostics, r.diagnostics)}
}

// FirstHeading returns the first heading within the first bytes of the file.
func (d *Document) FirstHeading(within int) (title string, ok bool) {
	for _, b := range d.blocks {
		switch {
		case d.skippedBytes+b.start >= within:
			return "", false
		case b.kind == heading:
			return b.title, true
		}
	}
	return "", false
}

// singleReader reads a file that is one question.
type singleReader struct{ reader }

func (r *singleReader) question(name string) quiz.Question {
	q := quiz.Question{Source: quiz.Source{Line: 1}, Language: r.preferredLanguage()}
	asked, answered := r.blocksUnder(text.QuestionRole, q.Language), r.blocksUnder(text.AnswerRole, q.Language)
	switch {
	case nameAsks(name):
		q.Title = text.CleanTitle(outlineNumber.ReplaceAllString(name, ""))
	case len(asked) > 0:
		q.Title, asked = r.cutFirstParagraph(asked)
	case r.defaults.Title != "":
		q.Title = r.defaults.Title
	}
	if len(answered) > 0 {
		if nameAsks(name) {
			asked = r.blocksBefore(text.AnswerRole)
		}
		q.Body = unquoted(r.text(r.trimAnswer(asked)))
		q.Answer = r.text(r.trimAnswer(answered))
	} else {
		rest := r.blocks
		if level, title, ok := r.topHeading(); ok && q.Title == "" && level == 1 {
			q.Title, rest = text.CleanTitle(title), rest[1:]
		}
		r.assemble(&q, r.split(rest))
	}
	if q.Title == "" {
		q.Title = strings.NewReplacer("-", " ", "_", " ").Replace(name)
	}
	if text.IsPlaceholder(q.Answer) {
		q.Answer = ""
	}
	return q
}

// preferredLanguage returns English if the file asks in English, otherwise the first language of
// its questions.
func (d *Document) preferredLanguage() string {
	first := ""
	for _, b := range d.blocks {
		if _, title, ok := b.heading(); ok {
			role, language, _ := text.ReadHeadingRole(title)
			if role == text.QuestionRole && language == "en" {
				return language
			}
			if role == text.QuestionRole && first == "" {
				first = language
			}
		}
	}
	return first
}

// blocksUnder returns the blocks under the heading of a role in a language. The text behind the
// heading's colon is a block of its own.
func (d *Document) blocksUnder(want text.HeadingRole, language string) []block {
	for i, b := range d.blocks {
		level, title, ok := b.heading()
		if !ok {
			continue
		}
		role, l, rest := text.ReadHeadingRole(title)
		if role != want || l != language {
			continue
		}
		var blocks []block
		if at := strings.LastIndex(d.src[b.start:b.end], rest); rest != "" && at >= 0 {
			blocks = append(blocks, b.from(b.start+at))
		}
		for _, b := range d.blocks[i+1:] {
			if endsRole(b, level) {
				break
			}
			blocks = append(blocks, b)
		}
		return blocks
	}
	return nil
}

// endsRole reports whether a block ends the text under a heading of a role and a level.
func endsRole(b block, level int) bool {
	l, title, ok := b.heading()
	if !ok {
		return false
	}
	role, _, _ := text.ReadHeadingRole(title)
	return role == text.QuestionRole || role == text.AnswerRole || role == text.AfterAnswerRole && l <= max(level, 3)
}

// blocksBefore returns the blocks in front of the first heading of a role.
func (d *Document) blocksBefore(want text.HeadingRole) []block {
	for i, b := range d.blocks {
		if _, title, ok := b.heading(); ok {
			if role, _, _ := text.ReadHeadingRole(title); role == want {
				return d.blocks[:i]
			}
		}
	}
	return nil
}

// cutFirstParagraph returns the first paragraph as a title, and the blocks of which it is not all.
func (d *Document) cutFirstParagraph(blocks []block) (title string, rest []block) {
	content := unquoted(strings.TrimSpace(d.src[blocks[0].start:blocks[0].end]))
	first, more, _ := strings.Cut(content, "\n\n")
	title = strings.Join(strings.Fields(first), " ")
	if more != "" {
		return title, blocks
	}
	return title, blocks[1:]
}

// unquoted returns text without the marks of a quotation, where all its lines have them.
func unquoted(content string) string {
	lines := strings.Split(content, "\n")
	for _, line := range lines {
		if line != "" && !strings.HasPrefix(line, ">") {
			return content
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(strings.TrimPrefix(line, ">"), " ")
	}
	return strings.Join(lines, "\n")
}

// topHeading returns the heading with which the document begins.
func (d *Document) topHeading() (level int, title string, ok bool) {
	if len(d.blocks) == 0 {
		return 0, "", false
	}
	return d.blocks[0].heading()
}

// outlineNumber is the number of a file among others: "1.2.3 ", "01-".
var outlineNumber = regexp.MustCompile(`^\d+(?:\.\d+)*[.、\s_-]+`)

// nameAsks reports whether the name of a file says what is asked, as one with spaces or in Chinese
// does.
func nameAsks(name string) bool {
	name = outlineNumber.ReplaceAllString(name, "")
	return strings.ContainsAny(name, " ?") || strings.IndexFunc(name, func(c rune) bool { return c > 0x7f }) >= 0
}
