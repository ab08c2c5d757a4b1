package command

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quizbot/quiz/service"
)

// Slashes are the characters that begin a command, as keyboards write them.
const Slashes = "/／"

// Call is a command with its arguments.
type Call struct {
	// Path is the command's name with its subcommand, such as "quiz me", without a slash.
	Path string
	// Args are the values of its parameters by name. A parameter that was left out is absent.
	Args map[string]string
	// Wrong is the part of a typed command that could not be parsed.
	Wrong string
	// Guessed is the whole text of a typed command whose path is the likeliest one and not in the
	// text.
	Guessed string
}

// Parse parses a typed command, with or without its slash. Text that can't be parsed is in the
// call's Wrong, with the known part of the path.
func (set Set) Parse(text string) Call {
	text = strings.TrimLeft(strings.TrimSpace(text), Slashes)
	spec, rest, ok := set.match(text)
	if !ok {
		name, _, _ := strings.Cut(text, " ")
		return Call{Path: name, Wrong: text}
	}
	if _, bare := cutPath(text, spec.FullPath()); spec.Bare == "" || !bare {
		if other, ok := set.Find(spec.Fallback); ok && rest != "" {
			call := other.parseArgs(rest)
			call.Guessed = text
			return call
		}
	}
	return spec.parseArgs(rest)
}

// parseArgs parses the parameters. The last one takes the rest of the text.
func (s Spec) parseArgs(rest string) Call {
	if s.ByName {
		return s.parseNamedArgs(rest)
	}
	c := Call{Path: s.Path, Args: map[string]string{}}
	for i, p := range s.Params {
		value := rest
		switch {
		case p.Kind == Member && service.IsAnswerLabel(rest):
			value = ""
		case i < len(s.Params)-1 && p.Kind != Member: // names may have spaces in them
			value, rest = cutWord(rest)
		default:
			rest = ""
		}
		if value != "" {
			c.Args[p.Name] = value
		}
	}
	c.Wrong = rest
	return c
}

// parseNamedArgs parses parameters with their names. A value ends at the next name.
func (s Spec) parseNamedArgs(rest string) Call {
	c := Call{Path: s.Path, Args: map[string]string{}}
	name, value := s.Params[0].Name, []string(nil)
	set := func() {
		if text := strings.Join(value, " "); text != "" {
			c.Args[name] = text
		}
		value = nil
	}
	for _, word := range strings.Fields(rest) {
		before, after, ok := cutAny(word, "=＝:：")
		if ok && slices.ContainsFunc(s.Params, func(p Param) bool { return strings.EqualFold(p.Name, before) }) {
			set()
			name, word = strings.ToLower(before), after
		}
		if word != "" {
			value = append(value, word)
		}
	}
	set()
	return c
}

// cutPath cuts the words of a path off the start of text, whatever their case and the space between
// them.
func cutPath(text, path string) (rest string, ok bool) {
	rest = text
	for _, word := range strings.Fields(path) {
		rest = strings.TrimLeft(rest, " \t\u3000")
		if len(rest) < len(word) || !strings.EqualFold(rest[:len(word)], word) {
			return "", false
		}
		rest = rest[len(word):]
		if rest != "" && !strings.ContainsAny(rest[:1], " \t") && !strings.HasPrefix(rest, "\u3000") {
			return "", false
		}
	}
	return strings.TrimSpace(rest), true
}

// cutAny cuts a text at the first of some characters.
func cutAny(text, chars string) (before, after string, ok bool) {
	i := strings.IndexAny(text, chars)
	if i < 0 {
		return text, "", false
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return text[:i], text[i+size:], true
}

// cutWord cuts the first word off a text, at space of any width.
func cutWord(text string) (word, rest string) {
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		return text[:i], strings.TrimSpace(text[i:])
	}
	return text, ""
}
