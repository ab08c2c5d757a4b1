package record

import (
	"encoding/json"
	"slices"
	"strings"

	"quizbot/questions/text"
	"quizbot/quiz"
)

// CSVColumns returns the columns of the program's own tables, in front of the columns of options. A
// table that begins with them is read to the letter.
func CSVColumns() []string {
	return []string{"id", "title", "body", "answer", "accept", "key_points", "hint", "links", "section", "tags", "difficulty", "lang", "shuffle", "correct_letters", "samples", "terms"}
}

// earlierColumns is the number of columns in front of the options that the tables of earlier
// releases have.
const earlierColumns = 14

// ownColumns returns the number of columns in front of the options of one of the program's own
// tables, 0 for other tables.
func ownColumns(names []string) int {
	own := CSVColumns()
	for _, n := range []int{len(own), earlierColumns} {
		if len(names) >= n && slices.Equal(names[:n], own[:n]) {
			return n
		}
	}
	return 0
}

// readOwnRow reads a row of one of the program's own tables, with a number of columns in front of
// the options.
func readOwnRow(row []string, columns int) quiz.Question {
	options := row[min(columns, len(row)):]
	row = append(slices.Clone(row[:min(columns, len(row))]), make([]string, len(CSVColumns()))...)
	q := quiz.Question{
		ID: quiz.QuestionID(row[0]), Title: row[1], Body: row[2], Answer: row[3], Accept: splitItems(row[4]), KeyPoints: splitItems(row[5]), Hint: row[6], Links: splitItems(row[7]),
		Section: row[8], Tags: splitItems(row[9]), Difficulty: row[10], Language: row[11], Shuffle: row[12] != "", Samples: readSamples(row[14]), Terms: readTerms(row[15]),
	}
	for i, content := range options {
		if content != "" {
			letter := string(rune('A' + i))
			q.Choices = append(q.Choices, quiz.Choice{Text: content, Correct: slices.Contains(text.SplitList(row[13]), letter)})
		}
	}
	return q
}

// JoinCell returns a list as the lines of a cell, or as JSON where an item has several lines.
func JoinCell(items []string) string {
	text := strings.Join(items, "\n")
	if slices.Equal(splitItems(text), items) && jsonItems(text) == nil {
		return text
	}
	encoded, err := json.Marshal(items)
	if err != nil {
		return text // strings never fail
	}
	return string(encoded)
}

// jsonItems returns the items of a cell that holds a list in JSON.
func jsonItems(text string) []string {
	var items []string
	if !strings.HasPrefix(text, "[") || json.Unmarshal([]byte(text), &items) != nil {
		return nil
	}
	return items
}

// splitItems returns the texts of a list, or the lines of a text.
func splitItems(value any) []string {
	text, ok := value.(string)
	if !ok {
		return Scalars(value)
	}
	if items := jsonItems(text); items != nil {
		return items
	}
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
