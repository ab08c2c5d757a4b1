package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// command answers a slash command.
func (t talk) command(ctx context.Context, c Command) (Answer, error) {
	c = t.understand(c)
	spec, ok := SpecOf(c.Path)
	if !ok {
		return t.unknownCommand(c)
	}
	c.Path = spec.Path
	if spec.Admin {
		if err := t.service.RequireAdmin(t.event.Who); err != nil {
			return nil, err
		}
	}
	if c.Wrong != "" {
		return t.misused(spec, t.Line("misused.extra", words.Args{"Word": c.Wrong})), nil
	}
	if p, wrong := spec.Check(c.Args); wrong {
		return t.misused(spec, t.wrongValue(p, c.Args[p.Name])), nil
	}
	return t.carryOut(ctx, c)
}

func (t talk) carryOut(ctx context.Context, c Command) (Answer, error) {
	switch c.Path {
	case "question":
		return t.current(ctx)
	case "question random":
		return t.practice(ctx, c.Args["topic"])
	case "question show":
		return t.show(ctx, c.Args["id"])
	case "leaderboard":
		return t.leaderboard(ctx, c.Args["span"])
	case "quiz me":
		return t.me(ctx)
	case "quiz unnamed":
		return t.unnamed(ctx, strings.EqualFold(c.Args["state"], "on"))
	case "quiz my-data":
		return t.myData(ctx)
	case "quiz forget-me":
		return t.confirmForget(), nil
	case "quiz help":
		return t.help(), nil
	}
	return t.administer(ctx, c)
}

// unknownCommand names the commands that begin as the wrong one does, or points to help. The first word alone asks for
// help.
func (t talk) unknownCommand(c Command) (Answer, error) {
	first, _, _ := strings.Cut(strings.TrimSpace(c.Path), " ")
	word := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(c.Wrong), first))
	var subs []string
	known := false
	for _, s := range Commands() {
		name, sub, _ := strings.Cut(s.Path, " ")
		if !slices.Contains(t.commandNames(name), first) || sub == "" {
			continue
		}
		known = true
		if !s.Admin || t.service.RequireAdmin(t.event.Who) == nil {
			subs = append(subs, sub)
		}
	}
	switch {
	case known && len(subs) == 0:
		return nil, t.service.RequireAdmin(t.event.Who)
	case known && word == "" && slices.Contains(t.commandNames("quiz-admin"), first):
		return t.adminHelp(), nil
	case known && word == "":
		return t.help(), nil
	case known:
		return t.say("misused.sub", words.Args{"Command": "/" + first, "Word": word, "Subs": strings.Join(subs, ", ")}), nil
	}
	return t.say("misused.unknown", words.Args{"Command": "/" + first}), nil
}

// misused says what is wrong with a command, and how it is typed.
func (t talk) misused(spec Spec, what card.Line) Private {
	example := t.Line("misused.example", words.Args{"Example": spec.Example})
	return private(what.Plain(), card.Text{Line: what}, card.Text{Line: example})
}

func (t talk) wrongValue(p Param, value string) card.Line {
	known := strings.Join(p.Words, ", ")
	switch {
	case value == "" && known != "":
		return t.Line("misused.missing_word", words.Args{"Param": p.Name, "Words": known})
	case value == "":
		return t.Line("misused.missing", words.Args{"Param": p.Name})
	}
	return t.Line("misused.word", words.Args{"Word": value, "Words": known})
}

// current is the open question again, with its buttons, or else the answer to the last one.
func (t talk) current(ctx context.Context) (Answer, error) {
	round, err := t.service.OpenRound(ctx, t.event.Room)
	if err != nil {
		return t.lastAnswer(ctx, err)
	}
	_, answered, err := t.service.RoundProgress(ctx, round.ID)
	return Private{Card: t.questionCard(&round, answered)}, err
}

func (t talk) practice(ctx context.Context, topic string) (Answer, error) {
	q, err := t.service.PracticeQuestion(ctx, t.event.Room, topic, t.event.ID)
	if refusal, refused := reason.AsRefusal(err); refused && refusal.Code == reason.UnknownTopic {
		return t.unknownTopic(ctx, topic)
	}
	if err != nil {
		return nil, err
	}
	return Private{Card: t.practiceCard(q, "practice.note", q.Answered())}, nil
}

// maxTopics is how many topics, and maxSeveral how many questions, a list offers.
const (
	maxTopics  = 20
	maxSeveral = 8
)

