package grading

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/contrary"
	"quizbot/quiz/grading/evidence"
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/model"
	"quizbot/quiz/grading/score"
	"quizbot/quiz/keypoints"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// Offline grades open answers by their key points, without asking any other program. The zero value
// uses the tables that are built in. It is safe for concurrent use.
type Offline struct{ tables *tables }

// tables are the fitted numbers of a grader.
type tables struct {
	Points *model.Forest `json:"points,omitempty"`
	Score  *score.Model  `json:"score,omitempty"`

	version string
}

//go:embed points.json
var pointsTable []byte

var defaultTables = sync.OnceValue(func() *tables { //nolint:gochecknoglobals // a function that nothing changes
	t := &tables{Score: score.Default(), version: tableVersion(pointsTable, score.DefaultTable())}
	if err := json.Unmarshal(pointsTable, t); err != nil {
		panic(err) // the table is part of the program
	}
	return t
})

// NewOffline returns a grader with other tables. What the content lacks is built in.
func NewOffline(content []byte) (Offline, error) {
	t := &tables{version: tableVersion(content)}
	if err := json.Unmarshal(content, t); err != nil {
		return Offline{}, fmt.Errorf("no fitted table (%w)", err)
	}
	t.Points, t.Score = cmp.Or(t.Points, defaultTables().Points), cmp.Or(t.Score, defaultTables().Score)
	if err := t.Points.Check(len(evidence.FeatureList())); err != nil {
		return Offline{}, err
	}
	if err := t.Score.Check(); err != nil {
		return Offline{}, err
	}
	return Offline{t}, nil
}

func (o Offline) table() *tables {
	if o.tables == nil {
		return defaultTables()
	}
	return o.tables
}

// KeyPoints returns the points that answers are held against: those of the bank, or points derived
// from the reference. Without a usable reference there are none.
func (Offline) KeyPoints(task Task) (points []string, derived bool) {
	if len(task.Points) > 0 {
		return task.Points, task.Derived
	}
	found, _ := keypoints.Derive(task.Question, task.Reference)
	for _, p := range found {
		points = append(points, p.Text)
	}
	return points, len(points) > 0
}

// Assess judges answers to one task, in their order. If round is true, the answers are those of one
// round and help each other.
func (o Offline) Assess(task Task, answers []string, round bool) []Assessment {
	a := o.newAssessor(task)
	d := newDesk()
	defer d.clear()
	others := a.scorer.NewRound()
	list := make([]Assessment, len(answers))
	for i, answer := range answers {
		judged := a.score(d, answer)
		list[i] = a.assess(d, judged)
		if round && a.derived {
			others.Add(judged)
		}
	}
	if round && a.derived {
		helpEachOther(list, others.Scores())
	}
	for i := range list {
		list[i].applyLimit()
	}
	return list
}

// isComparable reports whether a reference without points can be compared as a whole: code, or an
// essay that can't be cut.
func isComparable(task Task) bool {
	switch _, why := keypoints.Derive(task.Question, task.Reference); why {
	case keypoints.NoReference, keypoints.Placeholder, keypoints.OnlyLinks, keypoints.OnlyImages:
		return false
	}
	return true
}

// assessor assesses the answers to one task.
type assessor struct {
	lex     *lexicon.Lexicon
	table   *tables
	derived bool
	usable  bool // the reference says something to compare with
	points  *evidence.Reference
	scorer  *score.Scorer
	gates   gates
}

// newAssessor prepares a task for its answers.
func (o Offline) newAssessor(task Task) *assessor {
	lex := lexicon.Default().With(task.Terms)
	points, derived := o.KeyPoints(task)
	question, references := analysis.New(lex, task.Question), score.Analyse(lex, task.Reference)
	texts := make([]*analysis.Text, 1, 1+len(points))
	texts[0] = references[0]
	if len(references) > 1 {
		texts[0] = analysis.New(lex, task.Reference)
	}
	for _, p := range points {
		texts = append(texts, analysis.New(lex, p))
	}
	d := newDesk()
	defer d.clear()
	return &assessor{
		lex: lex, table: o.table(), derived: derived,
		usable: (len(points) > 0 || isComparable(task)) && (!derived || !pointsElsewhere(task.Reference)),
		points: evidence.Prepare(&d.points, question, texts[1:], references[0]),
		scorer: score.Prepare(o.table().Score, question, references),
		gates:  newGates(question, texts, derived),
	}
}

