package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
)

// answered is a room with a posted reveal. The given members answered its question.
func answered(t *testing.T, b *board, q quiz.Question, members ...string) *room {
	t.Helper()
	r := openRoom(t, b, b, nil, q)
	for _, who := range members {
		r.answers(who, "By "+who+".")
	}
	r.at(23, 17, 30)
	return r
}

// A reveal shows how its answers are graded now: by their authors, confirmed by others, or by an
// admin.
func TestRevealKeepsUp(t *testing.T) {
	b := newBoard()
	r := answered(t, b, why(), "ann", "bob")
	shows(t, "the reveal", b.stands["1/reveal"], "2 answers · 2 not graded yet", "1 ann: By ann.[Vote for 1|vote:1:1]", "If yours is one of them", "~self-graded", "~Confirm")
	if b.stands["1/reveal"].Accent != card.AccentReveal {
		t.Error("a reveal has no accent of its own")
	}
	r.presses("ann", "grade:1:full")
	r.presses("ann", "grade:1:full")
	r.refresh()
	shows(t, "graded by its author", b.stands["1/reveal"], "1 full, 1 not graded yet · 1 self-graded", "ann · full (self-graded)", "[Confirm 1 as fully right|confirm:1:1]")
	if n := b.edited["1/reveal"]; n != 1 {
		t.Errorf("drawn %d times after two presses", n)
	}
	shows(t, "one's own", r.presses("ann", "confirm:1:1"), "You can't confirm your own grade.")
	for _, who := range []string{"bob", "bob", "cy", "dee"} {
		r.presses(who, "confirm:1:1")
	}
	r.refresh()
	shows(t, "confirmed", b.stands["1/reveal"], "ann · full", "~self-graded", "~Confirm")
	r.does("boss", bot.Command{Path: "quiz-admin grade", Args: map[string]string{"band": "mostly", "member": "bob"}})
	r.refresh()
	shows(t, "graded by an admin", b.stands["1/reveal"], "1 full, 1 mostly right", "bob · mostly right", "~Did nobody grade")
	r.does("ann", bot.Command{Path: "quiz unnamed", Args: map[string]string{"state": "on"}})
	r.presses("bob", "forget:me")
	r.refresh()
	shows(t, "without names", b.stands["1/reveal"], "1 answer", "somebody", "~ann:", "~bob")
}

// A reveal keeps to its posted messages, with more or fewer answers.
func TestRevealFits(t *testing.T) {
	for name, fits := range map[string]func(card.Card) bool{
		"without buttons": func(c card.Card) bool { return !strings.Contains(cardText(c), "Confirm") },
		"fewer answers":   func(c card.Card) bool { return strings.Count(cardText(c), ": By") == 7 },
		"more answers":    func(c card.Card) bool { return strings.Count(cardText(c), ": By") == 11 },
		"not at all":      func(card.Card) bool { return false },
	} {
		b := &fitting{newBoard(), func(card.Card) bool { return true }}
		b.messages = 2
		r := openRoom(t, b.board, b, nil, why())
		for i := range 12 {
			r.answers(fmt.Sprint("m", i), fmt.Sprint("By ", i))
		}
		r.at(23, 17, 30)
		before := cardText(b.stands["1/reveal"])
		b.fits = fits
		r.presses("m3", "grade:1:full")
		r.refresh()
		got := b.stands["1/reveal"]
		if name == "not at all" {
			if cardText(got) != before {
				t.Errorf("%s: drawn as\n%s", name, cardText(got))
			}
			continue
		}
		if !fits(got) || !strings.Contains(cardText(got), "m3 · full (self-graded)") {
			t.Errorf("%s: drawn as\n%s", name, cardText(got))
		}
	}
}

// fitting is a board on which only some cards fit the posted messages.
type fitting struct {
	*board
	fits func(card.Card) bool
}

// A reveal of one message is not drawn as the last of two.
func TestRevealOfOneMessageStaysWhole(t *testing.T) {
	b := &paginated{newBoard(), func(c card.Card) int { return 1 + strings.Count(cardText(c), "Confirm") }}
	r := openRoom(t, b.board, b, nil, why())
	r.answers("ann", "By ann.")
	r.answers("bob", "By bob.")
	r.at(23, 17, 30)
	r.presses("ann", "grade:1:full")
	r.refresh()
	shows(t, "the reveal", b.stands["1/reveal"], "ann · full (self-graded)", "~Confirm")
}

