package console

import (
	"slices"
	"strings"
	"unicode"

	"quizbot/bot"

	"golang.org/x/text/width"
)

// kind is what a typed line does.
type kind int

const (
	blank kind = iota
	own        // one of the console's own words, behind a colon
	command
	press   // a button by its number, with the options of a select behind it
	letters // the letters of choices, or a message where none can be chosen
	meant   // a word of the console or a command without the mark in front, which nobody wants to write into the thread
	say     // a message in the thread
)

// intent is what a typed line means.
type intent struct {
	kind kind
	// who is named in front of the line, empty where nobody is.
	who string
	// word is the console's own word, the button's number, or the text; rest is what stands behind it.
	word, rest string
}

// members finds the member whom a name means, and reports whether there is one.
type members func(name string) (string, bool)

// read finds out what a line means. A line may begin with the name of who does it: "ann: /quiz me". A name that nobody
// has yet is one in front of a button or a command; in front of other text it belongs to the text, as in "note: …".
func read(line string, known members) intent {
	text := strings.TrimRight(line, " \t")
	if name, rest, ok := cutName(strings.TrimSpace(line)); ok {
		who, met := known(name)
		in := meaning(rest)
		if met || in.kind == press || in.kind == command && isCommand(in.rest) {
			in.who = who
			return in
		}
		return intent{kind: say, rest: text}
	}
	in := meaning(text)
	if in.kind == say {
		in.rest = text
	}
	return in
}

// meaning is what a line means that has no name in front.
func meaning(line string) intent {
	line = strings.TrimSpace(line)
	narrow := width.Narrow.String(line)
	switch word, rest := cutWord(line); {
	case line == "":
		return intent{kind: blank}
	case line == wordEnd:
		return intent{kind: own, word: wordEnd}
	case narrow[0] == ':':
		word, rest = cutWord(strings.TrimLeft(line, ":： "))
		return intent{kind: own, word: strings.ToLower(word), rest: rest}
	case narrow[0] == '/':
		return intent{kind: command, rest: "/" + strings.TrimLeft(line, "/／")}
	case isNumber(width.Narrow.String(word)) && (rest == "" || isLetters(rest)):
		return intent{kind: press, word: width.Narrow.String(word), rest: width.Narrow.String(rest)}
	case isLetters(narrow):
		return intent{kind: letters, rest: line}
	case unmarked(line) != "":
		return intent{kind: meant, rest: unmarked(line)}
	}
	return intent{kind: say, rest: line}
}

// unmarked is what a line means that is a word of the console, or a whole command, but for the mark in front; empty
// where it is neither.
func unmarked(line string) string {
	if word := ":" + strings.ToLower(line); slices.Contains(ownWords(), word) {
		return word
	}
	typed := bot.ParseCommand(line)
	spec, ok := bot.SpecOf(typed.Path)
	if _, wrong := spec.Check(typed.Args); !ok || wrong || typed.Wrong != "" || len(typed.Args) > 0 {
		return ""
	}
	return "/" + strings.ToLower(line)
}

// translated is an intent of which the text may be a whole command, or the word for help, in the room's language.
func (c *Console) translated(in intent) intent {
	if in.kind != say {
		return in
	}
	words, text := c.words(), strings.TrimSpace(in.rest)
	switch {
	case text == words.CommandNamed("quiz help").Name:
		return intent{kind: meant, who: in.who, rest: ":help"}
	case words.CommandCalled(text):
		return intent{kind: meant, who: in.who, rest: "/" + text}
	}
	return in
}

// isCommand reports whether a line names a command that there is, or a group of them.
func isCommand(line string) bool {
	typed := bot.ParseCommand(line)
	if _, ok := bot.SpecOf(typed.Path); ok {
		return true
	}
	for _, s := range bot.Commands() {
		if group, _, _ := strings.Cut(s.Path, " "); group == typed.Path {
			return true
		}
	}
	return false
}

// maxName is how long the name of a member may be.
const maxName = 20

// cutName cuts "ann: " off a line. Names are letters, digits, dashes and underscores, and a space or the
// line's end follows the colon, so that an address or a time is no name.
func cutName(line string) (name, rest string, ok bool) {
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

// cutUnknown is what looks like a name in front of a message of one line and is nobody's.
func cutUnknown(text string, known members) (name string, ok bool) {
	name, _, ok = cutName(text)
	if _, met := known(name); !ok || met || strings.Contains(text, "\n") {
		return "", false
	}
	return name, true
}

func notInName(c rune) bool {
	return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '-' && c != '_'
}

func cutWord(line string) (word, rest string) {
	i := strings.IndexFunc(line, unicode.IsSpace)
	if i < 0 {
		return line, ""
	}
	return line[:i], strings.TrimSpace(line[i:])
}

func isNumber(word string) bool {
	return word != "" && len(word) < 6 && strings.Trim(word, "0123456789") == ""
}

// isLetters reports whether text could name options of a select, like "A C" or "a,c".
func isLetters(text string) bool {
	words := letterWords(text)
	for _, word := range words {
		if len(word) != 1 || !unicode.IsLetter(rune(word[0])) {
			return false
		}
	}
	return len(words) > 0
}

// letterWords are the words of a list of options.
func letterWords(text string) []string {
	return strings.FieldsFunc(width.Narrow.String(text), func(c rune) bool { return strings.ContainsRune(" \t,，、､", c) })
}
