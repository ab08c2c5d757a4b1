package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"quizbot/bot/card"
	"quizbot/bot/command"
	"quizbot/bot/markdown"
	"quizbot/bot/present"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
	"quizbot/quiz/timezone"
)

// The limits of completions are those of Discord, the only platform with limits
// (discord.com/developers/docs/interactions/application-commands, option choice structure).
const (
	maxCompletions = 25
	maxCompletion  = 100 // characters of a value or label
	maxDates       = 10  // more would be two weeks and more
)

// complete returns completions for a parameter's value. Members without permission for the command
// get none. In a channel without a quiz, only time zones are completed.
func (c *Conversation) complete(ctx context.Context, e Event, act Autocomplete) (Answer, error) {
	spec, ok := Commands().Find(act.Path)
	i := slices.IndexFunc(spec.Params, func(p command.Param) bool { return p.Name == act.Param })
	if !ok || i < 0 || spec.Admin && c.service.RequireAdmin(e.Who) != nil {
		return Completions{}, nil
	}
	param := spec.Params[i]
	if param.Kind == command.TimeZone {
		return limitCompletions(plainOptions(timezone.Complete(act.Typed, maxCompletions))), nil
	}
	room, err := c.service.Room(ctx, e.Room)
	var options []card.Option
	if err == nil || spec.Anywhere {
		options, err = request{Conversation: c, Presenter: c.presenterFor(room), event: e}.paramOptions(ctx, param, act)
	}
	if err != nil && !isRefusal(err) {
		return Completions{}, fmt.Errorf("complete %s of %s in %s: %w", act.Param, act.Path, e.Room, err)
	}
	return limitCompletions(options), nil
}

// limitCompletions returns the first options within the limits.
func limitCompletions(options []card.Option) Completions {
	var fit []card.Option
	for _, o := range options {
		if o.Value != "" && utf8.RuneCountInString(o.Value) <= maxCompletion && len(fit) < maxCompletions {
			fit = append(fit, card.Option{Value: o.Value, Label: markdown.ClipRunes(o.Label, maxCompletion)})
		}
	}
	return Completions{Options: fit}
}

// plainOptions are options whose labels are their values.
func plainOptions(values []string) []card.Option {
	options := make([]card.Option, 0, len(values))
	for _, v := range values {
		options = append(options, card.Option{Value: v, Label: v})
	}
	return options
}

// paramOptions returns the values that a parameter may have in a room, as far as they match the
// typed text.
func (r request) paramOptions(ctx context.Context, p command.Param, act Autocomplete) ([]card.Option, error) {
	switch p.Kind {
	case command.OneOf:
		return r.wordOptions(p, act.Typed), nil
	case command.Topic:
		topics, err := r.service.ListTopics(ctx, r.event.Room)
		return matchingOptions(act.Typed, plainOptions(topics)), err
	case command.Question:
		return r.questionOptions(ctx, act.Typed)
	case command.QuestionDay:
		dates, err := r.service.PlannedDates(ctx, r.event.At, r.event.Room, maxDates+1)
		return r.dateOptions(dates, act.Typed), err
	case command.LaterDay:
		return r.laterDayOptions(ctx, act.Typed)
	case command.Setting:
		setting := p.Name
		if p.SettingFrom != "" {
			setting = r.settingNamed(act.Args[p.SettingFrom])
		}
		return r.settingOptions(setting, act.Typed), nil
	}
	return nil, nil
}

// matchingOptions returns the options whose value or label contains the typed text, those that
// begin with it first.
func matchingOptions(typed string, options []card.Option) []card.Option {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var begin, contain []card.Option
	for _, o := range options {
		value, label := strings.ToLower(o.Value), strings.ToLower(o.Label)
		switch {
		case strings.HasPrefix(value, typed) || strings.HasPrefix(label, typed):
			begin = append(begin, o)
		case strings.Contains(value, typed) || strings.Contains(label, typed):
			contain = append(contain, o)
		}
	}
	return append(begin, contain...)
}

func (r request) wordOptions(p command.Param, typed string) []card.Option {
	var options []card.Option
	for _, word := range p.Words {
		options = append(options, card.Option{Value: word, Label: p.LabelOf(r.Printer, word)})
	}
	return matchingOptions(typed, options)
}

func (r request) questionOptions(ctx context.Context, typed string) ([]card.Option, error) {
	questions, err := r.service.SuggestQuestions(ctx, r.event.Room, typed, maxCompletions)
	var options []card.Option
	for _, q := range questions {
		options = append(options, card.Option{Value: present.TypedID(q), Label: string(q.ID) + " — " + markdown.PlainInline(q.Title)})
	}
	return options, err
}

// laterDayOptions are the next days with a question, today excluded, and any later day that is
// typed in full.
func (r request) laterDayOptions(ctx context.Context, typed string) ([]card.Option, error) {
	dates, err := r.service.PlannedDates(ctx, r.event.At, r.event.Room, maxDates+1)
	if err != nil {
		return nil, err
	}
	if date, err := schedule.ParseDate(strings.TrimSpace(typed)); err == nil && !slices.Contains(dates, date) {
		dates = append(dates, date)
	}
	dates = slices.DeleteFunc(dates, func(d schedule.Date) bool { return !r.today().Before(d) })
	return r.dateOptions(dates, typed), nil
}

func (r request) dateOptions(dates []schedule.Date, typed string) []card.Option {
	var options []card.Option
	for _, d := range dates {
		options = append(options, card.Option{Value: d.String(), Label: d.String() + " · " + r.Weekday(d)})
	}
	options = matchingOptions(typed, options)
	return options[:min(maxDates, len(options))]
}

// settingOptions returns the values that a setting may have.
func (r request) settingOptions(name, typed string) []card.Option {
	setting, _ := plan.FindSetting(name)
	switch setting.Content {
	case plan.ZoneName:
		return plainOptions(timezone.Complete(typed, maxCompletions))
	case plan.BankNames:
		return listOptions(typed, r.choicesOf(setting), string(setting.Empty))
	}
	if setting.Control() == plan.OneChoice {
		return matchingOptions(typed, plainOptions(r.choicesOf(setting)))
	}
	return matchingOptions(typed, plainOptions([]string{settingExample(name)}))
}

// listCommas separate the parts of a list, as they are typed in English and Chinese.
const listCommas = ",，、"

// listOptions completes the last part of a list with the names that the list lacks. The first part
// may also be the word for an empty list.
func listOptions(typed string, names []string, empty string) []card.Option {
	end := strings.LastIndexAny(typed, listCommas)
	if end < 0 {
		return matchingOptions(typed, plainOptions(append(slices.Clone(names), empty)))
	}
	listed := strings.FieldsFunc(typed[:end], func(c rune) bool { return strings.ContainsRune(listCommas, c) })
	for i := range listed {
		listed[i] = strings.TrimSpace(listed[i])
	}
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(listed, name) })
	var options []card.Option
	for _, o := range matchingOptions(strings.TrimLeft(typed[end:], listCommas), plainOptions(names)) {
		list := strings.Join(append(slices.Clone(listed), o.Value), ", ")
		options = append(options, card.Option{Value: list, Label: list})
	}
	return options
}