// unknownTopic lists the topics that there are.
func (t talk) unknownTopic(ctx context.Context, topic string) (Answer, error) {
	topics, err := t.service.ListTopics(ctx, t.event.Room)
	if err != nil {
		return nil, err
	}
	said := t.refuse("refusal.unknown_topic", words.Args{"Topic": topic})
	if len(topics) > 0 {
		said.Card.Parts = append(said.Card.Parts, card.Text{Line: t.Line("show.topics", words.Args{"Topics": t.Shorten(topics, maxTopics)})})
	}
	return said, nil
}

// show shows the question that is meant by an id, a number or words of a title.
func (t talk) show(ctx context.Context, typed string) (Answer, error) {
	found, err := t.service.SearchQuestions(ctx, t.event.Room, typed)
	if refusal, refused := reason.AsRefusal(err); refused && refusal.Code == reason.UnknownQuestion {
		said := t.refuse("refusal.unknown_question", words.Args{"Id": typed})
		if near := refusal.Args["near"]; near != "" {
			said.Card.Parts = append(said.Card.Parts, card.Text{Line: t.Line("show.near", words.Args{"Near": near})})
		}
		return said, nil
	}
	if err != nil {
		return nil, err
	}
	if len(found) > 1 {
		return t.several(typed, found, "/question show"), nil
	}
	q, why, err := t.service.ShowQuestion(ctx, t.event.Room, found[0].ID)
	if err != nil {
		return nil, err
	}
	return Private{Card: t.practiceCard(q, "show."+cmp.Or(string(why), "note"), why == "" && q.Answered())}, nil
}

// several lists the questions that may be meant, each with the id to type.
func (t talk) several(typed string, found []*quiz.Question, command string) Private {
	said := t.Line("show.several", words.Args{"Text": typed, "Example": command + " " + typedID(found[0])})
	parts := []card.Part{card.Text{Line: said}}
	for _, q := range found[:min(maxSeveral, len(found))] {
		parts = append(parts, card.Text{Line: t.Line("show.entry", words.Args{"ID": typedID(q), "Title": clip(markdown.PlainInline(q.Title), maxSummary)})})
	}
	if more := len(found) - maxSeveral; more > 0 {
		parts = append(parts, card.Note{Line: t.Line("show.more", words.Args{"N": more})})
	}
	return private(said.Plain(), parts...)
}

// maxSummary is how much of a title a list of questions shows.
const maxSummary = 120

// practiceCard is a question of the bank to one person, outside any round.
func (t talk) practiceCard(q *quiz.Question, note string, solvable bool) card.Card {
	parts := append([]card.Part{card.Note{Line: t.origin(q)}}, question(q)...)
	parts = append(parts, card.Note{Line: t.Line(note, words.Args{"ID": typedID(q)})})
	if solvable {
		parts = append(parts, card.Buttons{Items: []card.Button{{ID: action.OnQuestion(action.ShowSolution, q.ID).String(), Label: t.Text("button.solution", nil), Primary: true}}})
	}
	return card.Card{Summary: markdown.PlainInline(q.Title), Parts: parts}
}

// showSolution shows a practice question's answer, unless it has become a secret meanwhile.
func (t talk) showSolution(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	q, err := t.service.QuestionOf(a.Arg)
	if err != nil {
		return nil, err
	}
	q, why, err := t.service.ShowQuestion(ctx, t.event.Room, q.ID)
	if err != nil {
		return nil, err
	}
	if why != "" {
		return t.say("show."+string(why), words.Args{"ID": typedID(q)}), nil
	}
	title := markdown.PlainInline(q.Title)
	parts := append([]card.Part{card.Heading{Line: t.Line("reveal.title", words.Args{"Title": title})}}, t.reference(q)...)
	return private(title, parts...), nil
}

// help lists the commands that the asker may use, each with an example.
func (t talk) help() Private {
	parts := []card.Part{card.Heading{Line: t.Line("help.title", nil)}, card.Text{Line: t.Line("help.what", nil)}}
	parts = append(parts, t.commandLines(func(s Spec) bool { return !s.Admin || t.service.RequireAdmin(t.event.Who) == nil })...)
	return private(t.Text("help.title", nil), parts...)
}

// adminHelp lists the commands of admins.
func (t talk) adminHelp() Private {
	parts := append([]card.Part{card.Heading{Line: t.Line("help.title", nil)}}, t.commandLines(func(s Spec) bool { return s.Admin })...)
	return private(t.Text("help.title", nil), parts...)
}

func (t talk) commandLines(listed func(Spec) bool) []card.Part {
	var parts []card.Part
	for _, s := range Commands() {
		if listed(s) {
			what := t.Text("command."+dashed(s.Path), nil)
			parts = append(parts, card.Text{Line: t.Line("help.command", words.Args{"Example": s.Example, "What": what})})
		}
	}
	return parts
}
