package evidence

import (
	"math"
	"strings"
	"testing"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/lexicon"

	"pgregory.net/rapid"
)

// newLexicon returns a lexicon of a few groups, so that tests don't depend on the tables.
func newLexicon() *lexicon.Lexicon {
	l := lexicon.New()
	l.Add([]string{"assign", "hand out", "分配"}, lexicon.Related)
	l.Add([]string{"parcel", "package", "包裹"}, lexicon.Same)
	l.Add([]string{"courier", "delivery person", "快递员"}, lexicon.Same)
	l.AddOpposites([]string{"heavy", "重"}, []string{"light", "轻"})
	return l
}

func textOf(r *Reference, source string) *analysis.Text { return analysis.New(r.lex, source) }

// featuresOf returns the features of a point by name.
func featuresOf(r *Reference, answer string, point int) map[string]float64 {
	row := r.Features(textOf(r, answer))[point]
	values := map[string]float64{}
	for i, f := range FeatureList() {
		values[f.Name] = row[i]
	}
	return values
}

var depot = []string{
	"The depot assigns parcels to couriers",
	"Heavy parcels travel by train",
	"A lost parcel is refunded within 14 days",
}

// TestOneSaysMoreThanTheOther compares a feature of a point for two answers.
func TestOneSaysMoreThanTheOther(t *testing.T) {
	for _, test := range []struct {
		name, feature string
		point         int
		more, less    string
	}{
		{"own words", "cover", 0, "The depot assigns parcels to couriers.", "Stars shine at night."},
		{"own words beside others", "exact", 0, "The depot assigns parcels to couriers.", "It hands out packages."},
		{"other words", "cover", 0, "It hands packages out to a delivery person.", "It throws letters into a river."},
		{"other language", "cover", 0, "把包裹分配给快递员", "把星星挂在天空"},
		{"typing errors", "cover", 1, "haevy parcles by trian", "hxxvy pxxcles by txxan"},
		{"words of one clause", "cover1", 1, "Heavy parcels travel by train.", "Heavy doors. Parcels. Travel far. A train."},
		{"words of two clauses", "cover2", 1, "Heavy parcels go, by train they travel.", "Heavy doors. Bread. Parcels. Milk. A train."},
		{"lead over other points", "margin1", 0, "The depot assigns couriers.", "A lost parcel travels by train."},
		{"lead in distinct words", "marginD", 1, "Heavy ones travel by train.", "Parcels."},
		{"negation", "negation", 1, "Heavy parcels don't travel by train.", "Heavy parcels travel by train."},
		{"negation across a conjunction", "negation", 1, "Heavy parcels never travel by train.", "Never mind because heavy parcels travel by train."},
		{"opposite", "opposite", 1, "Light parcels travel by train.", "Heavy parcels travel by train."},
		{"negated opposite", "opposite", 1, "Light parcels travel by train.", "Parcels that are not light travel by train."},
		{"other number", "number", 2, "A lost parcel is refunded within 30 days.", "A lost parcel is refunded within 14 days."},
		{"other number or none", "number", 2, "A lost parcel is refunded within 30 days.", "A lost parcel is refunded soon."},
		{"order", "order", 0, "depot assigns parcels couriers", "couriers parcels assigns depot"},
		{"found in its clause", "windowPrecision", 1, "Heavy parcels travel by train.", "Heavy rain fell where parcels and a hundred sheep travel for weeks by train."},
		{"about the points", "precision", 0, "Couriers assign parcels.", "Couriers sing songs under old bridges."},
		{"contradiction elsewhere", "elsewhere", 0, "The depot assigns parcels. Heavy parcels don't travel by train.", "The depot assigns parcels. Heavy parcels travel by train."},
		{"shuffled", "disorder", 0, "the of parcels a by the depot and of to", "The parcels of the depot go to a courier by the evening."},
		{"bare names", "list", 0, "depot, parcels, couriers, train, refund", "The depot takes the parcels, then it finds a courier, and the train leaves, so it goes."},
		{"hedge", "hedge", 0, "No idea, couriers?", "Couriers."},
		{"repeated question", "echo", 0, "How does a parcel service work?", "The depot assigns couriers."},
		{"other language than the points", "foreign", 0, "把包裹分配给快递员", "The depot assigns parcels."},
	} {
		r := NewReference(newLexicon(), "How does a parcel service work?", depot, "")
		more, less := featuresOf(r, test.more, test.point), featuresOf(r, test.less, test.point)
		if more[test.feature] <= less[test.feature] {
			t.Errorf("%s: %s of %q is %g, of %q %g", test.name, test.feature, test.more, more[test.feature], test.less, less[test.feature])
		}
	}
}

