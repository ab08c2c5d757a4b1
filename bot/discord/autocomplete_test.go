package discord

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
)

// Parameters are completed for the author while they are typed.
func TestCompletion(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{AckTime: 50 * time.Millisecond})
	s.run()
	s.Ready()
	s.postQuestion() // so that commands are registered by then
	s.waitUntil("commands are registered", func() bool { return strings.Contains(s.log.String(), "commands registered") })
	var options []card.Option
	for range 30 {
		options = append(options, card.Option{Value: "v", Label: strings.Repeat("标签", 80)})
	}
	options[1].Value = strings.Repeat("v", 101)
	s.setAnswer(bot.Completions{Options: options})
	if list := s.Complete("ann", "/question random gen"); len(list) != 25 || list[0].Value != "v" || len([]rune(list[0].Name)) != 100 {
		t.Errorf("got %d: %v", len(list), list)
	}
	list := s.handledEvents()
	want := bot.Autocomplete{Path: "question random", Param: "topic", Typed: "gen"}
	if got, _ := list[len(list)-1].Act.(bot.Autocomplete); got.Path != want.Path || got.Param != want.Param || got.Typed != want.Typed {
		t.Errorf("arrived as %+v", list[len(list)-1])
	}
	s.setAnswer(bot.Completions{})
	if list := s.Complete("ann", "/question show zzz"); len(list) != 0 {
		t.Errorf("got %v", list)
	}
}

// What may be meant by a value is told whole, or not at all: it must not become another value.
func TestCompletions(t *testing.T) {
	t.Parallel()
	var options []card.Option
	for i := range maxChoices + 3 {
		options = append(options, card.Option{Value: strconv.Itoa(i), Label: strconv.Itoa(i)})
	}
	if got := completions(bot.Completions{Options: options}); len(got.Choices) != maxChoices || got.Choices[24].Value != "24" {
		t.Errorf("got %d: %+v", len(got.Choices), got.Choices)
	}
	for value, want := range map[string]int{"": 0, "v": 1, strings.Repeat("v", maxChoiceLength): 1, strings.Repeat("v", maxChoiceLength+1): 0} {
		if got := completions(bot.Completions{Options: []card.Option{{Value: value, Label: "l"}}}); len(got.Choices) != want || got.Choices == nil {
			t.Errorf("%q: got %+v, want %d", value, got.Choices, want)
		}
	}
}
