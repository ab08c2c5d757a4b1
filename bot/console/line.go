package console

import (
	"strings"
	"unicode"
)

// kind is what a typed line does.
type kind int

const (
	blank kind = iota
	own        // one of the console's own words, behind a colon
	command
	press // a button by its number, with the options of a select behind it
	say   // a message in the thread
)

// intent is what a typed line means.
type intent struct {
	kind kind
	// who is named in front of the line, empty where nobody is.
	who string
	// word is the console's own word, the button's number, or the text; rest is what stands behind it.
	word, rest string
}

// read finds out what a line means. A line may begin with the name of who does it: "ann: /quiz me".
func read(line string) intent {
	line = strings.TrimSpace(line)
	name, text, named := cutName(line)
	if named {
		line = text
	}
	in := intent{who: name}
	switch word, rest := cutWord(line); {
	case line == "":
		in.kind = blank
	case line[0] == ':' || strings.HasPrefix(line, "："):
		in.kind, in.word, in.rest = own, strings.ToLower(strings.TrimLeft(word, ":：")), rest
	case line[0] == '/':
		in.kind, in.rest = command, line
	case isNumber(word) && (rest == "" || isLetters(rest)):
		in.kind, in.word, in.rest = press, word, rest
	default:
		in.kind, in.rest = say, line
	}
	return in
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

func notInName(c rune) bool {
	return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '-' && c != '_'
}

func cutWord(line string) (word, rest string) {
	word, rest, _ = strings.Cut(line, " ")
	return word, strings.TrimSpace(rest)
}

func isNumber(word string) bool {
	return word != "" && len(word) < 6 && strings.Trim(word, "0123456789") == ""
}

// isLetters reports whether text could name options of a select, like "A C" or "a,c".
func isLetters(text string) bool {
	for _, word := range letterWords(text) {
		if len(word) != 1 || !unicode.IsLetter(rune(word[0])) {
			return false
		}
	}
	return true
}

func letterWords(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return c == ' ' || c == ',' || c == '，' || c == '、' })
}
