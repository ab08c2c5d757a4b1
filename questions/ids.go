package questions

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"hash/maphash"

	"quizbot/questions/text"
	"quizbot/quiz"
)

// idGenerator makes ids for questions that have none.
type idGenerator struct {
	bank  string
	taken map[quiz.QuestionID]bool
	seed  maphash.Seed
	// titles holds whether a title, by its hash, stands over several questions; tries how many of those are alike
	// in their bodies and choices, too.
	titles map[uint64]bool
	tries  map[uint64]int
}

func newIDGenerator(b *Bank) *idGenerator {
	d := &idGenerator{bank: b.Name, taken: make(map[quiz.QuestionID]bool, len(b.Questions)), seed: maphash.MakeSeed(), titles: map[uint64]bool{}, tries: map[uint64]int{}}
	for i := range b.Questions {
		trimQuestion(&b.Questions[i])
		title := maphash.String(d.seed, text.Fold(b.Questions[i].Title))
		_, again := d.titles[title]
		d.titles[title] = again
	}
	return d
}

// generate makes an id of the bank's name and the title, and of the body too where titles repeat. Twins that are
// alike even so are told apart by their order.
func (d *idGenerator) generate(q *quiz.Question) quiz.QuestionID {
	title := text.Fold(q.Title)
	content, n := d.bank+"\x00"+title, 0
	twins := d.titles[maphash.String(d.seed, title)]
	if twins {
		content += "\x00" + text.Fold(q.Body)
		for _, c := range q.Choices {
			content += "\x00" + text.Fold(c.Text)
		}
	}
	for key := maphash.String(d.seed, content); ; n++ {
		if twins {
			n = d.tries[key]
			d.tries[key]++
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", content, n))
		if id := quiz.QuestionID(idLetters.EncodeToString(sum[:idBytes])[:idLength]); !d.taken[id] {
			return id
		}
	}
}

// idLength keeps ids short enough to type; 50 bits make two of 100,000 alike once in 100,000 banks. They are
// the first of idBytes, in letters and digits that are not mistaken for each other.
const (
	idLength = 10
	idBytes  = 7
)

var idLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
