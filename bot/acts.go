package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"quizbot/quiz"
)

// What buttons, selects and forms do. An id is one of these words and what it is about, with colons
// between: a round's id, never its question's.
const (
	idAnswer   = "answer"    // answer:ROUND opens the form, and is the form's id
	idHint     = "hint"      // hint:ROUND
	idPick     = "pick"      // pick:ROUND:CHOICE, or pick:ROUND of a select
	idMyGrade  = "my-grade"  // my-grade:ROUND
	idGrade    = "grade"     // grade:ROUND:BAND
	idVote     = "vote"      // vote:ROUND:MEMBER
	idSee      = "see"       // see:ROUND, of a button that opens an address
	idAnswerOf = "answer-of" // answer-of:ROUND shows a revealed answer privately
	idConfirm  = "confirm"   // confirm:ROUND:MEMBER
	idPage     = "page"      // page:ROUND:PAGE, of the answers
	idTurn     = "turn"      // turn:ROUND:PAGE, from one page to another
	idSolution = "solution"  // solution:QUESTION, of a practice question, which belongs to no round
	idPassOver = "pass-over" // pass-over:QUESTION, of a preview
	idForget   = "forget"    // forget:me
)

func actionID(parts ...string) string { return strings.Join(parts, ":") }

// press answers a button or select.
func (t talk) press(ctx context.Context, p Press) (Answer, error) {
	verb, about, _ := strings.Cut(p.ID, ":")
	switch verb {
	case idSolution:
		return t.solution(ctx, about)
	case idForget:
		return t.forget(ctx)
	case idSetUp:
		return t.setUp(ctx, nil)
	case idAskNow:
		return t.askNow(ctx, "")
	case idRemove:
		return t.remove(ctx)
	case idPassOver:
		return t.passOver(ctx, about)
	}
	first, rest, _ := strings.Cut(about, ":")
	round, ok := quiz.ParseRoundID(first)
	if !ok {
		return t.say("refusal.unknown_button", nil), nil
	}
	switch verb {
	case idAnswer:
		return t.answerForm(ctx, round)
	case idHint:
		return t.hint(ctx, round)
	case idPick:
		return t.pick(ctx, round, rest, p.Values)
	case idMyGrade:
		return t.myGrade(ctx, round)
	case idGrade:
		return t.gradeOwn(ctx, round, quiz.Band(rest))
	case idVote:
		return t.vote(ctx, round, rest)
	case idConfirm:
		return t.confirm(ctx, round, rest)
	case idSee:
		return Nothing{}, nil
	case idAnswerOf:
		return t.answerOf(ctx, round)
	case idPage:
		return t.page(ctx, round, rest)
	case idTurn:
		page, err := t.page(ctx, round, rest)
		return Update{page.Card}, err
	}
	return t.say("refusal.unknown_button", nil), nil
}

// hint shows the question's hint.
func (t talk) hint(ctx context.Context, id quiz.RoundID) (Answer, error) {
	round, err := t.service.Round(ctx, t.event.Room, id)
	if err != nil {
		return nil, err
	}
	return t.hintOf(&round.Question), nil
}

func (t talk) vote(ctx context.Context, round quiz.RoundID, candidate string) (Answer, error) {
	no, err := strconv.ParseUint(candidate, 36, 64)
	if err != nil {
		return t.say("refusal.unknown_button", nil), nil
	}
	name, err := t.service.Vote(ctx, t.event.stamp(), t.event.Room, t.event.Who, round, quiz.MemberNo(no))
	if err != nil {
		return nil, err
	}
	return t.say("voted", Args{"Name": t.named(name)}), nil
}

// letters names choices like A, C.
func letters(picks []int) string {
	var names []string
	for _, p := range slices.Sorted(slices.Values(picks)) {
		names = append(names, letter(p))
	}
	return strings.Join(names, ", ")
}

// letter names the choice with the given index: A to Z, then AA and so on.
func letter(i int) string { return quiz.ChoiceLetter(i) }
