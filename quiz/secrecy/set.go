package secrecy

import (
	"slices"

	"quizbot/quiz"
)

// Set is a set of questions whose answers are secret. It isn't safe for concurrent use.
type Set struct {
	bank     quiz.Bank
	contents []*content
	added    map[quiz.QuestionID][]*quiz.Question
}

// NewSet returns an empty set. The bank knows which of the added questions are gone.
func NewSet(bank quiz.Bank) *Set {
	return &Set{bank: bank, added: map[quiz.QuestionID][]*quiz.Question{}}
}

// Add adds a question, such as the copy of a round. The question must not change afterwards.
func (s *Set) Add(q *quiz.Question) {
	for _, known := range s.added[q.ID] {
		if known.Title == q.Title && known.Body == q.Body && known.Answer == q.Answer && slices.Equal(known.Accept, q.Accept) {
			return // rooms ask the same question of a bank
		}
	}
	s.added[q.ID] = append(s.added[q.ID], q)
	s.contents = append(s.contents, contentOf(q))
}

// AddID adds a question that is known by its id alone.
func (s *Set) AddID(id quiz.QuestionID) {
	s.contents = append(s.contents, contentOf(&quiz.Question{ID: id}))
}

// Holds reports whether the set has a question or a copy of it. If a question of the set is gone from
// the bank, those that may be its corrected version count, too: a new title makes a new id.
func (s *Set) Holds(q *quiz.Question) bool {
	if len(s.contents) == 0 {
		return false
	}
	c := contentOf(q)
	return slices.ContainsFunc(s.contents, func(secret *content) bool {
		return c.isSame(secret) || IsGone(s.bank, secret.id) && c.mayReplace(secret)
	})
}

// IsGone reports whether a bank doesn't have a question of that id any more.
func IsGone(bank quiz.Bank, id quiz.QuestionID) bool {
	_, found := bank.Question(id)
	return !found
}

// IsCopy reports whether two questions of banks are copies of each other, to the letter. It is much
// faster than [Set.Holds].
func IsCopy(a, b *quiz.Question) bool {
	return a.Answer == b.Answer && weigh(a.Answer) >= ownAnswer || a.Title == b.Title && a.Body == b.Body && slices.Equal(choiceTexts(a), choiceTexts(b))
}

// Signs returns marks of what a question says, which copies of it have in common.
func Signs(q *quiz.Question) []string { return contentOf(q).own }
