package console

import (
	"slices"
	"strings"
	"unicode"

	"quizbot/bot"

	"golang.org/x/text/width"
)

// kind is the effect of a typed line.
type kind int

const (
	emptyLine kind = iota
	builtin        // a built-in word after a colon
	slashCommand
	press       // a button by number, perhaps followed by options
	letters     // letters of choices, or a message without any
	missingMark // a built-in word or command without its mark, unlikely to be a message
	threadText  // a message in the thread
)

// parsedLine is a typed line and its meaning.
type parsedLine struct {
	kind kind
	// who is the member named at the start of the line, empty for none.
	who string
	// word is the built-in word, the button's number, or the text. rest is the remainder.
	word, rest string
}

// memberLookup returns the member with a name, and whether there is one.
type memberLookup func(name string) (string, bool)

// parseLine parses a line. It may begin with a member's name, as in "ann: /quiz me". A new name is
// a member only before a button or a command. Before other text it is part of the text, as in
// "note: …".
func parseLine(line string, known memberLookup) parsedLine {
	text := strings.TrimRight(line, " \t")
	if name, rest, ok := cutMemberName(strings.TrimSpace(line)); ok {
		who, met := known(name)
		in := parseUnnamed(rest)
		if met || in.kind == press || in.kind == slashCommand && isCommand(in.rest) {
			in.who = who
			return in
		}
		return parsedLine{kind: threadText, rest: text}
	}
	in := parseUnnamed(text)
	if in.kind == threadText {
		in.rest = text
	}
	return in
}

// parseUnnamed parses a line without a name.
func parseUnnamed(line string) parsedLine {
	line = strings.TrimSpace(line)
	narrow := width.Narrow.String(line)
	switch word, rest := cutFirstWord(line); {
	case line == "":
		return parsedLine{kind: emptyLine}
	case line == wordEnd:
		return parsedLine{kind: builtin, word: wordEnd}
	case narrow[0] == ':':
		word, rest = cutFirstWord(strings.TrimLeft(line, ":： "))
		return parsedLine{kind: builtin, word: strings.ToLower(word), rest: rest}
	case narrow[0] == '/':
		return parsedLine{kind: slashCommand, rest: "/" + strings.TrimLeft(line, "/／")}
	case isNumber(width.Narrow.String(word)) && (rest == "" || isLetters(rest)):
		return parsedLine{kind: press, word: width.Narrow.String(word), rest: width.Narrow.String(rest)}
	case isLetters(narrow):
		return parsedLine{kind: letters, rest: line}
	case withMark(line) != "":
		return parsedLine{kind: missingMark, rest: withMark(line)}
	}
	return parsedLine{kind: threadText, rest: line}
}

// withMark returns a built-in word or whole command with its missing mark, empty for anything
// else.
func withMark(line string) string {
	if word := ":" + strings.ToLower(line); slices.Contains(builtinWords(), word) {
		return word
	}
	typed := bot.ParseCommand(line)
	spec, ok := bot.Commands().Find(typed.Path)
	if _, wrong := spec.Invalid(typed.Args); !ok || wrong || typed.Wrong != "" || len(typed.Args) > 0 {
		return ""
	}
	return "/" + strings.ToLower(line)
}

// translateLine recognises commands and the word for help in the room's language.
func (c *Console) translateLine(in parsedLine) parsedLine {
	if in.kind != threadText {
		return in
	}
	words, text := c.words(), strings.TrimSpace(in.rest)
	switch {
	case text == bot.Commands().Label(words, bot.HelpPath).Name:
		return parsedLine{kind: missingMark, who: in.who, rest: ":help"}
	case bot.Commands().IsName(words, text):
		return parsedLine{kind: missingMark, who: in.who, rest: "/" + text}
	}
	return in
}

// isCommand reports whether a line names a command or a group of commands.
func isCommand(line string) bool {
	typed := bot.ParseCommand(line)
	if _, ok := bot.Commands().Find(typed.Path); ok {
		return true
	}
	for _, s := range bot.Commands() {
		if group, _, _ := strings.Cut(s.Path, " "); group == typed.Path {
			return true
		}
	}
	return false
}

// maxName is the maximum length of a member's name.
const maxName = 20

// cutMemberName cuts "ann: " off a line. Names consist of letters, digits, dashes and underscores.
// A space or the line's end must follow the colon, so addresses and times don't count.
func cutMemberName(line string) (name, rest string, ok bool) {
	i := strings.IndexAny(line, ":：")
	if i <= 0 || len([]rune(line[:i])) > maxName || strings.IndexFunc(line[:i], notInName) >= 0 {
		return "", line, false
	}
	wide := strings.HasPrefix(line[i:], "：")
	rest = strings.TrimPrefix(strings.TrimPrefix(line[i:], ":"), "：")
	if !wide && rest != "" && !strings.HasPrefix(rest, " ") {
		return "", line, false
	}
	return line[:i], strings.TrimSpace(rest), true
}

// unknownName returns the apparent name at the start of a one-line message, if no member has it.
func unknownName(text string, known memberLookup) (name string, ok bool) {
	name, _, ok = cutMemberName(text)
	if _, met := known(name); !ok || met || strings.Contains(text, "\n") {
		return "", false
	}
	return name, true
}

func notInName(c rune) bool {
	return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '-' && c != '_'
}

func cutFirstWord(line string) (word, rest string) {
	i := strings.IndexFunc(line, unicode.IsSpace)
	if i < 0 {
		return line, ""
	}
	return line[:i], strings.TrimSpace(line[i:])
}

func isNumber(word string) bool {
	return word != "" && len(word) < 6 && strings.Trim(word, "0123456789") == ""
}

// isLetters reports whether text could list options, like "A C" or "a,c".
func isLetters(text string) bool {
	words := letterWords(text)
	for _, word := range words {
		if len(word) != 1 || !unicode.IsLetter(rune(word[0])) {
			return false
		}
	}
	return len(words) > 0
}

// letterWords returns the words of a list of options.
func letterWords(text string) []string {
	return strings.FieldsFunc(width.Narrow.String(text), func(c rune) bool { return strings.ContainsRune(" \t,，、､", c) })
}