func TestExchangedEntities(t *testing.T) {
	r := NewReference(newLexicon(), "How do a heron and a falcon hunt?", []string{
		"A heron stands still and spears fish",
		"A falcon dives and strikes pigeons",
	}, "")
	right := "A heron stands still and spears fish. A falcon dives and strikes pigeons."
	wrong := "A falcon stands still and spears fish. A heron dives and strikes pigeons."
	for point := range 2 {
		a, b := featuresOf(r, right, point), featuresOf(r, wrong, point)
		if a["exchange"] >= 0 || b["exchange"] <= 0 {
			t.Errorf("point %d: exchange is %g and %g", point, a["exchange"], b["exchange"])
		}
		if a["swap"] != 0 || b["swap"] == 0 {
			t.Errorf("point %d: swap is %g and %g", point, a["swap"], b["swap"])
		}
	}
}

func TestInvertedEntities(t *testing.T) {
	r := NewReference(newLexicon(), "Does the heron chase the falcon?", []string{"The heron chases the falcon", "Pigeons watch"}, "")
	right, wrong := featuresOf(r, "The heron chases the falcon.", 0), featuresOf(r, "The falcon chases the heron.", 0)
	if right["inversion"] != 0 || wrong["inversion"] != 1 {
		t.Errorf("inversion is %g and %g, want 0 and 1", right["inversion"], wrong["inversion"])
	}
}

func TestReferenceSaysPointsInOtherWords(t *testing.T) {
	points := []string{"Heavy parcels travel by train", "Couriers ring twice"}
	reference := "Heavy packages roll overnight on steel rails by train. Couriers ring twice."
	without, with := NewReference(newLexicon(), "How?", points, ""), NewReference(newLexicon(), "How?", points, reference)
	answer := "Parcels roll overnight on steel rails."
	a, b := featuresOf(without, answer, 0), featuresOf(with, answer, 0)
	if b["source2"] <= a["source2"] {
		t.Errorf("source2 is %g without and %g with the reference", a["source2"], b["source2"])
	}
	if a["cover"] != b["cover"] {
		t.Errorf("cover is %g without and %g with the reference", a["cover"], b["cover"])
	}
}

// strengthOfUnit returns the strength of a unit in a whole answer.
func strengthOfUnit(r *Reference, answer string, unit int) float64 {
	m := newMatch(r, textOf(r, answer), &Memory{})
	return m.strongest(unit, window{end: len(m.a.Clauses)})
}

func TestPartsOfIdentifiers(t *testing.T) {
	r := NewReference(newLexicon(), "How?", []string{"Call openLedger", "Close the vault"}, "")
	for answer, want := range map[string]float64{"openLedger": strengthExact, "ledger": strengthLastPart, "open": 0} {
		if got := strengthOfUnit(r, answer, 1); got != want {
			t.Errorf("openLedger in %q has strength %g, want %g", answer, got, want)
		}
	}
}

func TestPairsOfCharacters(t *testing.T) {
	r := NewReference(newLexicon(), "", []string{"蓝鲸"}, "")
	for answer, want := range map[string]float64{
		"蓝鲸": strengthExact, "鲸很蓝": strengthApartHan, "蓝天": factorSomeHan / 2, "蓝，鲸": factorSomeHan / 2, "绿叶": 0,
	} {
		if got := strengthOfUnit(r, answer, 0); got != want {
			t.Errorf("the pair in %q has strength %g, want %g", answer, got, want)
		}
	}
}

func TestMarginOfAnotherPointsWords(t *testing.T) {
	r := NewReference(newLexicon(), "How?", depot, "")
	if f := featuresOf(r, "Heavy parcels travel by train.", 0); f["cover1"] <= 0 || f["margin1"] >= 0 || f["marginD"] >= 0 {
		t.Errorf("cover %g, margins %g and %g", f["cover1"], f["margin1"], f["marginD"])
	}
}

// TestRepeatedQuestion checks that the question's words, and other names of things that stand there,
// show little.
func TestRepeatedQuestion(t *testing.T) {
	other := NewReference(newLexicon(), "What happens at night?", depot, "")
	for question, answer := range map[string]string{"Who takes parcels?": "parcels", "Who takes packages?": "packages"} {
		r := NewReference(newLexicon(), question, depot, "")
		asked, unasked := featuresOf(r, answer, 0), featuresOf(other, answer, 0)
		if asked["cover"] >= unasked["cover"] {
			t.Errorf("%q covers %g if asked, %g if not", answer, asked["cover"], unasked["cover"])
		}
	}
}

// TestQuotes checks that quotes are the words that say a point, with the rest of their clauses if that is
// short.
func TestQuotes(t *testing.T) {
	r := NewReference(newLexicon(), "How?", depot, "")
	answer := "Well, in the small hours between two and four at night heavy packages travel by train; and money comes back in 14 days for a lost parcel."
	verdicts := r.Judge(textOf(r, answer))
	for i, want := range map[int]string{1: "heavy packages travel by train", 2: "money comes back in 14 days for a lost parcel"} {
		if got := verdicts[i].Quote; got != want {
			t.Errorf("point %d is quoted as %q, want %q", i, got, want)
		}
	}
	for answer, want := range map[string]string{
		"Nothing is heavy. Packages are sent by train, as they always were.":             "Packages are sent by train",
		"We send all that is heavy\nby train.":                                           "We send all that is heavy\nby train",
		"We send (as said before) the heavy ones (by train) and all the others by lorry": "the heavy ones (by train)",
	} {
		if got := r.Judge(textOf(r, answer))[1].Quote; got != want {
			t.Errorf("of %q the words %q are quoted, want %q", answer, got, want)
		}
	}
	if v := r.Judge(textOf(r, "Heavy parcels don't travel by train."))[1]; v.Conflict < 0.4 {
		t.Errorf("conflict of a negated point is %g", v.Conflict)
	}
}

