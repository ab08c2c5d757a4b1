package console

import (
	"context"
	"maps"
	"slices"
	"strings"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/command"
	"quizbot/bot/console/editor"
)

// completer returns the Tab completion: the console's own words, members, commands and their
// parameters.
func (c *Console) completer(ctx context.Context) func(string) []editor.Completion {
	return func(line string) []editor.Completion { return c.completeLine(ctx, line) }
}

func (c *Console) completeLine(ctx context.Context, line string) []editor.Completion {
	who, start := c.currentMember, ""
	if name, _, ok := cutMemberName(line); ok {
		if known, met := c.findMember(name); met {
			who = known
		}
		start = line[:len(line)-len(strings.TrimLeft(line[strings.IndexAny(line, ":："):], ":： "))]
	}
	rest := line[len(start):]
	var words []string
	switch {
	case start == "" && strings.HasPrefix(rest, ":as "):
		for _, name := range slices.Sorted(maps.Keys(c.known)) {
			words = append(words, ":as "+name)
		}
	case start == "" && strings.HasPrefix(rest, ":"):
		words = builtinWords()
	case strings.HasPrefix(rest, "/") && !strings.Contains(rest, "//"):
		return c.completeCommand(ctx, who, start, rest)
	}
	return matchingWords(words, start, rest)
}

// matchingWords returns the words that begin with the typed text.
func matchingWords(words []string, start, typed string) []editor.Completion {
	var list []editor.Completion
	for _, word := range words {
		if len(word) >= len(typed) && strings.EqualFold(word[:len(typed)], typed) {
			list = append(list, editor.Completion{Line: start + word, Label: strings.TrimSpace(word)})
		}
	}
	return list
}

// completeCommand completes the name of a command or its current parameter.
func (c *Console) completeCommand(ctx context.Context, who, start, typed string) []editor.Completion {
	var names []string
	for _, spec := range bot.Commands() {
		name := "/" + spec.Path
		if len(spec.Params) > 0 {
			name += " "
		}
		if spec.Admin && who != Host {
			continue
		}
		names = append(names, name)
		if strings.HasPrefix(typed, name) && len(spec.Params) > 0 {
			if list := c.completeParam(ctx, who, start, name, typed[len(name):], spec); list != nil {
				return list
			}
		}
	}
	return matchingWords(names, start, typed)
}

// completeParam completes the current parameter. All but the last one are single words.
func (c *Console) completeParam(ctx context.Context, who, start, name, typed string, spec command.Spec) []editor.Completion {
	args := map[string]string{}
	for i, p := range spec.Params {
		word, rest, more := strings.Cut(typed, " ")
		if more && i < len(spec.Params)-1 {
			args[p.Name] = word
			name += word + " "
			typed = rest
			continue
		}
		var list []editor.Completion
		for _, o := range c.paramOptions(ctx, who, spec.Path, p, typed, args) {
			line := start + name + o.Value
			if i < len(spec.Params)-1 {
				line += " "
			}
			list = append(list, editor.Completion{Line: line, Label: o.Label})
		}
		return list
	}
	return nil
}

// paramOptions returns the possible values of a partly typed parameter. The bot supplies those
// that the command table lacks.
func (c *Console) paramOptions(ctx context.Context, who, path string, p command.Param, typed string, args map[string]string) []card.Option {
	var options []card.Option
	switch p.Kind {
	case command.OneOf:
		for _, word := range p.Words {
			options = append(options, card.Option{Value: word, Label: word})
		}
	case command.Member:
		for _, name := range slices.Sorted(maps.Keys(c.known)) {
			options = append(options, card.Option{Value: name, Label: name})
		}
	default:
		answer, err := c.dispatch(ctx, who, bot.Autocomplete{Path: path, Param: p.Name, Typed: typed, Args: args})
		if found, ok := answer.(bot.Completions); ok && err == nil {
			return found.Options
		}
	}
	return slices.DeleteFunc(options, func(o card.Option) bool {
		return len(o.Value) < len(typed) || !strings.EqualFold(o.Value[:len(typed)], typed)
	})
}
