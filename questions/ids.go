package questions

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"hash/maphash"

	"quizbot/questions/text"
	"quizbot/quiz"
)

// idGenerator makes ids for the questions of a bank.
type idGenerator struct {
	bank  string
	taken map[quiz.QuestionID]bool
	seed  maphash.Seed
	// encoding has letters and digits that look different.
	encoding *base32.Encoding
	// titles says, by the hash of a title, whether several questions have it. tries counts, by the
	// hash of a whole question, the questions that are equal.
	titles map[uint64]bool
	tries  map[uint64]int
}

func newIDGenerator(b *Bank) *idGenerator {
	g := &idGenerator{bank: b.Name, taken: make(map[quiz.QuestionID]bool, len(b.Questions)), seed: maphash.MakeSeed(), encoding: newIDEncoding(), titles: map[uint64]bool{}, tries: map[uint64]int{}}
	for i := range b.Questions {
		trimQuestion(&b.Questions[i])
		title := maphash.String(g.seed, text.Fold(b.Questions[i].Title))
		_, again := g.titles[title]
		g.titles[title] = again
	}
	return g
}

// generate derives an id from the bank's name and the title, and from the body and the choices too
// where titles repeat. Equal questions are told apart by their order.
func (g *idGenerator) generate(q *quiz.Question) quiz.QuestionID {
	title := text.Fold(q.Title)
	content, n := g.bank+"\x00"+title, 0
	twins := g.titles[maphash.String(g.seed, title)]
	if twins {
		content += "\x00" + text.Fold(q.Body)
		for _, c := range q.Choices {
			content += "\x00" + text.Fold(c.Text)
		}
	}
	for key := maphash.String(g.seed, content); ; n++ {
		if twins {
			n = g.tries[key]
			g.tries[key]++
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", content, n))
		if id := quiz.QuestionID(g.encoding.EncodeToString(sum[:idBytes])[:idLength]); !g.taken[id] {
			return id
		}
	}
}

// idLength keeps ids short enough to type. With 50 bits, two of 100,000 ids are equal once in
// 100,000 banks.
const (
	idLength = 10
	idBytes  = 7
)

func newIDEncoding() *base32.Encoding {
	return base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
}
