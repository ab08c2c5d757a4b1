package questions

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"quizbot/quiz"
)

// deck is what is used of a deck that CrowdAnki exports: https://github.com/Stvad/CrowdAnki.
type deck struct {
	Name     string `json:"name"`
	Children []deck `json:"children"`
	Models   []struct {
		ID     string `json:"crowdanki_uuid"`
		Fields []struct {
			Name string `json:"name"`
		} `json:"flds"`
	} `json:"note_models"`
	Notes []note `json:"notes"`
}

type note struct {
	ID     string   `json:"guid"`
	Model  string   `json:"note_model_uuid"`
	Fields []string `json:"fields"`
	Tags   []string `json:"tags"`
}

func isDeck(p Page) bool { return BeginsJSONObject(p, `"notes"`, `"fields"`, `"note_model`) }

// readDeck reads the notes of a deck and of those in it: the first field asks, the second answers.
func readDeck(p Page) ([]quiz.Question, []Diagnostic) {
	var d deck
	if err := json.Unmarshal([]byte(p.Text), &d); err != nil {
		return nil, []Diagnostic{ErrorAt(1, "json", fmt.Sprintf("this deck is no JSON, so nothing of it is read: %v", err))}
	}
	r := &deckReader{text: p.Text, lines: IndexLines(p.Text), fields: map[string][]string{}}
	r.read(&d, nil)
	return r.found, r.problems
}

type deckReader struct {
	text     string
	lines    LineIndex
	at       int                 // where the last note was found
	fields   map[string][]string // names, by the id of their model
	found    []quiz.Question
	problems []Diagnostic
}

func (r *deckReader) read(d *deck, path []string) {
	for _, m := range d.Models {
		for _, f := range m.Fields {
			r.fields[m.ID] = append(r.fields[m.ID], LookupField(f.Name).Folded)
		}
	}
	for i := range d.Notes {
		r.note(&d.Notes[i], path)
	}
	for i := range d.Children {
		r.read(&d.Children[i], append(path[:len(path):len(path)], d.Children[i].Name))
	}
}

// note reads one card.
func (r *deckReader) note(n *note, path []string) {
	line := r.line(n)
	if len(n.Fields) == 0 || strings.TrimSpace(n.Fields[0]) == "" {
		r.problems = append(r.problems, WarningAt(line, "empty-title", "this note has nothing on its front, so it is left out"))
		return
	}
	back := ""
	if len(n.Fields) > 1 {
		back = n.Fields[1]
	}
	q := Question(n.Fields[0], back)
	for i, name := range r.fields[n.Model] {
		if i > 1 && i < len(n.Fields) && name == "difficulty" {
			q.Difficulty = HTMLToMarkdown(n.Fields[i])
		}
	}
	if IsTypeableID.MatchString(n.ID) {
		q.ID = quiz.QuestionID(n.ID)
	}
	q.Tags, q.Section = n.Tags, strings.Join(path, " / ")
	q.Source.Line = line
	r.found = append(r.found, q)
}

// line is that on which a note's id stands, the last known one where it is written in another way.
func (r *deckReader) line(n *note) int {
	if i := strings.Index(r.text[r.at:], `"`+n.ID+`"`); i >= 0 && n.ID != "" {
		r.at += i
	}
	return r.lines.Number(r.at)
}

// IsTypeableID are ids that can be typed in a command.
var IsTypeableID = regexp.MustCompile(`^[\w-]{1,64}$`)

// Cloze is a word that a card hides: {{c1::word::hint}}.
var Cloze = regexp.MustCompile(`\{\{c\d+::(.*?)(?:::(.*?))?\}\}`)

// Question is a flash card as a question: HTML becomes Markdown, hidden words are what is asked for.
func Question(front, back string) quiz.Question {
	var hidden []string
	for _, m := range Cloze.FindAllStringSubmatch(front, -1) {
		hidden = append(hidden, HTMLToMarkdown(m[1]))
	}
	front = Cloze.ReplaceAllString(front, "[…]")
	q := quiz.Question{Answer: HTMLToMarkdown(back)}
	q.Title, q.Body = SplitTitle(HTMLToMarkdown(front))
	if len(hidden) > 0 {
		q.Answer = JoinParagraphs(strings.Join(hidden, ", "), q.Answer)
	}
	if len(hidden) == 1 {
		q.Accept = hidden
	}
	return q
}
