package record

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"quizbot/questions/flashcard"
	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// csvTable is a page with columns.
type csvTable struct {
	comma rune
	// names are the names of the columns. skipped counts the lines above the first row.
	names   []string
	skipped int
	header  bool
	// own is the number of columns in front of the options of one of the program's own tables, 0 for
	// others.
	own int
	// special holds the columns that Anki's lines name, counted from 1: "tags", "deck", "guid",
	// "notetype".
	special map[string]int
	plain   bool // the cells are text, whatever tags are in it
	keys    fieldCache
	unused  map[string]bool // names of columns that mean nothing
}

// CSV returns the format of tables with columns separated by commas, tabs, semicolons or bars.
func CSV() format.Format {
	return format.Format{Name: "csv", Open: openTable, Remedies: format.Remedies{
		MarkRight: "name the right one in the column  correct: its letter, its number counted from 1, or its words", GiveID: "put %s into the column  id",
		WriteAnswer: "write one in the column  answer", ListAccepted: "put what is right into the column  accept", ListKeyPoints: "put them into the column  key_points",
		WriteSamples: "put some into the column  samples,  a line for each, such as  full: It is a function",
	}}
}

func openTable(p source.Page) (format.Document, format.Confidence) {
	t, ok := parseHeader(p)
	confidence := format.None
	if ok {
		confidence = format.Certain
	}
	return format.ReadFunc(func() format.Reading {
		questions, diagnostics := t.read(p)
		return format.Reading{Questions: questions, Diagnostics: diagnostics}
	}), confidence
}

// parseHeader recognises a table in one of three ways: its first row names a column of questions,
// it begins with Anki's lines above notes, or a tab separates columns in each line.
func parseHeader(p source.Page) (csvTable, bool) {
	t := csvTable{special: map[string]int{}, keys: fieldCache{}, unused: map[string]bool{}}
	content := p.Text
	for strings.HasPrefix(content, "#") {
		line, rest, _ := strings.Cut(content, "\n")
		if !t.readDirective(line) {
			return csvTable{}, false
		}
		t.skipped++
		content = rest
	}
	first, rest, _ := strings.Cut(content, "\n")
	if second, _, _ := strings.Cut(rest, "\n"); text.TableRuler.MatchString(second) || strings.HasPrefix(first, "|") {
		return csvTable{}, false // a table of Markdown
	}
	if t.comma == 0 {
		t.comma = guessSeparator(first)
	}
	if t.comma == 0 {
		return csvTable{}, false
	}
	names, err := csv.NewReader(strings.NewReader(first)).Read()
	if t.comma != ',' {
		names, err = strings.Split(first, string(t.comma)), nil
	}
	if err == nil && slices.ContainsFunc(names, text.NamesQuestion) && len(names) > 1 {
		t.names, t.header = trimCells(names), true
		t.own = ownColumns(t.names)
		return t, true
	}
	if text.HasHeading(content) {
		return csvTable{}, false // a heading of Markdown
	}
	ending := strings.ToLower(p.Name)
	return t, t.skipped > 0 || t.comma == '\t' && everyLineHas(content, '\t') || strings.HasSuffix(ending, ".csv") || strings.HasSuffix(ending, ".tsv")
}

func trimCells(list []string) []string {
	for i := range list {
		list[i] = strings.Trim(list[i], " \"")
	}
	return list
}