// A question whose card takes another number of messages than stand is drawn without its line on
// threads, or stays as it is.
func TestQuestionStaysInItsMessages(t *testing.T) {
	const line = "Replies in the thread"
	for name, c := range map[string]struct {
		pages func(card.Card) int
		want  []string
	}{
		"fits":              {func(card.Card) int { return 1 }, []string{"1 answer so far", line}},
		"fits without line": {func(c card.Card) int { return 1 + strings.Count(cardText(c), line) }, []string{"1 answer so far", "~" + line}},
		"never fits":        {func(card.Card) int { return 2 }, []string{"0 answers so far", line}},
	} {
		b := &paginated{newBoard(), c.pages}
		r := openRoom(t, b.board, b, nil, why())
		r.answers("ann", "By ann.")
		r.refresh()
		shows(t, name, b.stands["1/ask"], c.want...)
	}
}

// paginated is a board on which cards take so many messages.
type paginated struct {
	*board
	pages func(card.Card) int
}

// Pages implements [bot.Paginator].
func (p *paginated) Pages(card card.Card) int { return p.pages(card) }

// A choice question's reveal says what the right options are, and how often each was picked,
// however many there are.
func TestTally(t *testing.T) {
	for n := 2; n <= 40; n++ {
		q := quiz.Question{ID: "q", Title: "Which?"}
		for i := range n {
			q.Choices = append(q.Choices, quiz.Choice{Text: fmt.Sprintf("option %d is `x_%d` %s", i, i, strings.Repeat("and so on ", i)), Correct: i == n-1})
		}
		b := newBoard()
		r := openRoom(t, b, b, nil, q)
		r.presses("ann", fmt.Sprintf("pick:1:%d", n-1))
		r.presses("bob", "pick:1:0")
		r.presses("cy", "pick:1:0")
		r.at(23, 17, 30)
		card := b.stands["1/reveal"]
		letter := string(rune('A' + n - 1))
		if n > 26 {
			letter = "A" + string(rune('A'+n-27))
		}
		shows(t, fmt.Sprint(n, " options"), card, "Correct answer: "+letter+". option", "A. option 0 is x_0", "▓▓▓▓▓▓▓░░░ 2 answers", "▓▓▓░░░░░░░ 1 answer", "Answered correctly: ann")
		got := cardText(card)
		if strings.Count(got, "░") == 0 || strings.Count(got, "\n▓")+strings.Count(got, "\n░") != n || strings.Count(got, "✓ correct") != 1 {
			t.Errorf("%d options:\n%s", n, got)
		}
	}
}

// Several right options, or one of several lines, stand below each other.
func TestRightChoices(t *testing.T) {
	for name, c := range map[string]struct {
		choices []quiz.Choice
		wanted  []string
	}{
		"several": {[]quiz.Choice{{Text: "a"}, {Text: "b", Correct: true}, {Text: "`c`", Correct: true}}, []string{"Correct answers, all 2 needed:", "B. b\nC. c", "B. b · ✓ correct"}},
		"code":    {[]quiz.Choice{{Text: "a"}, {Text: "```python\nx = 1\ny = 2\n```", Correct: true}}, []string{"Correct answer:\nB.\n\nx = 1\ny = 2", "B. x = 1 y = 2 · ✓ correct"}},
		"marks":   {[]quiz.Choice{{Text: "a"}, {Text: "**b** <c>", Correct: true}}, []string{"Correct answer: B. b <c>"}},
	} {
		b := newBoard()
		r := openRoom(t, b, b, nil, quiz.Question{ID: "q", Title: "Which?", Choices: c.choices})
		r.does("ann", bot.Press{ID: "pick:1", Values: []string{"1"}})
		r.at(23, 17, 30)
		shows(t, name, b.stands["1/reveal"], c.wanted...)
	}
}

