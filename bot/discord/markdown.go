package discord

import (
	"net/url"
	"slices"
	"strings"

	"quizbot/bot"
	"quizbot/bot/markdown"
)

// Banks' Markdown is written anew in Discord's, of which https://support.discord.com/hc/articles/210298617 tells: three levels of
// headings, lists, quotes and code, but no tables, no rules and no pictures within text.

const (
	// maxURL is how long an address may be that leads somewhere.
	maxURL = 2000
	// maxColumns is how wide a table of aligned columns may be before its rows are told one by one.
	maxColumns = 76
)

// words are a line of the catalogue's words. A moment shows in each reader's own time, a room by its name, and a command as
// it is typed here.
func words(line bot.Line) string {
	w := writer{starts: true}
	for _, s := range joined(line) {
		switch {
		case s.Text == "":
		case !s.At.IsZero():
			w.raw(timestamp(s))
		case channelOf(s.Room) != "":
			w.raw("<#" + channelOf(s.Room) + ">")
		case followable(s.URL):
			w.styled(masked(s.Text, s.URL), s.Strong, false, false)
		case s.Code:
			w.code(asTyped(s.Text), s.Strong, false, false)
		default:
			w.text(s.Text, s.Strong, false, false)
		}
	}
	return w.b.String()
}

// joined is a line whose neighbours of the same looks are one: two pieces of code side by side would run together.
func joined(line bot.Line) bot.Line {
	var out bot.Line
	for _, s := range line {
		if n := len(out); n > 0 && looksOf(s) == looksOf(out[n-1]) && isText(s) {
			out[n-1].Text += s.Text
			continue
		}
		out = append(out, s)
	}
	return out
}

// looksOf is all of a span but its text.
func looksOf(s bot.Span) bot.Span {
	s.Text = ""
	return s
}

// isText reports whether a span is nothing but text.
func isText(s bot.Span) bool { return s.At.IsZero() && s.URL == "" && s.Room == "" }

// timestamp is a moment in each reader's own time: with its date where the room's has one.
func timestamp(s bot.Span) string {
	style := "t"
	if strings.Contains(s.Text, "-") {
		style = "f"
	}
	return "<t:" + unixTime(s.At) + ":" + style + ">"
}

// followable reports whether a link leads somewhere that Discord opens.
func followable(link string) bool {
	u, err := url.Parse(link)
	return err == nil && len(link) <= maxURL && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

// masked is a link behind words. Discord shows no link behind words that look like another one.
func masked(text, link string) string {
	link = address(link)
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case text == "" || text == link:
		return "<" + link + ">"
	case strings.Contains(text, "://") || looksLikeHost(text) || strings.ContainsAny(text, "[]"): // which no backslash protects there
		return escape(text, false) + " (<" + link + ">)"
	}
	return "[" + escape(text, false) + "](<" + link + ">)"
}

// looksLikeHost reports whether words may be taken for an address.
func looksLikeHost(text string) bool {
	return !strings.Contains(text, " ") && strings.Contains(text, ".") && strings.Contains(text, "/")
}

