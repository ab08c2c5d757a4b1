package words

import (
	"maps"
	"strings"

	"quizbot/bot/card"
	"quizbot/quiz/reason"
)

// Reason is a [reason.Reason] of any family.
type Reason interface {
	Key() string
	KeyIn(prefix string) string
	Arguments() map[string]string
}

// MaxWords is the greatest number of words that a text lists.
const MaxWords = 20

// Reason returns the wording of a reason. args are placeholders that the reason has no argument
// for, such as times.
func (p Printer) Reason(r Reason, args Args) card.Line {
	return p.Line(r.Key(), p.reasonArgs(r, args))
}

// ReasonIn returns another wording of a reason: that of the keys with a prefix, such as remedy.
func (p Printer) ReasonIn(prefix string, r Reason, args Args) card.Line {
	return p.Line(r.KeyIn(prefix), p.reasonArgs(r, args))
}

// reasonArgs returns args with the arguments of a reason, under the names of the catalogue's
// placeholders, which begin with a capital letter.
func (p Printer) reasonArgs(r Reason, args Args) Args {
	all := Args{}
	maps.Copy(all, args)
	for name, value := range r.Arguments() {
		switch name {
		case reason.ListArgument:
			value = p.Shorten(reason.SplitList(value), MaxWords)
		case "near", "settings", "permissions": // names without commas
			value = p.List(strings.Split(value, ", "))
		}
		all[capitalized(name)] = value
	}
	return all
}