// score compares an answer with the reference as a whole, until the next one on the desk.
func (a *assessor) score(d *desk, answer string) score.Judged {
	text := d.text.Analyse(a.lex, answer)
	e, why := a.scorer.EvidenceIn(&d.score, text)
	return score.Judged{Text: text, Score: e, Signals: why}
}

// Thresholds of the probability that a point is met. Between them it is undecided.
const (
	leastMet   = 0.48
	mostMissed = 0.42
)

// Words that nobody needs for a point are no evidence, whatever the rest of the answer makes likely: a
// met point needs some coverage, and so does the best covered point of an answer that meets any.
const (
	leastCover     = 0.14
	leastBestCover = 0.25
)

// leastSaid is the share of the reference's own words from which a point of probability nearlyMet is met.
const (
	leastSaid = 0.95
	nearlyMet = 0.3
)

// assess judges an answer that was compared as a whole.
func (a *assessor) assess(d *desk, answer score.Judged) Assessment {
	why := answer.Signals
	result := Assessment{Score: answer.Score, Confidence: why.Confidence}
	verdicts := a.points.JudgeIn(&d.points, answer.Text)
	result.limit, result.Reasons = a.gates.decide(&d.shape, answer.Text, &why, bestCover(verdicts))
	nothingSaid := result.limit == nothingAtAll
	isCapped := result.limit == unsureAtMost || slices.ContainsFunc(result.Reasons, func(r reason.GradeReason) bool { return r.Code == reason.Dump })
	related := slices.ContainsFunc(verdicts, func(v evidence.Verdict) bool { return v.Cover >= leastBestCover })
	probabilities := a.probabilities(verdicts)
	result.Points = slices.Grow(result.Points, len(verdicts))
	for i, v := range verdicts {
		if !related {
			v.Cover = 0
		}
		result.Points = append(result.Points, a.judge(v, probabilities[i], nothingSaid, isCapped).orUnclear(why.OnlyCode && v.Terms > 0).orUnknown(answer.Text.IsHedged() && v.Cover < leastHedged))
	}
	switch {
	case !a.usable:
		return Assessment{Band: scoring.Unsure, Reasons: []reason.GradeReason{{Code: reason.UnknownSolution}}}
	case !a.derived && len(result.Points) > 0 && !nothingSaid:
		judged := FromVerdicts(result.Points)
		result.Score, result.Confidence, why.Unsure = judged.Score, judged.Confidence, judged.Band == scoring.Unsure || why.OnlyCode && meetsNone(result.Points)
		if isCapped {
			result.Score = min(result.Score, mostCapped)
		}
	}
	if a.derived && len(why.Gates) == 0 {
		result.Score = max(result.Score, leastByPoints(result.Points))
	}
	result.Band = scoring.BandOf(result.Score)
	if why.Unsure {
		result.Band = scoring.Unsure
	}
	return result
}

// mostCapped is the most that an answer gets that is no more than a list of words or a dump.
const mostCapped = 0.5

// probabilities returns the probability of each point by its features.
func (a *assessor) probabilities(verdicts []evidence.Verdict) []float64 {
	rows := make([][]float64, len(verdicts))
	for i := range verdicts {
		rows[i] = verdicts[i].Features
	}
	return a.table.Points.Probabilities(rows)
}

// judge turns the evidence for a point into a verdict.
func (a *assessor) judge(v evidence.Verdict, probability float64, nothingSaid, capped bool) PointVerdict {
	p := PointVerdict{Probability: probability}
	if v.Said >= leastSaid && p.Probability >= nearlyMet || saysAll(&v) && p.Probability >= likelyWhole ||
		v.Contrary.Agreed >= leastAgreed && p.Probability >= nearlyAgreed {
		p.Probability = max(p.Probability, leastMet)
	}
	switch {
	case nothingSaid:
		p.Probability, p.State = 0, Missed
	case v.Contrary.Kind != contrary.None:
		p.Probability = min(p.Probability, 1-p.Probability)
		p.State, p.Quote = Contradicted, v.Contrary.Quote
	case capped && (p.Probability < leastMet || isDoubtful(&v)):
		p.Probability, p.State = min(p.Probability, mostMissed), Missed // names alone are no evidence
	case p.Probability >= leastMet && isDoubtful(&v):
		p.Probability = mostMissed
	case p.Probability >= leastMet && v.Quote != "" && !capped:
		p.State, p.Quote = Met, v.Quote
	case p.Probability >= mostMissed, v.Contrary.Agreed >= leastAlike && !capped, isAsked(&v), saysMuch(&v) && !capped:
	default:
		p.State = Missed
	}
	return p
}

