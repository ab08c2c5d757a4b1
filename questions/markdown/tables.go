package markdown

import (
	"iter"
	"slices"
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// tables is the dialect in which the rows of tables ask: one column asks, and those behind it
// answer together.
type tables struct{}

func (tables) name() string { return "tables" }

func (tables) score(p *page) int {
	s := p.survey()
	points := s.weigh(paragraph, func(b block) int {
		if !strings.HasPrefix(s.src[b.start:b.end], "|") {
			return 0
		}
		return s.countAskingRows(b)
	})
	if points < minScore {
		return 0
	}
	return points
}

func (tables) read(p *page) ([]quiz.Question, []source.Diagnostic) {
	d := p.survey().Document
	var found []quiz.Question
	var sections [levelCount]string
	for _, b := range d.blocks {
		if level, title, ok := b.heading(); ok {
			sections[level] = text.CleanSection(title)
			clear(sections[level+1:])
			continue
		}
		if b.kind != paragraph {
			continue
		}
		if n := d.countAskingRows(b); n > 0 {
			found = d.readRows(slices.Grow(found, n), b, text.JoinSections(sections[1:]))
		}
	}
	return found, nil
}

// readRows appends the questions of a table.
func (d *Document) readRows(found []quiz.Question, b block, section string) []quiz.Question {
	names, rows, _ := d.table(b)
	column := askingColumn(names, rows)
	line := d.line(b.start)
	for i, row := range rows {
		if column >= len(row) || row[column] == "" {
			continue
		}
		q := quiz.Question{Title: text.CleanTitle(strings.ReplaceAll(row[column], `\|`, "|")), Section: section, Source: quiz.Source{Line: line + 2 + i}}
		q.Answer = strings.Join(answerCells(names, row, column), "\n\n")
		found = append(found, q)
	}
	return found
}

// table returns the names of the columns and the rows of a paragraph that is a table.
func (d *Document) table(b block) (names []string, rows iter.Seq2[int, []string], ok bool) {
	head, below, _ := strings.Cut(strings.TrimLeft(d.src[b.start:b.end], "\n"), "\n")
	ruler, below, _ := strings.Cut(below, "\n")
	if !text.TableRuler.MatchString(ruler) || strings.TrimSpace(below) == "" {
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

// askingColumn returns the column with the questions: the one named so, or else the first column of
// text.
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

// countAskingRows counts the questions among the rows of a table, 0 if they are the minority. Links
// within the file are a table of contents.
func (d *Document) countAskingRows(b block) int {
	names, rows, ok := d.table(b)
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

// answerCells returns the cells behind the question, with the names of their columns if there are
// several.
func answerCells(names, row []string, column int) []string {
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
