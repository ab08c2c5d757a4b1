// Package anki reads decks of flash cards that CrowdAnki exports as JSON.
package anki

import (
	"encoding/json"
	"fmt"
	"strings"

	"quizbot/questions/flashcard"
	"quizbot/questions/format"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// deck holds the used fields of a deck that CrowdAnki exports: https://github.com/Stvad/CrowdAnki.
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

// Format returns the format of the decks that CrowdAnki exports.
func Format() format.Format {
	return format.Format{Name: "anki", Open: format.OpenWith(recognize, read), Remedies: format.Remedies{WriteAnswer: "fill the back of the card"}}
}

func recognize(p source.Page) bool {
	return source.BeginsJSONObject(p, `"notes"`, `"fields"`, `"note_model`)
}

// read reads the notes of a deck and of the decks within it. The first field asks, the second one
// answers.
func read(p source.Page) ([]quiz.Question, []source.Diagnostic) {
	var d deck
	if err := json.Unmarshal([]byte(p.Text), &d); err != nil {
		return nil, []source.Diagnostic{source.ErrorAt(1, "json", fmt.Sprintf("this deck is no JSON, so nothing of it is read: %v", err))}
	}
	r := &deckReader{text: p.Text, lines: source.IndexLines(p.Text), fields: map[string][]string{}}
	r.readDeck(&d, nil)
	return r.found, r.diagnostics
}

type deckReader struct {
	text        string
	lines       source.LineIndex
	at          int                 // where the last note was found
	fields      map[string][]string // names, by the id of their model
	found       []quiz.Question
	diagnostics []source.Diagnostic
}

func (r *deckReader) readDeck(d *deck, path []string) {
	for _, m := range d.Models {
		for _, f := range m.Fields {
			r.fields[m.ID] = append(r.fields[m.ID], text.LookupField(f.Name).Folded)
		}
	}
	for i := range d.Notes {
		r.addNote(&d.Notes[i], path)
	}
	for i := range d.Children {
		r.readDeck(&d.Children[i], append(path[:len(path):len(path)], d.Children[i].Name))
	}
}

// addNote adds a note as a question.
func (r *deckReader) addNote(n *note, path []string) {
	line := r.lineOfNote(n)
	if len(n.Fields) == 0 || strings.TrimSpace(n.Fields[0]) == "" {
		r.diagnostics = append(r.diagnostics, source.WarningAt(line, "empty-title", "this note has nothing on its front, so it is left out"))
		return
	}
	back := ""
	if len(n.Fields) > 1 {
		back = n.Fields[1]
	}
	q := flashcard.Question(n.Fields[0], back)
	for i, name := range r.fields[n.Model] {
		if i > 1 && i < len(n.Fields) && name == "difficulty" {
			q.Difficulty = text.HTMLToMarkdown(n.Fields[i])
		}
	}
	if text.IsTypeableID(n.ID) {
		q.ID = quiz.QuestionID(n.ID)
	}
	q.Tags, q.Section = n.Tags, strings.Join(path, " / ")
	q.Source.Line = line
	r.found = append(r.found, q)
}

// lineOfNote returns the line of a note's id, the line of the note before where the id is escaped.
func (r *deckReader) lineOfNote(n *note) int {
	if i := strings.Index(r.text[r.at:], `"`+n.ID+`"`); i >= 0 && n.ID != "" {
		r.at += i
	}
	return r.lines.Number(r.at)
}
