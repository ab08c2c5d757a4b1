// Package gift reads Moodle's GIFT format.
package gift

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// signature is syntax of GIFT only: a category, a name between colons, or an answer in braces.
var signature = regexp.MustCompile(`(?m)^\s*(?:\$CATEGORY:|::[^:\n]+::)|\{\s*(?:[=~][^}]*|T|F|TRUE|FALSE|#\d[^}]*)\}`)

// Format returns Moodle's GIFT format: https://docs.moodle.org/en/GIFT_format.
func Format() format.Format {
	return format.Format{Name: "gift", Open: format.OpenWith(recognize, read), Remedies: format.Remedies{MarkRight: "write = in front of the right one", WriteAnswer: "write one between { and }, behind ="}}
}

func recognize(p source.Page) bool {
	if strings.HasSuffix(strings.ToLower(p.Name), ".gift") {
		return true
	}
	return strings.Contains(p.Text, "{") && !strings.Contains(p.Text, "```") && !strings.HasPrefix(p.Text, "#") && !strings.Contains(p.Text, "\n#") && signature.MatchString(p.Text)
}

// read reads the questions of a file, separated by empty lines.
func read(p source.Page) (found []quiz.Question, diagnostics []source.Diagnostic) {
	section, tags := "", []string(nil)
	chunks := splitChunks(p.Text)
	found = make([]quiz.Question, 0, len(chunks))
	for _, chunk := range chunks {
		text := strings.TrimSpace(chunk.text)
		if category, ok := strings.CutPrefix(text, "$CATEGORY:"); ok {
			section = strings.ReplaceAll(strings.TrimSpace(category), "/", " / ")
			continue
		}
		if text == "" {
			tags = append(tags, chunk.tags...)
			continue
		}
		q, warning := parseQuestion(text)
		if q.Title == "" {
			diagnostics = append(diagnostics, source.WarningAt(chunk.line, "empty-title", "there is no question in front of these braces, so they are left out"))
			continue
		}
		if warning != "" {
			diagnostics = append(diagnostics, source.WarningAt(chunk.line, "gift", warning))
		}
		q.Section, q.Tags, q.Source.Line = section, append(tags, chunk.tags...), chunk.line
		if chunk.id != "" {
			q.ID = quiz.QuestionID(chunk.id)
		}
		tags = nil
		found = append(found, q)
	}
	return found, diagnostics
}

// chunk is a run of lines between empty lines, without its comments, and the details in them.
type chunk struct {
	text string
	line int
	id   string
	tags []string
}

// commentDetail is an id or a tag in a comment: [id:7], [tag:easy].
var commentDetail = regexp.MustCompile(`\[(id|tag):([^\]]*)\]`)

// splitChunks splits a file at its empty lines. Empty lines within braces do not count.
func splitChunks(text string) []chunk {
	var list []chunk
	var current chunk
	var lines strings.Builder
	open, number := false, 0
	end := func() {
		current.text = lines.String()
		list = append(list, current)
		current, open = chunk{}, false
		lines.Reset()
	}
	for line := range strings.Lines(text) {
		number++
		trimmed := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(trimmed, "//"):
			current.readComment(trimmed)
			continue
		case trimmed == "" && !open:
			if lines.Len() > 0 {
				end()
			}
			continue
		}
		if lines.Len() == 0 {
			current.line = number
		}
		lines.WriteString(line)
		if strings.HasPrefix(trimmed, "$CATEGORY:") {
			end()
			continue
		}
		open = endsInBraces(line, open)
	}
	end()
	return list
}

// readComment reads the id and the tags of a comment.
func (c *chunk) readComment(comment string) {
	for _, m := range commentDetail.FindAllStringSubmatch(comment, -1) {
		if m[1] == "id" {
			c.id = strings.TrimSpace(m[2])
		} else {
			c.tags = append(c.tags, strings.TrimSpace(m[2]))
		}
	}
}

// endsInBraces reports whether the brace of an answer is open behind a line.
func endsInBraces(line string, open bool) bool {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '{':
			open = true
		case '}':
			open = false
		}
	}
	return open
}

// parseQuestion parses one question, and describes the part of it that is not understood.
func parseQuestion(content string) (q quiz.Question, warning string) {
	name := ""
	if rest, ok := strings.CutPrefix(content, "::"); ok {
		if i := indexUnescaped(rest, "::"); i >= 0 {
			name, content = toMarkdown(rest[:i], ""), strings.TrimSpace(rest[i+2:])
		}
	}
	format := ""
	if m := markupName.FindStringSubmatch(content); m != nil {
		format, content = m[1], content[len(m[0]):]
	}
	before, answer, after, braces := cutBraces(content)
	asked := toMarkdown(before, format)
	if after = toMarkdown(after, format); after != "" {
		asked += " _____ " + after
	}
	if asked == "" {
		asked = name
	}
	q.Title, q.Body = text.SplitTitle(asked)
	if braces {
		warning = parseAnswer(&q, answer, format)
	}
	return q, warning
}

var markupName = regexp.MustCompile(`^\[(html|markdown|plain|moodle)\]`)

