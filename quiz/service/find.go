package service

import (
	"context"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/reason"
)

// SuggestQuestions returns at most n questions of the room's banks with the typed text in their id
// or title. Questions whose id or title begins with the text come first, then the order of the
// banks. Case, white space and Markdown marks are ignored. It refuses with NoRoom.
func (s *Library) SuggestQuestions(ctx context.Context, room quiz.RoomID, typed string, n int) ([]*quiz.Question, error) {
	r, err := s.findRoom(ctx, room)
	if err != nil {
		return nil, err
	}
	written := stripMarkup(typed)
	var begin, hold []*quiz.Question
	for q := range s.picker.Bank.Questions(r.Plan.Banks...) {
		id, title := stripMarkup(string(q.ID)), stripMarkup(q.Title)
		switch {
		case strings.HasPrefix(id, written) || strings.HasPrefix(title, written):
			begin = append(begin, q)
		case strings.Contains(id, written) || strings.Contains(title, written):
			hold = append(hold, q)
		}
		if len(begin) >= n {
			break
		}
	}
	found := append(begin, hold...)
	return found[:min(n, len(found))], nil
}

// stripMarkup folds a text for comparison with typed text.
func stripMarkup(text string) string {
	bare := strings.Map(func(c rune) rune {
		if strings.ContainsRune("*_`~\\", c) {
			return -1
		}
		return c
	}, strings.ToLower(text))
	return strings.Join(strings.Fields(bare), " ")
}

// foldForSearch is [stripMarkup] that also folds width and quotation marks.
func foldForSearch(text string) string { return stripMarkup(input.Fold(stripMarkup(text))) }

// containsWords reports whether a text has all words of wanted, in any order.
func containsWords(text, wanted string, has func(text, word string) bool) bool {
	for word := range strings.FieldsSeq(wanted) {
		if !has(text, word) {
			return false
		}
	}
	return wanted != ""
}

// padWords separates and surrounds the words of a text with single spaces.
func padWords(text string) string {
	return " " + strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ") + " "
}

// containsWord reports whether a padded text has a word.
func containsWord(text, word string) bool { return strings.Contains(text, " "+word+" ") }

// numberPattern matches a question's number as cards show it, with an optional bank name before it.
var numberPattern = regexp.MustCompile(`^(?:(.*\S) )??(?:no\.? ?|nr\.? ?|# ?|question |第 ?)?(\d{1,7})(?: ?题)?[.)]?$`)

// SearchQuestions finds questions of the room's banks by an id in any case, by the number on the
// card, or by words of the title. The first kind of match with results wins. It refuses with
// NoRoom, and with UnknownQuestion and the nearest ids.
func (s *Library) SearchQuestions(ctx context.Context, room quiz.RoomID, typed string) ([]*quiz.Question, error) {
	r, err := s.findRoom(ctx, room)
	if err != nil {
		return nil, err
	}
	typed = strings.TrimSpace(typed)
	if q, err := s.questionOf(&r, typed); err == nil {
		return []*quiz.Question{q}, nil
	}
	if found := MatchQuestions(s.picker.Bank.Questions(r.Plan.Banks...), typed); len(found) > 0 {
		return found, nil
	}
	return nil, reason.Refuse(reason.UnknownQuestion, "id", typed, "near", strings.Join(s.similarIDs(r.Plan.Banks, foldForSearch(typed)), ", "))
}

// MatchQuestions returns the questions that a typed text means: an id in any case, the number in the
// bank, or words of the title. The first kind of match with results wins.
func MatchQuestions(list iter.Seq[*quiz.Question], typed string) []*quiz.Question {
	wanted := foldForSearch(strings.TrimSpace(typed))
	m := numberPattern.FindStringSubmatch(wanted)
	var ids, numbers, titles, words, parts []*quiz.Question
	for q := range list {
		id, title := foldForSearch(string(q.ID)), foldForSearch(q.Title)
		switch {
		case id == wanted:
			ids = append(ids, q)
		case m != nil && m[2] == strconv.Itoa(q.Number) && (m[1] == "" || m[1] == foldForSearch(q.Bank)):
			numbers = append(numbers, q)
		case title == wanted:
			titles = append(titles, q)
		case containsWords(padWords(title), wanted, containsWord):
			words = append(words, q)
		case containsWords(title, wanted, strings.Contains) || len([]rune(wanted)) > 2 && strings.Contains(id, wanted):
			parts = append(parts, q)
		}
	}
	for _, found := range [][]*quiz.Question{ids, numbers, titles, words, parts} {
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// maxNearIDs limits the suggestions for an unknown id.
const maxNearIDs = 3

// similarIDs returns at most three ids within a few typing errors of wanted.
func (s *Library) similarIDs(banks []string, wanted string) []string {
	type candidate struct {
		id    string
		edits int
	}
	var near []candidate
	for q := range s.picker.Bank.Questions(banks...) {
		if edits, ok := input.Misspelling([]rune(wanted), []rune(foldForSearch(string(q.ID)))); ok {
			near = append(near, candidate{id: string(q.ID), edits: edits})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return a.edits - b.edits })
	var ids []string
	for _, c := range near[:min(len(near), maxNearIDs)] {
		ids = append(ids, c.id)
	}
	return ids
}

// BankNames returns the names of banks with questions, in their order.
func (s *Library) BankNames() []string { return bankNames(s.picker.Bank) }

func bankNames(bank quiz.Bank) []string {
	var names []string
	seen := map[string]bool{}
	for q := range bank.Questions() {
		if !seen[q.Bank] {
			seen[q.Bank] = true
			names = append(names, q.Bank)
		}
	}
	return names
}

// ListTopics returns the tags and sections of the room's banks, each once, in the order of the
// banks.
func (s *Library) ListTopics(ctx context.Context, room quiz.RoomID) ([]string, error) {
	r, err := s.findRoom(ctx, room)
	if err != nil {
		return nil, err
	}
	var topics []string
	seen := map[string]bool{"": true}
	for q := range s.picker.Bank.Questions(r.Plan.Banks...) {
		for _, t := range append(strings.Split(q.Section, " / "), q.Tags...) {
			if key := strings.ToLower(t); !seen[key] {
				seen[key] = true
				topics = append(topics, t)
			}
		}
	}
	return topics, nil
}
