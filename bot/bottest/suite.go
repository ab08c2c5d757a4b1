package bottest

import (
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
)

// Run runs all scenarios, each on a platform of its own made by start. language is the language of
// the rig's own words, if it has any.
func Run(t *testing.T, start func(t *testing.T, w *World, language string) Rig) {
	for name, p := range scenarios() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			language := p.language
			if language == "" {
				language = "en"
			}
			plan := plan.Default()
			plan.Language, plan.Unanswered = language, true
			if p.plan != nil {
				p.plan(&plan)
			}
			if p.grader == nil {
				p.grader = grading.Exact{}
			}
			w := newWorld(t, p, plan)
			rig := start(t, w, language)
			w.connectRig(rig, plan, p.bare)
			w.advanceTo(0, 9, 30)
			p.run(stage{t, w, rig})
		})
	}
}

// scenario is one story: the questions of its bank, and the actions after the first question is
// posted.
type scenario struct {
	language  string
	questions []quiz.Question
	plan      func(*plan.Plan)
	bare      bool        // the room isn't set up yet; plan holds the defaults
	grader    quiz.Grader // nil for one that leaves open answers to people
	run       func(stage)
}

// stage is the running scenario: its test, world and rig.
type stage struct {
	t *testing.T
	*World
	Rig
}

// everybodySees and nobodySees check the channel, memberSees and memberDoesNotSee the last private
// text of a member.
func (s stage) everybodySees(texts ...string) {
	s.t.Helper()
	s.checkShows("the channel", s.Channel(), texts...)
}

func (s stage) nobodySees(texts ...string) {
	s.t.Helper()
	checkLacks(s.t, "the channel", s.Channel(), texts...)
}

func (s stage) memberSees(who string, texts ...string) {
	s.t.Helper()
	s.checkShows(who, s.Private(who), texts...)
}

func (s stage) memberDoesNotSee(who string, texts ...string) {
	s.t.Helper()
	checkLacks(s.t, who, s.Private(who), texts...)
}

// memberIsTold checks the bot's private word about a member's message.
func (s stage) memberIsTold(who string, texts ...string) {
	s.t.Helper()
	s.checkShows(who, s.lastPrivateText(who), texts...)
}

// lastPrivateText returns the last text only the member saw, direct messages included.
func (s stage) lastPrivateText(who string) string {
	text := s.Private(who)
	if rig, ok := s.Rig.(LetterRig); ok {
		text += strings.Join(rig.Letters(who), "\n")
	}
	return text
}

// checkShows checks that all texts are shown. Commands are expected in the platform's spelling.
func (s stage) checkShows(where, shown string, texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if strings.HasPrefix(text, "/") {
			text = s.platformSpelling(text)
		}
		if !strings.Contains(withoutSpace(shown), withoutSpace(text)) {
			s.t.Errorf("%s does not show %q, but:\n%s", where, text, shown)
		}
	}
}

// platformSpelling returns a command as members of the platform type it.
func (s stage) platformSpelling(command string) string {
	if speller, ok := s.Rig.(CommandSpeller); ok {
		return speller.Spelled(command)
	}
	return command
}

func checkLacks(t *testing.T, where, shown string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(withoutSpace(shown), withoutSpace(text)) {
			t.Errorf("%s shows %q:\n%s", where, text, shown)
		}
	}
}

// withoutSpace removes white space, since platforms wrap lines differently.
func withoutSpace(text string) string { return strings.Join(strings.Fields(text), "") }

// answerByForm answers by form.
func (s stage) answerByForm(who, text string) {
	s.t.Helper()
	s.Press(who, "Answer")
	if _, open := s.Form(who); !open {
		s.t.Fatalf("no form opened for %s, who sees:\n%s", who, s.Private(who))
	}
	s.Submit(who, text)
	s.runPending()
}