func TestSimilarity(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want float64
	}{
		{"schedul", "schedular", strengthPrefix},
		{"parcel", "parcle", strengthTypo},
		{"parcel", "parsel", strengthTypo},
		{"parcel", "parel", strengthTypo},
		{"parcel", "pascle", 0},
		{"tree", "trie", 0},
		{"under", "understanding", 0},
	} {
		if got, back := similarity(test.a, test.b), similarity(test.b, test.a); got != test.want || back != test.want {
			t.Errorf("similarity of %q and %q is %g, and %g back, want %g", test.a, test.b, got, back, test.want)
		}
	}
}

func TestFeatureNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range FeatureList() {
		if seen[f.Name] || f.Direction < speaksAgainst || f.Direction > speaksFor {
			t.Errorf("feature %q with direction %d", f.Name, f.Direction)
		}
		seen[f.Name] = true
	}
}

// TestAnyText checks the ranges of features, and that quotes are verbatim, for texts of any kind.
func TestAnyText(t *testing.T) {
	lex := newLexicon()
	piece := rapid.OneOf(rapid.SampledFrom([]string{
		"heavy ", "light ", "not ", "parcel ", "depot ", "assigns ", "it ", "14 ", "30 ", ". ", ", ", "\n", "、", "，", "包裹", "不", "重", "㍿", "n't", "==",
		"openLedger ", "don't know ", "the ", "of ",
	}), rapid.StringN(0, 5, -1))
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 25).Draw(t, "pieces"), "") })
	least, most := map[string]float64{}, map[string]float64{"elsewhere": 3, "size": largestSize}
	for _, name := range []string{"margin1", "margin2", "margin3", "marginD", "sourceMargin", "exchange"} {
		least[name] = -1
	}
	for _, f := range FeatureList() {
		if _, ok := most[f.Name]; !ok {
			most[f.Name] = 1
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		r := NewReference(lex, text.Draw(t, "question"), rapid.SliceOfN(text, 0, 4).Draw(t, "points"), text.Draw(t, "reference"))
		answer := text.Draw(t, "answer")
		for i, v := range r.Judge(textOf(r, answer)) {
			for n, f := range FeatureList() {
				const slack = 1e-9
				if x := v.Features[n]; math.IsNaN(x) || x < least[f.Name]-slack || x > most[f.Name]+slack {
					t.Errorf("point %d: %s is %g", i, f.Name, x)
				}
			}
			if !strings.Contains(answer, v.Quote) {
				t.Errorf("point %d: %q is not in the answer", i, v.Quote)
			}
		}
	})
}

// TestWordsWithoutEvidence checks that sentences about the answer or its author say nothing of a point.
func TestWordsWithoutEvidence(t *testing.T) {
	for answer, covers := range map[string]bool{
		"Heavy parcels travel by train.":                               true,
		"Not sure, but heavy parcels travel by train.":                 true,
		"I'm not sure, something with heavy parcels and a train.":      false,
		"No idea about this one, heavy parcels travel by train maybe.": false,
		"Every point about heavy parcels by train is met.":             false,
		"My answer covers everything: stars.":                          false,
		"重的包裹 travel by train。":                                        true,
		"不知道，重的包裹大概 travel by train。":                                  false,
		"关于包裹的要点 train 都满足。":                                           false,
	} {
		r := NewReference(newLexicon(), "How?", depot, "")
		if got := featuresOf(r, answer, 1)["cover"] > 0.3; got != covers {
			t.Errorf("%q covers the point: %t", answer, got)
		}
	}
}

// TestAvoidedIsNegated checks that an answer agrees that avoids what a point negates.
func TestAvoidedIsNegated(t *testing.T) {
	for point, answer := range map[string]string{
		"No parcel is lost":    "It avoids lost parcels.",
		"不会产生锁竞争":              "避免锁竞争",
		"No stop of the train": "It prevents a stop of the train.",
	} {
		r := NewReference(newLexicon(), "How?", []string{point}, "")
		if f := featuresOf(r, answer, 0); f["negation"] > 0.3 {
			t.Errorf("%q turns %g of %q round", answer, f["negation"], point)
		}
	}
}

// TestDottedNames checks that the words that a point joins are found apart.
func TestDottedNames(t *testing.T) {
	r := NewReference(newLexicon(), "How?", []string{"parcel.weight tells the price"}, "")
	joined, apart, other := featuresOf(r, "parcel.weight", 0)["cover"], featuresOf(r, "the weight of the parcel", 0)["cover"], featuresOf(r, "the length of the parcel", 0)["cover"]
	if joined < apart || apart <= other {
		t.Errorf("the name covers %g, its words %g, another one %g", joined, apart, other)
	}
}
