package bottest

import (
	"strings"
	"testing"

	"quizbot/quiz"
)

// Run plays the conversation on the platform that start makes for each play. words says in which language
// the rig's own words, if it has any, are to be.
func Run(t *testing.T, start func(t *testing.T, w *World, language string) Rig) {
	for name, p := range plays() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			language := p.language
			if language == "" {
				language = "en"
			}
			plan := quiz.DefaultPlan()
			plan.Language, plan.Unanswered = language, true
			if p.plan != nil {
				p.plan(&plan)
			}
			w := newWorld(t, p.questions, plan)
			rig := start(t, w, language)
			w.connect(rig, plan, p.bare)
			w.until(0, 9, 30)
			p.play(stage{t, w, rig})
		})
	}
}

// play is one story: the questions of its bank, and what happens from the moment at which the first one
// was asked.
type play struct {
	language  string
	questions []quiz.Question
	plan      func(*quiz.Plan)
	bare      bool // the quiz does not run in the room yet, and the plan is that of rooms set up from chat
	play      func(stage)
}

// stage is where a play happens.
type stage struct {
	t *testing.T
	*World
	Rig
}

// everybodySees and nobodySees look at the channel; sees and doesNotSee at what was last shown to one.
func (s stage) everybodySees(texts ...string) {
	s.t.Helper()
	s.shows("the channel", s.Channel(), texts...)
}

func (s stage) nobodySees(texts ...string) {
	s.t.Helper()
	lacks(s.t, "the channel", s.Channel(), texts...)
}

func (s stage) sees(who string, texts ...string) {
	s.t.Helper()
	s.shows(who, s.Private(who), texts...)
}

func (s stage) doesNotSee(who string, texts ...string) {
	s.t.Helper()
	lacks(s.t, who, s.Private(who), texts...)
}

// told looks at what somebody was told about a message of theirs.
func (s stage) told(who string, texts ...string) {
	s.t.Helper()
	s.shows(who, s.whispered(who), texts...)
}

// whispered is what was told last to who alone, by direct message, too.
func (s stage) whispered(who string) string {
	text := s.Private(who)
	if direct, ok := s.Rig.(interface{ Told(who string) string }); ok {
		text += direct.Told(who)
	}
	return text
}

// shows looks at what is shown somewhere. A text that is a command is looked for as the platform spells it.
func (s stage) shows(where, shown string, texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if strings.HasPrefix(text, "/") {
			text = s.spelled(text)
		}
		if !strings.Contains(squeeze(shown), squeeze(text)) {
			s.t.Errorf("%s does not show %q, but:\n%s", where, text, shown)
		}
	}
}

// spelled is a command as the platform's people are told to type it.
func (s stage) spelled(command string) string {
	if speller, ok := s.Rig.(Speller); ok {
		return speller.Spelled(command)
	}
	return command
}

func lacks(t *testing.T, where, shown string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(squeeze(shown), squeeze(text)) {
			t.Errorf("%s shows %q:\n%s", where, text, shown)
		}
	}
}

// squeeze takes out white space, which platforms break lines by.
func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

// answer writes an answer by form.
func (s stage) answer(who, text string) {
	s.t.Helper()
	s.Press(who, "Answer")
	if _, open := s.Form(who); !open {
		s.t.Fatalf("no form opened for %s, who sees:\n%s", who, s.Private(who))
	}
	s.Submit(who, text)
	s.settle()
}