// One answer alone is not voted on, and nobody is told to grade what has no reference.
func TestVotesBesideAnswers(t *testing.T) {
	b := newBoard()
	answered(t, b, why(), "ann")
	shows(t, "one answer", b.stands["1/reveal"], "~Vote for")
	b = newBoard()
	answered(t, b, quiz.Question{ID: "q", Title: "Why?"}, "ann", "bob")
	shows(t, "no reference", b.stands["1/reveal"], "Vote for 1", "Vote for 2", "~Did nobody grade")
}

// Lists of names count the omitted ones: of correct members, ties, streaks and standings.
func TestNobodyIsDropped(t *testing.T) {
	var members []string
	for i := range 13 {
		members = append(members, fmt.Sprint("m", i))
	}
	b := newBoard()
	r := openRoom(t, b, b, func(p *plan.Plan) { p.Days = schedule.Everyday }, quiz.Question{ID: "a", Title: "Which?", Choices: []quiz.Choice{{Text: "x", Correct: true}, {Text: "y"}}})
	for round := range 5 {
		if round > 0 {
			r.at(23+round, 9, 25)
			r.at(23+round, 9, 30)
		}
		for _, who := range members {
			r.presses(who, fmt.Sprintf("pick:%d:0", round+1))
		}
		r.at(23+round, 17, 30)
	}
	shows(t, "right", b.stands["5/reveal"], "13 answers · 13 full", "Answered correctly: m0, m1, m2, m3, m4, m5, m6, m7, m8, m9 and 3 more")
	r.at(28, 9, 25)
	digest := b.stands["test/w/c/2026-11-28/digest"]
	shows(t, "the digest", digest, "5 in a row: m0, m1, m10, m11, m12, m2, m3, m4, m5, m6 and 3 more", "8 more share rank 1", "Next question: 2026-11-28 09:30", "[See the answer|see:5https://example.com/5/reveal]", "~in a row!")
	if strings.Count(cardText(digest), "in a row") != 1 || digest.Accent != card.AccentDigest {
		t.Errorf("the digest is\n%s", cardText(digest))
	}
	shows(t, "the leaderboard", r.does("m0", bot.Command{Path: "leaderboard", Args: map[string]string{}}), "1 | m0 (you) | 52", "3 more share rank 1")
}

// A tie of votes is one line, and the digest marks grades of authors' own.
func TestDigestOfVotes(t *testing.T) {
	b := newBoard()
	r := answered(t, b, why(), "ann", "bob", "cy")
	r.presses("ann", "grade:1:mostly")
	r.presses("eve", "vote:1:1")
	r.presses("dee", "vote:1:2")
	r.at(24, 9, 25)
	digest := b.stands["test/w/c/2026-11-24/digest"]
	shows(t, "the digest", digest, "1 mostly right, 2 not graded yet · 1 self-graded", "Voted best: ann and bob, with 1 vote each")
	shows(t, "a vote after it", r.presses("cy", "vote:1:1"), "Voting on this question is over.")
	shows(t, "the leaderboard", r.does("bob", bot.Command{Path: "leaderboard", Args: map[string]string{}}), "Answers self-graded: ann 1")
}

// Edit implements [bot.Platform].
func (f *fitting) Edit(ctx context.Context, id quiz.RoomID, places []quiz.MessageRef, card card.Card) error {
	if len(places) > 1 && !f.fits(card) {
		return bot.ErrLayoutChanged
	}
	return f.board.Edit(ctx, id, places, card)
}

// A process that dies after somebody was forgotten leaves their answer in a posted reveal. The next
// process draws the reveal without it, once.
func TestForgottenLeaveRevealsAfterRestart(t *testing.T) { synctest.Test(t, forgottenAfterRestart) }

func forgottenAfterRestart(t *testing.T) {
	b := newBoard()
	r := answered(t, b, why(), "ann", "bob")
	r.presses("bob", "forget:me") // and the process dies before it draws anything
	shows(t, "before", b.stands["1/reveal"], "By bob")
	drawn := b.edited["1/reveal"]
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		r.conversation = bot.New(r.service.Audiences, catalogue, b)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		r.conversation.RunRefresh(ctx, func(err error) { t.Error(err) })
		cancel()
	}
	shows(t, "after", b.stands["1/reveal"], "1 answer", "By ann", "~bob")
	if n := b.edited["1/reveal"] - drawn; n != 1 {
		t.Errorf("drawn %d times", n)
	}
}