// guessSeparator returns the most frequent separator of columns in a line, 0 where there is none.
func guessSeparator(line string) rune {
	best, most := rune(0), 0
	for _, c := range "\t,;|" {
		if n := strings.Count(line, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// everyLineHas reports whether each line with text has a character.
func everyLineHas(text string, c rune) bool {
	some := false
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if !strings.ContainsRune(line, c) {
			return false
		}
		some = true
	}
	return some
}

// readDirective reads one of Anki's lines above notes, such as #separator:tab
// (https://docs.ankiweb.net/importing/text-files.html).
func (t *csvTable) readDirective(line string) bool {
	name, value, ok := strings.Cut(strings.TrimPrefix(line, "#"), ":")
	if !ok {
		return false
	}
	value = strings.TrimSpace(value)
	column, _ := strconv.Atoi(value)
	switch strings.ToLower(name) {
	case "separator":
		t.comma = map[string]rune{"tab": '\t', "comma": ',', "semicolon": ';', "pipe": '|', "colon": ':', "space": ' '}[strings.ToLower(value)]
		if t.comma == 0 && len(value) == 1 && value[0] > ' ' && value[0] < utf8.RuneSelf && value[0] != '"' {
			t.comma = rune(value[0])
		}
	case "tags column", "deck column", "guid column", "notetype column":
		t.special[strings.TrimSuffix(strings.ToLower(name), " column")] = column
	case "html":
		t.plain = value == "false"
	case "notetype", "deck", "columns", "tags", "if matches":
	default:
		return false
	}
	return true
}

// read reads a row as a question, by the names of the columns. Without names the first column asks
// and the second one answers.
func (t *csvTable) read(p source.Page) (found []quiz.Question, diagnostics []source.Diagnostic) {
	if t.comma == 0 {
		return nil, []source.Diagnostic{source.ErrorAt(1, "no-columns", "the columns of this table cannot be told apart: put commas or tabs between them")}
	}
	text := p.Text
	for range t.skipped {
		_, text, _ = strings.Cut(text, "\n")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = t.comma, true, -1, true
	for i, before := 0, 0; ; i++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line := t.skipped + 1
		if len(row) > 0 {
			at, _ := r.FieldPos(0)
			line = t.skipped + at
		}
		if err != nil {
			return found, append(diagnostics, source.ErrorAt(line, "csv", fmt.Sprintf("this row cannot be read, nor what follows: %v", err)))
		}
		if end := int(r.InputOffset()); end < len(text) {
			before = end
		} else if field := unclosedQuote(row, text[before:]); field >= 0 {
			at, column := r.FieldPos(field)
			diagnostics = append(diagnostics, source.WarningAt(t.skipped+at, "csv", "the quotation mark of this cell is never closed, so it holds all that follows: close it, and write one within a cell twice").AtColumn(column))
		}
		if i == 0 && t.header {
			continue
		}
		q, warnings := t.rowQuestion(row, line)
		diagnostics = append(diagnostics, warnings...)
		if q.Title == "" {
			diagnostics = append(diagnostics, source.WarningAt(line, "empty-title", "this row has no question, so it is left out"))
			continue
		}
		q.Source.Line = line
		found = append(format.GrowFor(found, int(r.InputOffset()), len(text)), q)
	}
	if len(t.unused) > 0 {
		diagnostics = append(diagnostics, unusedFields(t.skipped+1, slices.Sorted(maps.Keys(t.unused))))
	}
	return found, diagnostics
}

// unclosedQuote returns the cell of the last row whose quotation mark is never closed, -1 where
// there is none.
func unclosedQuote(row []string, source string) int {
	last := len(row) - 1
	if last < 0 || !strings.Contains(row[last], "\n") || strings.Count(source, `"`)%2 == 0 {
		return -1
	}
	return last
}

// rowQuestion converts a row. An empty row gives a question without a title.
func (t *csvTable) rowQuestion(row []string, line int) (q quiz.Question, warnings []source.Diagnostic) {
	if t.own > 0 {
		return readOwnRow(row, t.own), nil
	}
	if t.header {
		fields := map[string]any{}
		for i, name := range t.names {
			if i < len(row) {
				fields[name] = row[i]
			}
		}
		r := newRecord(t.keys, fields, 1)
		q = r.toQuestion()
		r.collectUnused(t.unused)
		return q, r.warnings(&q, line, 1)
	}
	if strings.TrimSpace(strings.Join(row, "")) == "" {
		return quiz.Question{}, nil
	}
	at := func(name string) string {
		if i := t.special[name]; i > 0 && i <= len(row) {
			return row[i-1]
		}
		return ""
	}
	sides := t.cardSides(row)
	switch {
	case t.plain:
		q.Title, q.Body = text.SplitTitle(text.EscapeMarkdown(sides[0]))
		q.Answer = text.TrimBlankLines(text.EscapeMarkdown(sides[1]))
	case text.LooksLikeHTML(sides[0]+sides[1]) || flashcard.Cloze.MatchString(sides[0]):
		q = flashcard.Question(sides[0], sides[1])
	default:
		q.Title, q.Body = text.SplitTitle(sides[0])
		q.Answer = text.TrimBlankLines(sides[1])
	}
	if id := at("guid"); text.IsTypeableID(id) {
		q.ID = quiz.QuestionID(id)
	}
	q.Tags = strings.Fields(at("tags"))
	q.Section = strings.ReplaceAll(at("deck"), "::", " / ")
	return q, nil
}

// cardSides returns the front and the back of a row without names: its first two columns without a
// special meaning. Of three or more columns, a column of numbers is skipped, and a column with a
// hidden word is the front.
func (t *csvTable) cardSides(row []string) []string {
	var sides []string
	for i, cell := range row {
		switch counts := len(sides) == 0 && len(row) > 2 && text.OnlyNumber.MatchString(cell); {
		case t.isSpecial(i + 1), counts:
		case flashcard.Cloze.MatchString(cell) && len(sides) > 0:
			return []string{cell + "\n\n" + strings.Join(sides, "\n\n"), ""}
		default:
			sides = append(sides, cell)
		}
	}
	return append(sides, "", "")
}

func (t *csvTable) isSpecial(column int) bool {
	for _, c := range t.special {
		if c == column {
			return true
		}
	}
	return false
}
