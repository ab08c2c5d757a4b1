package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quizbot/bot/words"
	"quizbot/quiz/plan"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// ParamKind is what a parameter of a command holds.
type ParamKind int

// A parameter is free text, one of a few words, a topic of the banks, a question's id, a member, a time zone, a date or
// what a setting of the plan is to be.
const (
	FreeText ParamKind = iota
	OneOf
	Topic
	Question
	Somebody
	Zone
	Day
	Setting
)

// Completes reports whether [Completing] such a parameter may find anything that a list of its words does not say.
func (k ParamKind) Completes() bool {
	return slices.Contains([]ParamKind{Topic, Question, Zone, Day, Setting}, k)
}

// Param is a parameter of a command.
type Param struct {
	Name     string
	Kind     ParamKind
	Words    []string // of OneOf
	Required bool
}

// Spec is a command as platforms register it and as text is read. What it does is told by the catalogue's
// "command.PATH", with dashes for the spaces of the path; [Words.CommandNamed] and its like say what platforms call it.
type Spec struct {
	// Path is the name, with the subcommand after a space.
	Path string
	// Bare, where it is not empty, is the subcommand under which platforms list a command whose path is also the name
	// of a group, because they run no group by itself. It can be typed, too.
	Bare   string
	Params []Param
	// Named says that the parameters can be typed with their names, in any order: time_zone=UTC ask=10:00. What is typed
	// without a name is the first one.
	Named bool
	// Else, where it is not empty, is the command that is meant where more is typed than this one takes.
	Else string
	// Anywhere says that the command makes sense where the quiz doesn't run.
	Anywhere bool
	// Admin commands are for admins alone.
	Admin bool
	// Example is how somebody would type it.
	Example string
}

// Commands returns every command, in the order in which help lists them.
func Commands() []Spec {
	spans := []string{string(scoring.Week), string(scoring.Month), string(scoring.All)}
	var bands []string
	for _, b := range scoring.Bands() {
		bands = append(bands, string(b))
	}
	return []Spec{
		{Path: "question", Bare: "now", Else: "question show", Example: "/question"},
		{Path: "question random", Params: []Param{{Name: "topic", Kind: Topic}}, Example: "/question random generators"},
		{Path: "question show", Params: []Param{{Name: "id", Kind: Question, Required: true}}, Example: "/question show gil"},
		{Path: "leaderboard", Params: []Param{{Name: "span", Kind: OneOf, Words: spans}}, Example: "/leaderboard week"},
		{Path: "quiz me", Example: "/quiz me"},
		{Path: "quiz unnamed", Params: []Param{{Name: "state", Kind: OneOf, Words: []string{"on", "off"}, Required: true}}, Example: "/quiz unnamed on"},
		{Path: "quiz my-data", Example: "/quiz my-data"},
		{Path: "quiz forget-me", Example: "/quiz forget-me"},
		{Path: "quiz help", Anywhere: true, Example: "/quiz help"},
		{
			Path: "quiz-admin setup", Admin: true, Named: true, Anywhere: true, Example: "/quiz-admin setup Europe/Berlin",
			Params: []Param{
				{Name: "time_zone", Kind: Zone},
				{Name: "days", Kind: Setting},
				{Name: "ask", Kind: Setting},
				{Name: "reveal", Kind: Setting},
				{Name: "banks", Kind: Setting},
				{Name: "language", Kind: OneOf, Words: words.Languages()},
			},
		},
		{Path: "quiz-admin remove", Admin: true, Example: "/quiz-admin remove"},
		{
			Path: "quiz-admin plan", Admin: true, Example: "/quiz-admin plan ask 10:00",
			Params: []Param{{Name: "setting", Kind: OneOf, Words: plan.SettingNames()}, {Name: "value", Kind: Setting}},
		},
		{Path: "quiz-admin pause", Admin: true, Params: []Param{{Name: "until", Kind: Day}}, Example: "/quiz-admin pause until 2027-01-07"},
		{Path: "quiz-admin resume", Admin: true, Example: "/quiz-admin resume"},
		{Path: "quiz-admin skip", Admin: true, Params: []Param{{Name: "date", Kind: Day}}, Example: "/quiz-admin skip 2026-12-24"},
		{Path: "quiz-admin ask-now", Admin: true, Params: []Param{{Name: "question", Kind: Question}}, Example: "/quiz-admin ask-now"},
		{Path: "quiz-admin reveal-now", Admin: true, Example: "/quiz-admin reveal-now"},
		{Path: "quiz-admin preview", Admin: true, Example: "/quiz-admin preview"},
		{
			Path: "quiz-admin grade", Admin: true, Example: "/quiz-admin grade full 14.2",
			Params: []Param{{Name: "band", Kind: OneOf, Words: bands}, {Name: "member", Kind: Somebody}, {Name: "answer"}},
		},
		{Path: "quiz-admin status", Admin: true, Example: "/quiz-admin status"},
		{Path: "quiz-admin help", Admin: true, Anywhere: true, Example: "/quiz-admin help"},
	}
}

