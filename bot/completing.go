package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/timezone"
)

// Limits of completions, which are those of Discord, the one platform that has them
// (discord.com/developers/docs/interactions/application-commands, option choice structure).
const (
	maxCompletions = 25
	maxCompletion  = 100 // characters of a value or label
	maxDates       = 10  // more would be two weeks and more
)

// complete answers how a value that is being typed may go on. Who may not use a command is offered nothing, and where
// the quiz does not run there is nothing to offer but time zones.
func (c *Conversation) complete(ctx context.Context, e Event, act Completing) (Answer, error) {
	spec, ok := SpecOf(act.Path)
	i := slices.IndexFunc(spec.Params, func(p Param) bool { return p.Name == act.Param })
	if !ok || i < 0 || spec.Admin && c.service.RequireAdmin(e.Who) != nil {
		return Completions{}, nil
	}
	param := spec.Params[i]
	if param.Kind == Zone {
		return completions(plain(timezone.Complete(act.Typed, maxCompletions))), nil
	}
	room, err := c.service.Room(ctx, e.Room)
	var options []card.Option
	if err == nil || spec.Anywhere {
		options, err = talk{c, c.presenter(room), e}.options(ctx, spec.Path, param, act)
	}
	if _, refused := reason.AsRefusal(err); err != nil && !refused {
		return Completions{}, fmt.Errorf("complete %s of %s in %s: %w", act.Param, act.Path, e.Room, err)
	}
	return completions(options), nil
}

// completions are options as far as they fit.
func completions(options []card.Option) Completions {
	var fit []card.Option
	for _, o := range options {
		if o.Value != "" && utf8.RuneCountInString(o.Value) <= maxCompletion && len(fit) < maxCompletions {
			fit = append(fit, card.Option{Value: o.Value, Label: clip(o.Label, maxCompletion)})
		}
	}
	return Completions{Options: fit}
}

// plain are options that are called as they are.
func plain(values []string) []card.Option {
	options := make([]card.Option, 0, len(values))
	for _, v := range values {
		options = append(options, card.Option{Value: v, Label: v})
	}
	return options
}

// options are what a parameter may become in a room where the quiz runs.
func (t talk) options(ctx context.Context, path string, p Param, act Completing) ([]card.Option, error) {
	switch p.Kind {
	case OneOf:
		return t.wordOptions(path, p, act.Typed), nil
	case Topic:
		topics, err := t.service.ListTopics(ctx, t.event.Room)
		return matching(act.Typed, plain(topics)), err
	case Question:
		return t.questionOptions(ctx, act.Typed)
	case Day:
		return t.dateOptions(ctx, path, act.Typed)
	case Setting:
		setting := p.Name
		if setting == "value" {
			setting = t.settingMeant(act.Args["setting"])
		}
		return t.settingOptions(setting, act.Typed), nil
	}
	return nil, nil
}

// matching are the options whose value or label has in it what was typed, those that begin so first.
func matching(typed string, options []card.Option) []card.Option {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var begin, hold []card.Option
	for _, o := range options {
		value, label := strings.ToLower(o.Value), strings.ToLower(o.Label)
		switch {
		case strings.HasPrefix(value, typed) || strings.HasPrefix(label, typed):
			begin = append(begin, o)
		case strings.Contains(value, typed) || strings.Contains(label, typed):
			hold = append(hold, o)
		}
	}
	return append(begin, hold...)
}

func (t talk) wordOptions(path string, p Param, typed string) []card.Option {
	var options []card.Option
	for _, word := range p.Words {
		options = append(options, card.Option{Value: word, Label: WordNamed(t.Printer, path, p.Name, word)})
	}
	return matching(typed, options)
}

func (t talk) questionOptions(ctx context.Context, typed string) ([]card.Option, error) {
	questions, err := t.service.SuggestQuestions(ctx, t.event.Room, typed, maxCompletions)
	var options []card.Option
	for _, q := range questions {
		options = append(options, card.Option{Value: typedID(q), Label: string(q.ID) + " — " + markdown.PlainInline(q.Title)})
	}
	return options, err
}

// typedID is how a question is named in a command: by its id, or where that is too long by its number.
func typedID(q *quiz.Question) string {
	if utf8.RuneCountInString(string(q.ID)) <= maxCompletion {
		return string(q.ID)
	}
	return strings.TrimSpace(q.Bank + " " + strconv.Itoa(q.Number))
}

// dateOptions are the next days with a question. For the end of a pause any later day will do, but not today.
func (t talk) dateOptions(ctx context.Context, path, typed string) ([]card.Option, error) {
	dates, err := t.service.PlannedDates(ctx, t.event.At, t.event.Room, maxDates+1)
	if err != nil {
		return nil, err
	}
	if path == "quiz-admin pause" {
		today := t.DateOf(t.event.At)
		if date, err := schedule.ParseDate(strings.TrimSpace(typed)); err == nil && !slices.Contains(dates, date) {
			dates = append(dates, date)
		}
		dates = slices.DeleteFunc(dates, func(d schedule.Date) bool { return !today.Before(d) })
	}
	var options []card.Option
	for _, d := range dates {
		options = append(options, card.Option{Value: d.String(), Label: d.String() + " · " + t.Weekday(d)})
	}
	options = matching(typed, options)
	return options[:min(maxDates, len(options))], nil
}

// settingOptions are what a setting may be.
func (t talk) settingOptions(setting, typed string) []card.Option {
	switch setting {
	case "time_zone":
		return plain(timezone.Complete(typed, maxCompletions))
	case "language":
		return matching(typed, plain(words.Languages()))
	case "banks":
		return listOptions(typed, t.service.BankNames())
	}
	if s, ok := plan.FindSetting(setting); ok && s.Values != nil {
		return matching(typed, plain(s.Values))
	}
	return matching(typed, plain([]string{settingExample(setting)}))
}

// listCommas stand between the parts of a list, as they are typed in English and Chinese.
const listCommas = ",，、"

// listOptions complete the last part of a list with one of names that stands not yet in it. At its beginning they
// offer all of them, too.
func listOptions(typed string, names []string) []card.Option {
	end := strings.LastIndexAny(typed, listCommas)
	if end < 0 {
		return matching(typed, plain(append(slices.Clone(names), "all")))
	}
	given := strings.FieldsFunc(typed[:end], func(c rune) bool { return strings.ContainsRune(listCommas, c) })
	for i := range given {
		given[i] = strings.TrimSpace(given[i])
	}
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(given, name) })
	var options []card.Option
	for _, o := range matching(strings.TrimLeft(typed[end:], listCommas), plain(names)) {
		list := strings.Join(append(slices.Clone(given), o.Value), ", ")
		options = append(options, card.Option{Value: list, Label: list})
	}
	return options
}
