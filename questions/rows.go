package questions

import (
	"iter"
	"slices"
	"strings"

	"quizbot/questions/text"
	"quizbot/quiz"
)

// markdownTable reads a paragraph as a table: the names of its columns, and the rows one after the other. It reports
// false where the paragraph is none.
func (d *document) markdownTable(b block) (names []string, rows iter.Seq2[int, []string], ok bool) {
	head, below, _ := strings.Cut(strings.TrimLeft(d.src[b.start:b.end], "\n"), "\n")
	second, below, _ := strings.Cut(below, "\n")
	if !text.TableRuler.MatchString(second) || strings.TrimSpace(below) == "" {
		return nil, nil, false
	}
	return text.SplitTableRow(head), func(yield func(int, []string) bool) {
		i := 0
		for line := range strings.Lines(below) {
			if strings.TrimSpace(line) != "" && !yield(i, text.SplitTableRow(line)) {
				return
			}
			i++
		}
	}, true
}

// askingColumn is the column of a table that asks: the one named so, or else the first that does not count.
func askingColumn(names []string, rows iter.Seq2[int, []string]) int {
	for i, name := range names {
		if text.NamesQuestion(name) {
			return i
		}
	}
	for _, row := range rows {
		if row[0] != "" && !text.OnlyNumber.MatchString(row[0]) {
			return 0
		}
	}
	return min(1, len(names)-1)
}

// rowsAsk is how many rows of a table are questions, 0 where most are not. A column of links that lead within
// the file is a table of contents.
func (d *document) rowsAsk(b block) int {
	names, rows, ok := d.markdownTable(b)
	if !ok {
		return 0
	}
	column, n, all := askingColumn(names, rows), 0, 0
	named := text.NamesQuestion(names[column]) && len(names) > column+1
	for _, row := range rows {
		all++
		if column < len(row) && row[column] != "" && !strings.Contains(row[column], "](#") && (named || text.EndsInQuestionMark(row[column])) {
			n++
		}
	}
	if n*2 < all {
		return 0
	}
	return n
}

// readRows reads the rows of tables: one column asks, the others together answer. Headings are sections.
func (d *document) readRows() []quiz.Question {
	var found []quiz.Question
	var sections [levels]string
	for _, b := range d.blocks {
		if level, content, ok := d.heading(b); ok {
			sections[level] = text.CleanSection(content)
			clear(sections[level+1:])
			continue
		}
		if b.kind != paragraph {
			continue
		}
		n := d.rowsAsk(b)
		names, rows, ok := d.markdownTable(b)
		if n == 0 || !ok {
			continue
		}
		column := askingColumn(names, rows)
		line := d.line(b.start)
		found = slices.Grow(found, n)
		for i, row := range rows {
			if column >= len(row) || row[column] == "" {
				continue
			}
			q := quiz.Question{Title: text.CleanTitle(strings.ReplaceAll(row[column], `\|`, "|")), Section: text.JoinSections(sections[1:]), Source: quiz.Source{Line: line + 2 + i}}
			q.Answer = strings.Join(others(names, row, column), "\n\n")
			found = append(found, q)
		}
	}
	return found
}

// others are the cells behind the one that asks, with the names of their columns where there are several.
func others(names, row []string, column int) []string {
	var list []string
	for i := column + 1; i < len(row); i++ {
		if cell := strings.ReplaceAll(row[i], `\|`, "|"); cell != "" {
			if len(row) > column+2 && i < len(names) && names[i] != "" {
				cell = "**" + names[i] + "**: " + cell
			}
			list = append(list, cell)
		}
	}
	return list
}