// cutBraces cuts a question at the braces of its answer.
func cutBraces(text string) (before, answer, after string, ok bool) {
	i := indexUnescaped(text, "{")
	if i < 0 {
		return text, "", "", false
	}
	j := indexUnescaped(text[i:], "}")
	if j < 0 {
		return text[:i], text[i+1:], "", true
	}
	return text[:i], text[i+1 : i+j], text[i+j+1:], true
}

// indexUnescaped returns the offset of a mark without a backslash in front of it, -1 where there is
// none.
func indexUnescaped(text, mark string) int {
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' {
			i++
		} else if strings.HasPrefix(text[i:], mark) {
			return i
		}
	}
	return -1
}

// unescape returns text without the backslashes of its escapes.
func unescape(text string) string {
	return strings.NewReplacer(
		`\\`, `\`, `\~`, "~", `\=`, "=", `\#`, "#", `\{`, "{", `\}`, "}", `\:`, ":", `\n`, "\n",
	).Replace(text)
}

// toMarkdown returns text without escapes as Markdown.
func toMarkdown(content, format string) string {
	content = strings.TrimSpace(unescape(strings.TrimSpace(content)))
	switch {
	case format == "markdown":
		return content
	case format == "html" || text.LooksLikeHTML(content):
		return text.HTMLToMarkdown(content)
	}
	return text.EscapeMarkdown(content)
}

// answerItem is one answer within the braces.
type answerItem struct {
	mark   byte // '=' right, '~' wrong
	weight float64
	text   string
}

// isRight reports whether an item earns points.
func (i answerItem) isRight() bool { return i.mark == '=' && i.weight != 0 || i.weight > 0 }

// parseAnswer reads the answers in the braces.
func parseAnswer(q *quiz.Question, content, format string) (warning string) {
	content, general := strings.TrimSpace(content), ""
	if i := indexUnescaped(content, "####"); i >= 0 {
		content, general = strings.TrimSpace(content[:i]), toMarkdown(content[i+4:], format)
	}
	word, _, _ := strings.Cut(content, "#")
	switch word = strings.ToUpper(strings.TrimSpace(word)); {
	case word == "T", word == "TRUE", word == "F", word == "FALSE":
		q.Choices = []quiz.Choice{{Text: "True", Correct: word[0] == 'T'}, {Text: "False", Correct: word[0] == 'F'}}
		q.Answer = general
	case content == "": // an essay, whose feedback is no reference
	case content[0] == '#':
		addNumbers(q, content[1:])
		q.Answer = text.JoinParagraphs(q.Answer, general)
	default:
		items := splitItems(content)
		if len(items) == 0 {
			return "the braces hold no answer that begins with = or ~, so the question has none"
		}
		addItems(q, items, format)
		q.Answer = text.JoinParagraphs(q.Answer, general)
	}
	return ""
}

// splitItems splits the answers in braces. Weights are read, and feedback is left out.
func splitItems(text string) []answerItem {
	var list []answerItem
	start := -1
	add := func(end int) {
		if start < 0 {
			return
		}
		item := answerItem{mark: text[start], text: strings.TrimSpace(text[start+1 : end]), weight: -1}
		if item.mark == '=' {
			item.weight = 100
		}
		if m := weightPrefix.FindStringSubmatch(item.text); m != nil {
			item.weight, _ = strconv.ParseFloat(m[1], 64)
			item.text = item.text[len(m[0]):]
		}
		if i := indexUnescaped(item.text, "#"); i >= 0 {
			item.text = item.text[:i]
		}
		list = append(list, item)
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '=', '~':
			add(i)
			start = i
		}
	}
	add(len(text))
	return list
}

var weightPrefix = regexp.MustCompile(`^%(-?[\d.]+)%`)

// addItems adds the answers to a question as choices, pairs or accepted answers.
func addItems(q *quiz.Question, items []answerItem, markup string) {
	wrong, pairs := false, []string(nil)
	for _, item := range items {
		wrong = wrong || item.mark == '~'
		if left, right, ok := strings.Cut(item.text, "->"); ok {
			pairs = append(pairs, fmt.Sprintf("- %s → %s", toMarkdown(left, markup), toMarkdown(right, markup)))
		}
	}
	switch {
	case wrong:
		for _, item := range items {
			q.Choices = append(q.Choices, quiz.Choice{Text: toMarkdown(item.text, markup), Correct: item.isRight()})
		}
	case len(pairs) == len(items):
		q.Answer = strings.Join(pairs, "\n")
	default:
		var accepted []string
		for _, item := range items {
			if text := strings.Trim(toMarkdown(item.text, "markdown"), "* "); item.weight == 100 && text != "" {
				accepted = append(accepted, text)
			}
		}
		format.SetAccepted(q, accepted)
	}
}

// addNumbers reads numbers that are right: 3:2 is 3 with a tolerance of 2, 1..5 is a range.
func addNumbers(q *quiz.Question, content string) {
	items := splitItems(content)
	if len(items) == 0 {
		if i := indexUnescaped(content, "#"); i >= 0 {
			content = content[:i]
		}
		items = []answerItem{{'=', 100, strings.TrimSpace(content)}}
	}
	var said []string
	for _, item := range items {
		if item.text = strings.TrimSpace(item.text); item.weight != 100 || item.text == "" {
			continue
		}
		answer, accepted := text.NumberRange(item.text)
		said = append(said, answer)
		q.Accept = append(q.Accept, accepted...)
	}
	q.Answer = strings.Join(said, ", ")
}