// leastHedged is the coverage from which a point may be said by an author who says not to know all.
const leastHedged = 0.4

// orUnknown returns the verdict on a point of which an author says little and says not to know.
func (p PointVerdict) orUnknown(isHedged bool) PointVerdict {
	if isHedged && p.State == Undecided {
		p.State, p.Probability = Missed, min(p.Probability, nearlyMet)
	}
	return p
}

// meetsNone reports whether no point is met, and some may be.
func meetsNone(points []PointVerdict) bool {
	return countState(points, Met) == 0 && countState(points, Undecided) > 0
}

// orUnclear returns the verdict on a point of prose. Code may say it where no word of it does.
func (p PointVerdict) orUnclear(isCode bool) PointVerdict {
	if isCode && p.State == Missed {
		p.State = Undecided
	}
	return p
}

// A met point needs two of its own terms in one sentence, or all if there are fewer, unless the answer
// says it better than any other point.
const (
	leastTerms = 2
	leastLead  = 0.05
)

// isDoubtful reports whether an answer has too few words for a point, or words that say something
// else: with a negation where the point has none, or the other way round, with another number, or of another
// subject.
func isDoubtful(v *evidence.Verdict) bool {
	few := v.Terms < min(leastTerms, v.AllTerms)
	return v.Cover < leastCover || few && (v.Terms == 0 || v.Lead < leastLead) || v.OtherPolarity || v.OtherNumber || v.Contrary.OfAnother
}

// A point that one sentence says as a whole is met from the probability likelyWhole. leastWhole is the
// share of the point that such a sentence has.
const (
	leastWhole  = 0.95
	likelyWhole = 0.15
)

// A point of which statements of the answer say the share leastAgreed, in its order and with its
// negations, is met from the probability nearlyAgreed.
const (
	leastAgreed  = 0.6
	nearlyAgreed = 0.38
)

// leastAlike is the share of a point from which no point is missed of which statements say it.
const leastAlike = 0.78

// leastRepeated is the coverage from which an answer may say a point of the question's own words.
const leastRepeated = 0.4

// isAsked reports whether a point has hardly a word that isn't in the question, and the answer has these
// words.
func isAsked(v *evidence.Verdict) bool { return v.AllTerms < leastTerms && v.Cover >= leastRepeated }

// saysAll reports whether one sentence of the answer has everything of a point, and negates nothing.
func saysAll(v *evidence.Verdict) bool {
	return v.Cover >= leastWhole && v.AllTerms > 0 && v.Terms == v.AllTerms && v.Conflict == 0
}

// Evidence for a point that is at least not missed, as shares of the point.
const (
	leastMuch       = 0.3  // of a point that an answer says by far better than any other
	leastMuchLead   = 0.2  // by so much
	mostTurned      = 0.1  // and turns hardly round
	leastPlain      = 0.5  // of a point that an answer says in its own words
	leastPlainTerms = 0.6  // so many of them
	leastPlainSaid  = 0.2  // as statements that agree
	mostPlainTurned = 0.05 // and turns nothing round
)

// saysMuch reports whether a sentence says so much of a point, and turns so little round, that it may say all.
func saysMuch(v *evidence.Verdict) bool {
	if v.Terms < leastTerms {
		return false
	}
	isPlain := v.Cover >= leastPlain && float64(v.Terms) >= leastPlainTerms*float64(v.AllTerms) &&
		v.Conflict <= mostPlainTurned && v.Contrary.Agreed >= leastPlainSaid
	return isPlain || v.Cover >= leastMuch && v.Lead >= leastMuchLead && v.Conflict < mostTurned
}

// helpEachOther sets the scores that answers have beside the others of the round.
func helpEachOther(list []Assessment, scores []float64) {
	for i, s := range scores {
		list[i].Score = s
		if list[i].Band != scoring.Unsure {
			list[i].Band = scoring.BandOf(s)
		}
	}
}
