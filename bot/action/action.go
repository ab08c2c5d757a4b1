// Package action holds the ids of buttons and forms: an [Action] is written into the id of a button
// or form, and read from it when a member uses it.
package action

import (
	"strconv"
	"strings"

	"quizbot/quiz"
	"quizbot/quiz/ident"
)

// Verb is the first word of an id. Messages that were posted years ago carry it, so it never
// changes.
type Verb string

// The verbs, each with the id that it begins.
const (
	Answer       Verb = "answer"      // answer:ROUND opens the form for answering, and is the form's id
	Hint         Verb = "hint"        // hint:ROUND
	Pick         Verb = "pick"        // pick:ROUND:CHOICE of a button, pick:ROUND of a select
	MyGrade      Verb = "my-grade"    // my-grade:ROUND
	GradeOwn     Verb = "grade"       // grade:ROUND:BAND
	GradePoints  Verb = "tick"        // tick:ROUND opens the form of key points, and is the form's id
	HadPoint     Verb = "had"         // had:ROUND:POINT disputes that the point is missing
	Vote         Verb = "vote"        // vote:ROUND:MEMBER
	FollowLink   Verb = "see"         // see:ROUND of a button that opens an address
	ShowReveal   Verb = "answer-of"   // answer-of:ROUND shows a reveal privately
	ConfirmGrade Verb = "confirm"     // confirm:ROUND:MEMBER
	OpenPage     Verb = "page"        // page:ROUND:PAGE of the answers
	TurnPage     Verb = "turn"        // turn:ROUND:PAGE replaces the page with another one
	ShowSolution Verb = "solution"    // solution:QUESTION of a practice question, which has no round
	PassOver     Verb = "pass-over"   // pass-over:QUESTION of a preview
	ForgetMe     Verb = "forget"      // forget:me
	SetUp        Verb = "set-up"      // set-up opens the form for setting a room up
	SubmitSetup  Verb = "setup"       // setup is that form's id
	AskNow       Verb = "ask-now"     // ask-now asks the next question
	RemoveRoom   Verb = "remove"      // remove:room
	EditPoints   Verb = "points"      // points:QUESTION opens the form for key points, and is the form's id
	KeepPoints   Verb = "keep-points" // keep-points:QUESTION/FINGERPRINT confirms key points as they are
	MovePoints   Verb = "move-points" // move-points:FROM/TO gives confirmed key points to another question
	DropPoints   Verb = "drop-points" // drop-points:QUESTION
	OlderChanges Verb = "log"         // log:NUMBER replaces the page of the audit log by the one before that record, log by the newest
)

// Verbs returns every verb.
func Verbs() []Verb {
	return []Verb{
		Answer, Hint, Pick, MyGrade, GradeOwn, GradePoints, HadPoint, Vote, FollowLink, ShowReveal, ConfirmGrade, OpenPage, TurnPage,
		ShowSolution, PassOver, ForgetMe, SetUp, SubmitSetup, AskNow, RemoveRoom,
		EditPoints, KeepPoints, MovePoints, DropPoints, OlderChanges,
	}
}

// aboutRound reports whether ids with this verb name a round.
func (v Verb) aboutRound() bool {
	switch v {
	case ShowSolution, PassOver, ForgetMe, SetUp, SubmitSetup, AskNow, RemoveRoom, EditPoints, KeepPoints, MovePoints, DropPoints, OlderChanges:
		return false
	}
	return true
}

// Action is the meaning of an id.
type Action struct {
	Verb Verb
	// Round is zero for verbs that are about no round.
	Round quiz.RoundID
	// Arg is a choice, band, member, page or question, as the verb says; empty for verbs without
	// one.
	Arg string
}

// OnRound returns an action about a round.
func OnRound(verb Verb, round quiz.RoundID) Action { return Action{Verb: verb, Round: round} }

// OnChoice returns an action about a round's choice, about one of its key points or about a page of
// its answers, by its index.
func OnChoice(verb Verb, round quiz.RoundID, index int) Action {
	return Action{Verb: verb, Round: round, Arg: strconv.Itoa(index)}
}

// OnMember returns an action about a member's reply in a round.
func OnMember(verb Verb, round quiz.RoundID, member quiz.MemberNo) Action {
	return Action{Verb: verb, Round: round, Arg: strconv.FormatUint(uint64(member), memberBase)}
}

// memberBase is the base in which ids write a member's number.
const memberBase = 36

// maxQuestionID is the longest question id in bytes that fits into a button's id.
const maxQuestionID = 90

// OnQuestion returns an action about a question of the bank. A question id that is too long for a
// button becomes its [quiz.ShortID].
func OnQuestion(verb Verb, id quiz.QuestionID) Action {
	if len(id) > maxQuestionID {
		return Action{Verb: verb, Arg: quiz.ShortID(id)}
	}
	return Action{Verb: verb, Arg: string(id)}
}

// OnPoints returns an action about the key points of a question. rest is what the verb needs beside
// the question. Both parts are short, so that they fit into a button's id.
func OnPoints(verb Verb, id quiz.QuestionID, rest string) Action {
	arg := quiz.ShortID(id)
	if rest != "" {
		arg += partSeparator + rest
	}
	return Action{Verb: verb, Arg: arg}
}

// Points returns the [quiz.ShortID] and the rest of an action that [OnPoints] made.
func (a Action) Points() (id, rest string) {
	id, rest, _ = strings.Cut(a.Arg, partSeparator)
	return id, rest
}

// partSeparator separates the parts of an argument.
const partSeparator = "/"

// String returns the action as an id of a button or form. It has at most 100 bytes, the lowest
// limit of the platforms.
func (a Action) String() string {
	parts := []string{string(a.Verb)}
	if a.Verb.aboutRound() {
		parts = append(parts, a.Round.String())
	}
	if a.Arg != "" {
		parts = append(parts, a.Arg)
	}
	return strings.Join(parts, separator)
}

// separator separates the parts of an id.
const separator = ":"

// Parse reads an id. It reports false for ids with an unknown verb or without the round that the
// verb needs.
func Parse(id string) (Action, bool) {
	verb, rest, _ := strings.Cut(id, separator)
	a := Action{Verb: Verb(verb)}
	if !a.Verb.known() {
		return Action{}, false
	}
	if !a.Verb.aboutRound() {
		a.Arg = rest
		return a, true
	}
	round, arg, _ := strings.Cut(rest, separator)
	var ok bool
	a.Round, ok = ident.ParseRound(round)
	a.Arg = arg
	return a, ok
}

func (v Verb) known() bool {
	for _, known := range Verbs() {
		if v == known {
			return true
		}
	}
	return false
}

// Index returns the choice, point or page of an action that [OnChoice] made, and false for other actions.
func (a Action) Index() (int, bool) {
	n, err := strconv.Atoi(a.Arg)
	return n, err == nil
}

// Member returns the member of an action that [OnMember] made, and false for other actions.
func (a Action) Member() (quiz.MemberNo, bool) {
	n, err := strconv.ParseUint(a.Arg, memberBase, 64)
	return quiz.MemberNo(n), err == nil
}