// ParseCommand reads a command typed as text: the words after the slash. What cannot be read is named in
// the command's Wrong, with the path as far as it is known.
func ParseCommand(text string) Command {
	text = strings.TrimLeft(strings.TrimSpace(text), slashes)
	spec, rest, ok := findSpec(text)
	if !ok {
		name, _, _ := strings.Cut(text, " ")
		return Command{Path: name, Wrong: text}
	}
	if _, bare := cutWords(text, spec.Path+" "+spec.Bare); spec.Bare == "" || !bare {
		if other, ok := SpecOf(spec.Else); ok && rest != "" {
			command := other.parse(rest)
			command.guessed = text
			return command
		}
	}
	return spec.parse(rest)
}

// findSpec finds the command with the longest path that text starts with.
func findSpec(text string) (best Spec, rest string, ok bool) {
	longest := 0
	for _, s := range Commands() {
		for _, path := range s.paths() {
			after, starts := cutWords(text, path)
			if starts && len(path) > longest {
				best, rest, ok, longest = s, after, true, len(path)
			}
		}
	}
	return best, rest, ok
}

// SpecOf finds the command with the given path.
func SpecOf(path string) (Spec, bool) {
	spec, rest, ok := findSpec(path)
	return spec, ok && rest == ""
}

// paths are those under which a command is known.
func (s Spec) paths() []string {
	if s.Bare == "" {
		return []string{s.Path}
	}
	return []string{s.Path, s.Path + " " + s.Bare}
}

// cutWords cuts the words of path off the start of text, whatever their case and the space between them.
func cutWords(text, path string) (rest string, ok bool) {
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

// parse reads the parameters; the last one takes everything that is left.
func (s Spec) parse(rest string) Command {
	if s.Named {
		return s.parseNamed(rest)
	}
	c := Command{Path: s.Path, Args: map[string]string{}}
	for i, p := range s.Params {
		value := rest
		switch {
		case p.Kind == Somebody && service.IsAnswerLabel(rest):
			value = ""
		case i < len(s.Params)-1 && p.Kind != Somebody: // names may have spaces in them
			value, rest = cutWord(rest)
		default:
			rest = ""
		}
		if value != "" {
			c.Args[p.Name] = value
		}
	}
	if rest != "" {
		c.Wrong = rest
	}
	return c
}

// parseNamed reads parameters with their names. A value goes on to the next name.
func (s Spec) parseNamed(rest string) Command {
	c := Command{Path: s.Path, Args: map[string]string{}}
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

// cutAny cuts a text at the first of some characters.
func cutAny(text, chars string) (before, after string, ok bool) {
	i := strings.IndexAny(text, chars)
	if i < 0 {
		return text, "", false
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return text[:i], text[i+size:], true
}

// cutWord cuts the first word off, at space of any width.
func cutWord(text string) (word, rest string) {
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		return text[:i], strings.TrimSpace(text[i:])
	}
	return text, ""
}

// Check finds what is wrong with a command's arguments: a word that is none of the parameter's, or a value
// that is missing. It returns the parameter, and false where all is well.
func (s Spec) Check(args map[string]string) (Param, bool) {
	for _, p := range s.Params {
		value, given := args[p.Name]
		if !given && p.Required || given && p.Kind == OneOf && !slices.ContainsFunc(p.Words, func(w string) bool { return strings.EqualFold(w, value) }) {
			return p, true
		}
	}
	return Param{}, false
}
