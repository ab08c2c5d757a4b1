package bot

import (
	"context"
	"strings"

	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// command answers a slash command.
func (t talk) command(ctx context.Context, c Command) (Answer, error) {
	spec, ok := SpecOf(c.Path)
	if !ok {
		return t.unknownCommand(c), nil
	}
	c.Path = spec.Path
	if spec.Admin {
		if err := t.service.Admin(t.event.Who); err != nil {
			return nil, err
		}
	}
	if c.Wrong != "" {
		return t.misused(spec, t.Line("misused.extra", Args{"Word": c.Wrong})), nil
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
		return t.show(ctx, quiz.QuestionID(c.Args["id"]))
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

// unknownCommand names the commands that begin as the wrong one does, or points to help.
func (t talk) unknownCommand(c Command) Private {
	first, _, _ := strings.Cut(strings.TrimSpace(c.Path), " ")
	var subs []string
	for _, s := range Commands() {
		if name, sub, _ := strings.Cut(s.Path, " "); name == first && sub != "" && (!s.Admin || t.service.Admin(t.event.Who) == nil) {
			subs = append(subs, sub)
		}
	}
	if len(subs) > 0 {
		word := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(c.Wrong), first))
		if word == "" {
			return t.say("misused.bare", Args{"Command": "/" + first, "Subs": strings.Join(subs, ", ")})
		}
		return t.say("misused.sub", Args{"Command": "/" + first, "Word": word, "Subs": strings.Join(subs, ", ")})
	}
	return t.say("misused.unknown", Args{"Command": "/" + first})
}

// misused says what is wrong with a command, and how it is typed.
func (t talk) misused(spec Spec, what Line) Private {
	example := t.Line("misused.example", Args{"Example": spec.Example})
	return private(what.Plain(), Text{what}, Text{example})
}

func (t talk) wrongValue(p Param, value string) Line {
	words := strings.Join(p.Words, ", ")
	switch {
	case value == "" && words != "":
		return t.Line("misused.missing_word", Args{"Param": p.Name, "Words": words})
	case value == "":
		return t.Line("misused.missing", Args{"Param": p.Name})
	}
	return t.Line("misused.word", Args{"Word": value, "Words": words})
}

// current is the open question again, with its buttons, or else the answer to the last one.
func (t talk) current(ctx context.Context) (Answer, error) {
	round, err := t.service.Current(ctx, t.event.Room)
	if err != nil {
		return t.lastAnswer(ctx, err)
	}
	_, answered, err := t.service.Progress(ctx, round.ID)
	return Private{Card: t.questionCard(&round, answered)}, err
}

func (t talk) practice(ctx context.Context, topic string) (Answer, error) {
	q, err := t.service.Practice(ctx, t.event.Room, topic, t.event.ID)
	if err != nil {
		return nil, err
	}
	return Private{Card: t.practiceCard(q, "practice.note", q.Answered())}, nil
}

func (t talk) show(ctx context.Context, id quiz.QuestionID) (Answer, error) {
	q, may, err := t.service.Show(ctx, t.event.Room, id)
	if err != nil {
		return nil, err
	}
	note := "show.note"
	if !may {
		note = "show.open"
	}
	return Private{Card: t.practiceCard(q, note, may && q.Answered())}, nil
}

// practiceCard is a question of the bank to one person, outside any round.
func (t talk) practiceCard(q *quiz.Question, note string, solvable bool) Card {
	parts := append([]Part{Note{t.origin(q)}}, question(q)...)
	parts = append(parts, Note{t.Line(note, Args{"ID": string(q.ID)})})
	if solvable {
		parts = append(parts, Buttons{[]Button{{ID: actionID(idSolution, string(q.ID)), Label: t.Text("button.solution", nil), Primary: true}}})
	}
	return Card{Summary: markdown.PlainInline(q.Title), Parts: parts}
}

// solution shows a practice question's answer, unless a round that opened meanwhile asks it.
func (t talk) solution(ctx context.Context, id quiz.QuestionID) (Answer, error) {
	q, may, err := t.service.Show(ctx, t.event.Room, id)
	if err != nil {
		return nil, err
	}
	if !may {
		return t.say("show.open", Args{"ID": string(id)}), nil
	}
	title := markdown.PlainInline(q.Title)
	parts := append([]Part{Heading{t.Line("reveal.title", Args{"Title": title})}}, t.reference(q)...)
	return private(title, parts...), nil
}

// help lists the commands that the asker may use, each with an example.
func (t talk) help() Private {
	parts := []Part{Heading{t.Line("help.title", nil)}, Text{t.Line("help.what", nil)}}
	for _, s := range Commands() {
		if s.Admin && t.service.Admin(t.event.Who) != nil {
			continue
		}
		what := t.Text("command."+dashed(s.Path), nil)
		parts = append(parts, Text{t.Line("help.command", Args{"Example": s.Example, "What": what})})
	}
	return private(t.Text("help.title", nil), parts...)
}
