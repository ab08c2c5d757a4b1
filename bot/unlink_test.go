package bot_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
	"quizbot/quiz/panics"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
)

// pointed is a question with key points.
func pointed() quiz.Question {
	return quiz.Question{ID: "q", Title: "Why?", Answer: "Because of the reference.", KeyPoints: []string{"because"}, Accept: []string{"By ann."}}
}

// everyday is a plan with a question and a digest on each day.
func everyday(p *plan.Plan) { p.Days = schedule.Everyday }

// A deleted reveal is linked to by nothing: the question and *My grade* show the reference themselves,
// and a digest has no button for it, whether it was posted before or comes later.
func TestDeletedRevealIsLinkedNowhere(t *testing.T) {
	const link = "https://example.com/1/reveal"
	for name, c := range map[string]struct {
		digested bool
		remove   func(r *room)
	}{
		"deleted before the digest": {false, func(r *room) { r.does("", bot.Deletion{Thread: "1/ask", ID: "1/reveal"}) }},
		"deleted after the digest":  {true, func(r *room) { r.does("", bot.Deletion{Thread: "1/ask", ID: "1/reveal"}) }},
		"with its thread":           {true, func(r *room) { r.does("", bot.Deletion{Thread: "1/ask"}) }},
		"while the bot was down": {true, func(r *room) {
			r.board.gone = map[string]bool{"1/reveal": true}
			r.does("boss", bot.Command{Path: "quiz-admin grade", Args: map[string]string{"band": "mostly", "member": "ann"}})
		}},
	} {
		b := newBoard()
		r := answered(t, b, pointed(), "ann")
		r.refresh()
		if c.digested {
			r.at(24, 9, 25)
			shows(t, name+": the digest", b.stands["test/w/c/2026-11-24/digest"], link)
		}
		shows(t, name+": the question", b.stands["1/ask"], link)
		c.remove(r)
		r.refresh()
		r.refresh()
		r.at(24, 9, 25)
		shows(t, name+": the question after it", b.stands["1/ask"], "~"+link, "[See the answer|answer-of:1]", "My grade")
		shows(t, name+": the digest after it", b.stands["test/w/c/2026-11-24/digest"], "Why?", "~"+link)
		shows(t, name+": my grade", r.presses("ann", "my-grade:1"), "Because of the reference.", "~"+link)
		edits := b.edited["1/reveal"]
		r.presses("ann", "forget:me")
		r.refresh()
		if b.edited["1/reveal"] != edits {
			t.Errorf("%s: the deleted message is edited", name)
		}
	}
}

// A question that was deleted is linked to by no digest, and its reveal is.
func TestDeletedQuestionIsLinkedNowhere(t *testing.T) {
	b := newBoard()
	r := answered(t, b, why(), "ann")
	r.does("", bot.Deletion{ID: "1/ask"})
	r.at(24, 9, 25)
	shows(t, "the digest", b.stands["test/w/c/2026-11-24/digest"], "https://example.com/1/reveal", "~https://example.com/1/ask")
}

// A digest that was posted follows the members whom it names, as long as it can be drawn again.
func TestPostedDigestsForget(t *testing.T) {
	b := newBoard()
	r := openRoom(t, b, b, everyday, severalQuestions(33)...)
	const days = 32
	for day := range days {
		if day > 0 {
			r.at(23+day, 9, 25)
			r.at(23+day, 9, 30)
		}
		for _, who := range []string{"ann", "bob"} {
			r.presses(who, fmt.Sprintf("pick:%d:0", day+1))
		}
		r.at(23+day, 17, 30)
	}
	r.at(23+days, 9, 25)
	b.posted = nil
	r.presses("ann", "forget:me")
	for range 8 {
		r.refresh()
	}
	for day := range days {
		date := schedule.Date{Year: 2026, Month: 11, Day: 24}.AddDays(day)
		want := []string{"bob", "somebody", "~ann"}
		if day < days-30 { // too old to be drawn again
			want = []string{"bob", "ann"}
		}
		shows(t, fmt.Sprint("the digest of ", date), b.stands[fmt.Sprintf("test/w/c/%s/digest", date)], want...)
	}
	if len(b.posted) > 0 {
		t.Errorf("posted anew: %+v", b.posted)
	}
}

// A digest that cannot be edited now is edited later, also by another process.
func TestDigestIsOwedToTheForgotten(t *testing.T) {
	b := &unable{board: newBoard()}
	r := openRoom(t, b.board, b, everyday, why())
	r.answers("ann", "By ann.")
	r.answers("bob", "By bob.")
	r.at(23, 17, 30)
	r.at(24, 9, 25)
	b.fails = errors.New("down")
	r.presses("ann", "forget:me")
	_ = r.conversation.RefreshMessages(t.Context())
	shows(t, "before", b.stands["test/w/c/2026-11-24/digest"], "ann")
	owed, err := r.service.RevealsToRedraw(t.Context())
	if err != nil || len(owed) != 1 {
		t.Fatalf("owed are %+v, %v", owed, err)
	}
	b.fails = nil
	r.refresh()
	shows(t, "after", b.stands["test/w/c/2026-11-24/digest"], "~ann", "bob")
	if owed, err := r.service.RevealsToRedraw(t.Context()); err != nil || len(owed) > 0 {
		t.Errorf("still owed are %+v, %v", owed, err)
	}
}

// unable is a board that fails to edit digests.
type unable struct {
	*board
	fails error
}

func (b *unable) Edit(ctx context.Context, room quiz.RoomID, refs []quiz.MessageRef, c card.Card) error {
	if c.Accent == card.AccentDigest && b.fails != nil {
		return b.fails
	}
	return b.board.Edit(ctx, room, refs, c)
}

func severalQuestions(n int) []quiz.Question {
	var list []quiz.Question
	for i := range n {
		list = append(list, quiz.Question{
			ID: quiz.QuestionID(fmt.Sprint("q", i)), Title: fmt.Sprintf("Which %d?", i), Choices: []quiz.Choice{{Text: "a", Correct: true}, {Text: "b"}},
		})
	}
	return list
}

// A panic over one round's messages leaves those of the others alone, and is tried again.
func TestPanicOverOneRoundsMessages(t *testing.T) {
	b := &panicky{board: newBoard()}
	r := openRoom(t, b.board, b, everyday, severalQuestions(2)...)
	r.presses("ann", "pick:1:0")
	r.at(23, 17, 30)
	r.at(24, 9, 30)
	r.presses("ann", "pick:2:0")
	r.presses("boss", "forget:me")
	r.presses("ann", "forget:me")
	b.over = "1/ask"
	err := r.conversation.RefreshMessages(t.Context())
	if !panics.Is(err) {
		t.Errorf("got %v", err)
	}
	shows(t, "the other question", b.stands["2/ask"], "0 answers so far")
	b.over = ""
	r.refresh()
	shows(t, "the question", b.stands["1/ask"], "0 answers")
}

// panicky is a board that panics over one message.
type panicky struct {
	*board
	over string
}

func (b *panicky) Edit(ctx context.Context, room quiz.RoomID, refs []quiz.MessageRef, c card.Card) error {
	if refs[0].Message == b.over {
		panic("a private answer")
	}
	return b.board.Edit(ctx, room, refs, c)
}
