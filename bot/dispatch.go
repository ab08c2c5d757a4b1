package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"quizbot/bot/card"
	"quizbot/bot/command"
	"quizbot/bot/words"
)

// ParseCommand parses a command that was typed, with or without its slash.
func ParseCommand(text string) Command { return Command(Commands().Parse(text)) }

// translate reads a command in the languages of the catalogue.
func (c *Conversation) translate(call Command) Command {
	return Command(c.translator.Translate(command.Call(call)))
}

// parseMessage parses a command in a message. It reports false for text that only looks like one,
// such as a path of files.
func (c *Conversation) parseMessage(text string) (Command, bool) {
	text = strings.TrimSpace(text)
	first, size := utf8.DecodeRuneInString(text)
	if !strings.ContainsRune(command.Slashes, first) {
		return Command{}, false
	}
	call := c.translate(ParseCommand(text[size:]))
	_, known := Commands().Find(call.Path)
	return call, known
}

// runInThread answers a command that was written as a message. Forms can't be opened there.
func (r request) runInThread(ctx context.Context, call Command) (Answer, error) {
	answer, err := r.runCommand(ctx, call)
	if err != nil {
		r.event.Act = call
		answer, err = r.errorAnswer(err)
	}
	if form, ok := answer.(Form); ok {
		return Ephemeral{Card: form.Otherwise}, err
	}
	return answer, err
}

// runCommand checks a command and its arguments, and carries it out.
func (r request) runCommand(ctx context.Context, call Command) (Answer, error) {
	call = r.translate(call)
	c, ok := findCommand(call.Path)
	if !ok {
		return r.unknownCommand(ctx, call)
	}
	r.spec = c.Spec
	if c.Admin {
		if err := r.service.RequireAdmin(r.event.Who); err != nil {
			return nil, err
		}
	}
	if call.Wrong != "" {
		return r.usage(c.Spec, r.Line("misused.extra", words.Args{"Word": call.Wrong})), nil
	}
	if p, wrong := c.Invalid(call.Args); wrong {
		return r.usage(c.Spec, r.invalidParam(p, call.Args[p.Name])), nil
	}
	return c.run(r, ctx, call.Args)
}

// unknownCommand lists the commands that begin like an unknown one, or points to help. The first
// word alone asks for help.
func (r request) unknownCommand(ctx context.Context, call Command) (Answer, error) {
	first, _, _ := strings.Cut(strings.TrimSpace(call.Path), " ")
	word := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(call.Wrong), first))
	var subs []string
	help, known := request.showHelp, false
	for _, c := range commandTable() {
		name, sub, _ := strings.Cut(c.Path, " ")
		if !slices.Contains(r.translator.NamesOf(name), first) || sub == "" {
			continue
		}
		known = true
		if c.ForGroup {
			help = c.run
		}
		if !c.Admin || r.isAdmin() {
			subs = append(subs, sub)
		}
	}
	switch {
	case known && len(subs) == 0:
		return nil, r.service.RequireAdmin(r.event.Who)
	case known && word == "":
		return help(r, ctx, nil)
	case known:
		return r.reply("misused.sub", words.Args{"Command": "/" + first, "Word": word, "Subs": r.List(subs)}), nil
	}
	return r.reply("misused.unknown", words.Args{"Command": "/" + first}), nil
}

// usage tells a mistake in a command, and an example of the command.
func (r request) usage(spec command.Spec, mistake card.Line) Ephemeral {
	example := r.Line("misused.example", words.Args{"Example": spec.Example})
	return Ephemeral{Card: card.Card{Summary: mistake.Plain(), Parts: []card.Part{card.Text{Line: mistake}, card.Text{Line: example}}}}
}

// invalidParam tells that a parameter is missing or has a wrong value.
func (r request) invalidParam(p command.Param, value string) card.Line {
	known := r.List(p.Words)
	switch {
	case value == "" && known != "":
		return r.Line("misused.missing_word", words.Args{"Param": p.Name, "Words": known})
	case value == "":
		return r.Line("misused.missing", words.Args{"Param": p.Name})
	}
	return r.Line("misused.word", words.Args{"Word": value, "Words": known})
}

// missingParam tells that a parameter of the command is missing.
func (r request) missingParam(param string) Ephemeral {
	i := slices.IndexFunc(r.spec.Params, func(p command.Param) bool { return p.Name == param })
	return r.usage(r.spec, r.invalidParam(r.spec.Params[i], ""))
}

// showHelp lists the commands that the asker may use, each with an example.
func (r request) showHelp(context.Context, map[string]string) (Answer, error) {
	intro := r.Paragraph("help.what", nil)
	return r.commandList([]card.Part{intro}, func(s command.Spec) bool { return !s.Admin || r.isAdmin() }), nil
}

// showAdminHelp lists the commands of admins.
func (r request) showAdminHelp(context.Context, map[string]string) (Answer, error) {
	return r.commandList(nil, func(s command.Spec) bool { return s.Admin }), nil
}

func (r request) commandList(intro []card.Part, listed func(command.Spec) bool) Ephemeral {
	title := r.Line("help.title", nil)
	parts := append([]card.Part{card.Heading{Line: title}}, intro...)
	for _, s := range Commands() {
		if listed(s) {
			description := r.Text("command."+command.Key(s.Path), nil)
			parts = append(parts, r.Paragraph("help.command", words.Args{"Example": s.Example, "What": description}))
		}
	}
	return Ephemeral{Card: card.Card{Summary: title.Plain(), Parts: parts}}
}
