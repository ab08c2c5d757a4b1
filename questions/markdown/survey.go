package markdown

import (
	"math"
	"sync"

	"quizbot/questions/text"
)

// page is a document with the facts that several dialects need. Each is found at most once.
type page struct {
	*Document
	survey func() *survey
}

func newPage(d *Document) *page {
	return &page{d, sync.OnceValue(func() *survey { return newSurvey(d) })}
}

// certain is the score of a dialect that the page itself declares.
const certain = math.MaxInt

// The weights of a survey: the points of one question, and the least score of a dialect without
// headings.
const (
	questionPoints = 3
	minScore       = 6
)

// survey is a document whose lists of headings were opened, with what its headings say about the
// dialect.
type survey struct {
	*Document
	// listsOpened says that some list held headings.
	listsOpened bool
	// lettered holds the levels of headings with a counting Q, nil if most headings have none.
	lettered map[int]bool
	// points say, by level, how much the headings are like questions; counts how many headings
	// there are.
	points, counts [levelCount]int
	// step is the distance of the blocks that are looked at: a long document is judged by a sample.
	step int
}

// sampleSize is how many blocks of a document are looked at, evenly spread.
const sampleSize = 5000

func newSurvey(d *Document) *survey {
	opened, some := d.openHeadedLists()
	s := &survey{Document: opened, listsOpened: some, step: 1 + len(opened.blocks)/sampleSize}
	s.lettered = s.letteredLevels()
	var like, seen [levelCount]int
	for i, b := range s.blocks {
		level, title, ok := b.heading()
		if !ok || leadsNowhere(level, title) {
			continue
		}
		if s.counts[level]++; s.counts[level]%s.step != 0 {
			continue
		}
		seen[level]++
		if n := s.likeness(i, title); n > 0 {
			s.points[level] += n
			like[level]++
		}
	}
	for level := range s.points {
		s.points[level] = s.points[level] * s.step * like[level] / max(seen[level], 1) // a level asks as a whole
	}
	return s
}

// leadsNowhere reports whether a heading is no evidence for a level: it stands within an item,
// marks an answer, or names a table of contents.
func leadsNowhere(level int, title string) bool {
	const longest = 60 // bytes of a title above a table of contents
	return level == openedLevel || isAnswerHeading(title) || len(title) < longest && text.IsTableOfContents(text.CleanTitle(title))
}

// weigh adds up what the blocks of a kind say for a dialect, in questions, and returns points.
// Headings are left out.
func (s *survey) weigh(kind kind, questions func(block) int) int {
	sum := 0
	for i := 0; i < len(s.blocks); i += s.step {
		if b := s.blocks[i]; b.kind == kind && b.level == 0 {
			sum += questions(b)
		}
	}
	return sum * questionPoints * s.step
}

// likeness returns how much a heading is like a question.
func (s *survey) likeness(i int, title string) int {
	points := 0
	if text.IsNumbered(title) {
		points += 2
	}
	if isLettered(title) {
		points += 2
	}
	if text.EndsInQuestionMark(title) {
		points += 2
	}
	for _, b := range s.blocks[i+1 : s.nextHeading(i+1)] {
		if _, p, _, ok := s.cutAtMarker(b, nil); ok && p == text.AnswerPart {
			return points + questionPoints
		}
		if allCheckBoxes(s.entries(b)) {
			return points + questionPoints
		}
	}
	return points
}

// nextHeading returns the index of the next heading that does not mark an answer.
func (s *survey) nextHeading(i int) int {
	for ; i < len(s.blocks); i++ {
		if _, title, ok := s.blocks[i].heading(); ok && !isAnswerHeading(title) {
			return i
		}
	}
	return i
}

// bestLevel returns the level whose headings are most like questions.
func (s *survey) bestLevel() int {
	best := 1
	for level, points := range s.points {
		if points > s.points[best] || points == s.points[best] && s.counts[level] > s.counts[best] {
			best = level
		}
	}
	return best
}

// askingLevel returns the level of the headings that ask. Where few of the best ones are like
// questions, it is the level with most headings, whose titles name a subject and ask nothing.
func (s *survey) askingLevel() int {
	best, usual := s.bestLevel(), 1
	for level, n := range s.counts {
		if n > s.counts[usual] {
			usual = level
		}
	}
	if s.points[best]*4 < s.counts[usual] {
		return usual
	}
	return best
}

// askingHeadings returns the number of headings at the level that asks.
func (s *survey) askingHeadings() int { return s.counts[s.askingLevel()] }

// letteredLevels returns the levels of headings with a counting Q, nil if there are fewer than five
// or less than half of all headings.
func (s *survey) letteredLevels() map[int]bool {
	const fewest = 5
	found := map[int]bool{}
	lettered, all := 0, 0
	for _, b := range s.blocks {
		level, title, ok := b.heading()
		if !ok || isAnswerHeading(title) {
			continue
		}
		all++
		if isLettered(title) {
			lettered++
			found[level] = true
		}
	}
	if lettered < fewest || lettered*2 < all {
		return nil
	}
	return found
}

// isLettered reports whether a title begins with a Q that counts it.
func isLettered(title string) bool {
	title = text.StripLeadingPictographs(text.StripAnchors(title))
	return text.MayBeNumbered(title) && (title[0] < '0' || title[0] > '9') && text.CountedTitle.MatchString(title) && text.IsNumbered(title)
}
