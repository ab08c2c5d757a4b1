package secrecy

import (
	"slices"

	"quizbot/quiz"
)

// Set is a set of questions whose answers are secret. It isn't safe for concurrent use.
type Set struct {
	contents []*content
	added    map[quiz.QuestionID][]*quiz.Question
}

// Add adds a question, such as the copy of a round. The question must not change afterwards.
func (s *Set) Add(q *quiz.Question) {
	if s.added == nil {
		s.added = map[quiz.QuestionID][]*quiz.Question{}
	}
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
	s.contents = append(s.contents, &content{id: id})
}

// Holds reports whether the set has a question: by its id, or by what it says, with corrections.
func (s *Set) Holds(q *quiz.Question) bool {
	if len(s.contents) == 0 {
		return false
	}
	if _, found := s.added[q.ID]; found {
		return true
	}
	c := contentOf(q)
	return slices.ContainsFunc(s.contents, func(secret *content) bool { return secret.same(c) })
}

// IsCopy reports whether two questions of banks are copies of each other, to the letter. It is much
// faster than [Set.Holds].
func IsCopy(a, b *quiz.Question) bool {
	return a.Answer == b.Answer && weigh(a.Answer) >= leastAnswer || a.Title == b.Title && a.Body == b.Body && slices.Equal(choiceTexts(a), choiceTexts(b))
}

// Signs returns marks of what a question says. Copies of a question in other banks, and versions of
// it with another title or another reference, have one in common.
func Signs(q *quiz.Question) []string { return append(contentOf(q).signs, "id:"+string(q.ID)) }
