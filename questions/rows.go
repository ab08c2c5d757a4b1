package questions

import (
	"regexp"
	"strings"

	"quizbot/quiz"
)

// ruler is the second line of a table.
var ruler = regexp.MustCompile(`^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$`)

// rowsOf are the cells of a paragraph that is a table, its head first.
func (d *document) rowsOf(b block) [][]string {
	var rows [][]string
	for at, line := range d.textLines(b) {
		switch {
		case strings.TrimSpace(line.text) == "":
		case len(rows) == 1 && line.above != "" && at > b.start && ruler.MatchString(line.text):
			rows = append(rows, nil)
		default:
			rows = append(rows, cells(line.text))
		}
	}
	if len(rows) < 3 || rows[1] != nil {
		return nil
	}
	return rows
}

// cells splits a row at its bars, but for those in code and behind a backslash.
func cells(line string) []string {
	line = strings.TrimSpace(line)
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	var list []string
	code, start := false, 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '`':
			code = !code
		case '|':
			if !code {
				list = append(list, strings.TrimSpace(line[start:i]))
				start = i + 1
			}
		}
	}
	return append(list, strings.TrimSpace(line[min(start, len(line)):]))
}

// askingColumn is the column of a table that asks: the one named so, or else the first that does not count.
func askingColumn(rows [][]string) int {
	for i, name := range rows[0] {
		if namesQuestion(name) {
			return i
		}
	}
	counts := true
	for _, row := range rows[2:] {
		counts = counts && (row[0] == "" || onlyNumber.MatchString(row[0]))
	}
	if counts && len(rows[0]) > 1 {
		return 1
	}
	return 0
}

var onlyNumber = regexp.MustCompile(`^[\d.#*]+$`)

// rowsAsk is how many rows of a table are questions, 0 where most are not. A column of links that lead within
// the file is a table of contents.
func (d *document) rowsAsk(b block) int {
	rows := d.rowsOf(b)
	if rows == nil {
		return 0
	}
	column, n := askingColumn(rows), 0
	named := namesQuestion(rows[0][min(column, len(rows[0])-1)]) && len(rows[0]) > column+1
	for _, row := range rows[2:] {
		if column < len(row) && row[column] != "" && !strings.Contains(row[column], "](#") && (named || asks(row[column])) {
			n++
		}
	}
	if n*2 < len(rows)-2 {
		return 0
	}
	return n
}

// readRows reads the rows of tables: one column asks, the others together answer. Headings are sections.
func (d *document) readRows() []quiz.Question {
	var found []quiz.Question
	var sections [levels]string
	for _, b := range d.blocks {
		if level, text, ok := d.heading(b); ok {
			sections[level] = cleanTitle(text)
			clear(sections[level+1:])
			continue
		}
		if b.kind != paragraph || d.rowsAsk(b) == 0 {
			continue
		}
		rows := d.rowsOf(b)
		column := askingColumn(rows)
		line := d.line(b.start)
		for i, row := range rows[2:] {
			if column >= len(row) || row[column] == "" {
				continue
			}
			q := quiz.Question{Title: cleanTitle(strings.ReplaceAll(row[column], `\|`, "|")), Section: path(sections[1:]), Source: quiz.Source{Line: line + 2 + i}}
			q.Answer = strings.Join(others(rows[0], row, column), "\n\n")
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
