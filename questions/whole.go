package questions

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// isWhole reports whether a document is one question: a heading says "Question", and no second one does in the
// same language.
func (d *document) isWhole() bool {
	const most = 100 // headings; a file with more of them is no single question
	headings := 0
	asked := map[string]int{}
	answered := false
	for _, b := range d.blocks {
		if _, content, ok := d.heading(b); ok {
			if headings++; headings > most {
				return false
			}
			switch r, language, _ := text.ReadHeadingRole(content); r {
			case text.QuestionRole:
				asked[language]++
			case text.AnswerRole:
				answered = true
			}
		}
	}
	for _, n := range asked {
		if n > 1 {
			return false
		}
	}
	return len(asked) > 0 && answered
}

// readWhole reads a file that is one question. name is what the question is called where the file does not
// say it.
func (d *document) readWhole(name string) quiz.Question {
	q := quiz.Question{Source: quiz.Source{Line: 1}}
	language := d.preferred()
	asked, answered := d.under(text.QuestionRole, language), d.under(text.AnswerRole, language)
	switch {
	case titledName(name):
		q.Title = text.CleanTitle(outlineNumber.ReplaceAllString(name, ""))
	case len(asked) > 0:
		q.Title, asked = d.wholeTitle(asked)
	case d.defaults.Title != "":
		q.Title = d.defaults.Title
	}
	if len(answered) > 0 {
		if titledName(name) {
			asked = d.before(text.AnswerRole)
		}
		q.Body = unquoted(d.text(d.trimEnd(asked)))
		q.Answer = d.text(d.trimEnd(answered))
	} else {
		rest := d.blocks
		if level, content, ok := d.firstHeading(); ok && q.Title == "" && level == 1 {
			q.Title, rest = text.CleanTitle(content), rest[1:]
		}
		parts := d.split(rest)
		d.fill(&q, parts)
	}
	if q.Title == "" {
		q.Title = strings.NewReplacer("-", " ", "_", " ").Replace(name)
	}
	if text.IsPlaceholder(q.Answer) {
		q.Answer = ""
	}
	q.Language = language
	return q
}

// preferred is the language of a file that asks in several: English where it is one of them.
func (d *document) preferred() string {
	first := ""
	for _, b := range d.blocks {
		if _, content, ok := d.heading(b); ok {
			r, language, _ := text.ReadHeadingRole(content)
			if r == text.QuestionRole && language == "en" {
				return language
			}
			if r == text.QuestionRole && first == "" {
				first = language
			}
		}
	}
	return first
}

// under are the blocks under the heading of a role in a language, with what follows the heading's colon as a
// block of its own.
func (d *document) under(want text.HeadingRole, language string) []block {
	for i, b := range d.blocks {
		level, content, ok := d.heading(b)
		if !ok {
			continue
		}
		r, l, rest := text.ReadHeadingRole(content)
		if r != want || l != language {
			continue
		}
		var blocks []block
		if at := strings.LastIndex(d.src[b.start:b.end], rest); rest != "" && at >= 0 {
			blocks = append(blocks, b.text(b.start+at))
		}
		for _, b := range d.blocks[i+1:] {
			if l, content, ok := d.heading(b); ok {
				if r, _, _ := text.ReadHeadingRole(content); r == text.QuestionRole || r == text.AnswerRole || r == text.AfterAnswerRole && l <= max(level, 3) {
					break
				}
			}
			blocks = append(blocks, b)
		}
		return blocks
	}
	return nil
}

// before are the blocks in front of the first heading of a role.
func (d *document) before(want text.HeadingRole) []block {
	for i, b := range d.blocks {
		if _, content, ok := d.heading(b); ok {
			if r, _, _ := text.ReadHeadingRole(content); r == want {
				return d.blocks[:i]
			}
		}
	}
	return nil
}

// wholeTitle is the first paragraph of what is asked, and what else is.
func (d *document) wholeTitle(blocks []block) (title string, rest []block) {
	text := unquoted(strings.TrimSpace(d.src[blocks[0].start:blocks[0].end]))
	first, more, _ := strings.Cut(text, "\n\n")
	title = strings.Join(strings.Fields(first), " ")
	if more != "" {
		return title, blocks
	}
	return title, blocks[1:]
}

// unquoted takes the marks of a quotation off its lines.
func unquoted(text string) string {
	lines := strings.Split(text, "\n")
	for _, line := range lines {
		if line != "" && !strings.HasPrefix(line, ">") {
			return text
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(strings.TrimPrefix(line, ">"), " ")
	}
	return strings.Join(lines, "\n")
}

func (d *document) firstHeading() (level int, text string, ok bool) {
	if len(d.blocks) == 0 {
		return 0, "", false
	}
	return d.heading(d.blocks[0])
}

// outlineNumber counts a file among others: "1.2.3 ", "01-".
var outlineNumber = regexp.MustCompile(`^\d+(?:\.\d+)*[.、\s_-]+`)

// titledName reports whether the name of a file says what is asked, as one with spaces or Chinese does.
func titledName(name string) bool {
	name = outlineNumber.ReplaceAllString(name, "")
	return strings.ContainsAny(name, " ?") || strings.IndexFunc(name, func(c rune) bool { return c > 0x7f }) >= 0
}

// stem is a file's name without its ending.
func stem(file string) string {
	base := filepath.Base(file)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// beginning is how many bytes of a file show its first heading.
const beginning = 1 << 14

// oneEach reports whether each page of a folder is one question: their first headings are few and the same
// everywhere, or most say "Question" or have a question for a name.
func oneEach(pages []source.Page) bool {
	const fewest = 4
	if len(pages) < fewest {
		return false
	}
	firsts := map[string]int{}
	all, roles, names := 0, 0, 0
	for _, p := range pages {
		if f, _ := formatOf("", p); f.Name != "markdown" {
			continue
		}
		all++
		if text.EndsInQuestionMark(stem(p.Name)) {
			names++
		}
		if strings.TrimSpace(p.Text) == "" {
			continue
		}
		d := parse(p.Text[:min(len(p.Text), beginning)], nil)
		i := slices.IndexFunc(d.blocks, func(b block) bool { return b.kind == heading })
		if i < 0 {
			continue
		}
		_, content, _ := d.heading(d.blocks[i])
		firsts[text.Fold(content)]++
		if r, _, _ := text.ReadHeadingRole(content); r == text.QuestionRole || r == text.AnswerRole {
			roles++
		}
	}
	same := 0
	for _, n := range firsts {
		same = max(same, n)
	}
	return all >= fewest && (roles*2 > all || names*2 > all || same*2 > all)
}

// isVariant reports whether a file is a translation that stands beside one in English.
func isVariant(file string, all map[string]bool) bool {
	name := stem(file)
	if !locale.MatchString(name) || strings.HasPrefix(name, "en") {
		return false
	}
	for _, english := range []string{"en-US", "en-GB", "en"} {
		if all[filepath.Join(filepath.Dir(file), english+filepath.Ext(file))] {
			return true
		}
	}
	return false
}

// locale is the name of a file that holds a translation.
var locale = regexp.MustCompile(`^[a-z]{2}(?:-[A-Za-z]{2,4})?$`)