// address is a link as it may stand between angle brackets.
func address(link string) string {
	return strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E", "\n", "", "\t", "%09", "\\", "%5C", "`", "%60", "|", "%7C", "*", "%2A").Replace(link)
}

// writer writes a line, and knows whether it stands at its start and what would run together.
type writer struct {
	b      strings.Builder
	starts bool
}

// raw writes Discord's Markdown as it stands.
func (w *writer) raw(text string) {
	if text == "" {
		return
	}
	if before := w.b.String(); before != "" && runsTogether(before[len(before)-1], text[0]) {
		w.b.WriteString(apart)
	}
	w.b.WriteString(text)
	w.starts = false
}

// runsTogether reports whether two characters make one mark.
func runsTogether(a, b byte) bool { return a == b && strings.IndexByte("*~`", a) >= 0 }

// text writes literal text with looks. Looks do not stand around white space, where they would be taken for letters.
func (w *writer) text(text string, strong, emphasis, strike bool) {
	body := strings.TrimSpace(text)
	if body == "" {
		w.b.WriteString(text)
		return
	}
	at := strings.Index(text, body)
	w.b.WriteString(text[:at])
	w.styled(escape(body, w.starts), strong, emphasis, strike)
	w.b.WriteString(text[at+len(body):])
}

// code writes code with looks, unless there is something in it that Discord would take for their end.
func (w *writer) code(text string, strong, emphasis, strike bool) {
	plain := !strings.ContainsAny(text, "*~")
	w.styled(inlineCode(text), strong && plain, emphasis && plain, strike && plain)
}

// styled writes Discord's Markdown with looks around it.
func (w *writer) styled(text string, strong, emphasis, strike bool) {
	var marks string
	for _, m := range []struct {
		mark string
		on   bool
	}{{"~~", strike}, {"**", strong}, {"*", emphasis}} {
		if m.on {
			marks += m.mark
		}
	}
	w.raw(marks + text + reversed(marks))
}

func reversed(text string) string {
	runes := []rune(text)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}

// spans are a line of Markdown; its line ends are kept, with what stands in front of each line but the first.
func spans(line markdown.Line, starts bool, margin string) string {
	w := writer{starts: starts}
	for _, s := range line {
		strong, emphasis, strike := s.Style&markdown.Strong != 0, s.Style&markdown.Emphasis != 0, s.Style&markdown.Strike != 0
		switch {
		case s.Break:
			w.b.WriteString("\n" + margin)
			w.starts = true
		case followable(s.URL):
			w.styled(masked(s.Text, s.URL), strong, emphasis, strike)
		case s.URL != "" && s.URL != s.Text:
			w.text(strings.TrimSpace(s.Text+" ("+s.URL+")"), strong, emphasis, strike)
		case s.Style&markdown.Mono != 0:
			w.code(s.Text, strong, emphasis, strike)
		default:
			w.text(s.Text, strong, emphasis, strike)
		}
	}
	return w.b.String()
}

// written is a document as Discord's Markdown.
func written(doc markdown.Doc) string {
	var b strings.Builder
	var above markdown.Block
	for _, block := range doc {
		text := writtenBlock(block)
		if text == "" {
			continue
		}
		if above != nil {
			b.WriteString(gap(above, block))
		}
		b.WriteString(text)
		above = block
	}
	return b.String()
}

// gap is what stands between two blocks: an empty line, unless one of them has room of its own. Small headings, which are
// no more than strong letters, have none above them.
func gap(above, below markdown.Block) string {
	_, under := above.(markdown.Heading)
	if h, ok := below.(markdown.Heading); ok && h.Level > levelWithin && !under {
		return "\n\n"
	}
	if roomy(above) || roomy(below) {
		return "\n"
	}
	return "\n\n"
}

// roomy reports whether Discord leaves room around a block.
func roomy(block markdown.Block) bool {
	switch b := block.(type) {
	case markdown.Heading, markdown.Code, markdown.List, markdown.Quote:
		return true
	case markdown.Table:
		_, columns := b.Aligned()
		return columns <= maxColumns
	}
	return false
}

func writtenBlock(block markdown.Block) string {
	switch b := block.(type) {
	case markdown.Paragraph:
		return spans(b.Line, true, "")
	case markdown.Heading:
		return heading(b)
	case markdown.Code:
		if strings.TrimSpace(b.Text) == "" {
			return ""
		}
		return codeBlock(b.Language, b.Text)
	case markdown.Quote:
		return quoted(written(b.Blocks))
	case markdown.List:
		return list(b, "")
	case markdown.Table:
		return table(b)
	case markdown.Image:
		return spans(markdown.Line{{Text: b.Alt, URL: b.URL, Image: true}}, true, "")
	case markdown.Rule:
		return "———"
	}
	return ""
}

// leveled gives a document's headings the levels at which they are drawn: one that is the whole document is a card's, as
// a question's title is, and those within a text stand below it, from whatever level the bank counts.
func leveled(doc markdown.Doc) markdown.Doc {
	highest := levelWithin
	for _, block := range doc {
		if h, ok := block.(markdown.Heading); ok {
			highest = min(highest, h.Level)
		}
	}
	out := slices.Clone(doc)
	for i, block := range out {
		if h, ok := block.(markdown.Heading); ok {
			h.Level += levelWithin - highest
			if len(out) == 1 {
				h.Level = levelOfCard
			}
			out[i] = h
		}
	}
	return out
}

// Levels of headings as they are drawn: those of cards, and those within the text of one.
const (
	levelOfCard = 2
	levelWithin = 3
)

// heading is a heading of the levels that Discord has; the smaller ones are strong.
func heading(h markdown.Heading) string {
	text := strings.Join(strings.Fields(spans(oneLine(h.Line), false, "")), " ")
	if text == "" {
		return ""
	}
	switch {
	case h.Level <= levelOfCard:
		return "## " + text
	case h.Level == levelWithin:
		return "### " + text
	}
	return spans(strong(oneLine(h.Line)), true, "")
}

// oneLine is a line without ends in it.
func oneLine(line markdown.Line) markdown.Line {
	one := make(markdown.Line, len(line))
	for i, s := range line {
		if s.Break {
			s = markdown.Span{Text: " "}
		}
		one[i] = s
	}
	return one
}

func strong(line markdown.Line) markdown.Line {
	for i := range line {
		line[i].Style |= markdown.Strong
	}
	return line
}

// quoted is text as a quotation.
func quoted(text string) string {
	if text == "" {
		return ""
	}
	return "> " + strings.ReplaceAll(text, "\n", "\n> ")
}

// list is a list. Code and other blocks in an item stand below its text; Discord goes on counting behind them.
func list(l markdown.List, margin string) string {
	var lines []string
	for i, item := range l.Items {
		marker := l.Marker(i) + " "
		below := margin + "  "
		if l.Ordered {
			below = margin + strings.Repeat(" ", len(marker))
		}
		lines = append(lines, margin+marker+box(item.Task)+inside(item.Blocks, below))
	}
	return strings.Join(lines, "\n")
}

// inside is what stands in an item, its first line behind the marker.
func inside(doc markdown.Doc, margin string) string {
	var lines []string
	for i, block := range doc {
		switch b := block.(type) {
		case markdown.Paragraph:
			text := spans(b.Line, true, margin)
			if i > 0 {
				text = margin + text
			}
			lines = append(lines, text)
			continue
		case markdown.List:
			lines = append(lines, list(b, margin))
		default:
			if text := writtenBlock(b); text != "" {
				lines = append(lines, text)
			}
		}
		if i == 0 {
			lines = append([]string{apart}, lines...)
		}
	}
	if len(lines) == 0 {
		return apart
	}
	return strings.Join(lines, "\n")
}

func box(task rune) string {
	switch task {
	case 0:
		return ""
	case ' ':
		return "☐ "
	}
	return "☑ "
}

// table is a table whose columns align, or where that is too wide row by row.
func table(t markdown.Table) string {
	if text, columns := t.Aligned(); columns <= maxColumns {
		if strings.TrimSpace(text) == "" {
			return ""
		}
		return codeBlock("", text)
	}
	return told(t)
}

// told is a table row by row. A row is a line where it has two cells, or no titles above it, and otherwise a line for each
// cell behind its title.
func told(t markdown.Table) string {
	rows, between := t.Rows, "\n"
	switch {
	case len(t.Header) == 2:
		rows = append([][]markdown.Line{t.Header}, rows...)
	case len(t.Header) > 0 && len(rows) > 0:
		between = "\n\n"
	default:
		var lines []string
		for _, row := range t.Told() {
			lines = append(lines, writtenBlock(row))
		}
		return strings.Join(lines, between)
	}
	var told []string
	for _, row := range rows {
		if text := toldRow(t.Header, row); text != "" {
			told = append(told, text)
		}
	}
	return strings.Join(told, between)
}

// toldRow is one row.
func toldRow(titles, row []markdown.Line) string {
	if len(row) == 2 {
		return pair(row[0], row[1])
	}
	var lines []string
	for i, cell := range row {
		if text := pair(titles[i], cell); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// pair is two cells in a line, the first one, which says what the other is about, in strong letters.
func pair(first, second markdown.Line) string {
	line := strong(oneLine(first))
	if len(first) > 0 && len(second) > 0 {
		line = append(line, markdown.Span{Text: ": "})
	}
	return spans(append(line, oneLine(second)...), true, "")
}
