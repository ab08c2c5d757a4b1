package action

import (
	"strings"
	"testing"

	"quizbot/quiz"
)

// Ids of messages that were posted by earlier releases keep their meaning.
func TestPostedIDs(t *testing.T) {
	for id, want := range map[string]Action{
		"answer:1":          {Verb: Answer, Round: 1},
		"hint:1":            {Verb: Hint, Round: 1},
		"pick:2s":           {Verb: Pick, Round: 100},
		"pick:1:0":          {Verb: Pick, Round: 1, Arg: "0"},
		"my-grade:1":        {Verb: MyGrade, Round: 1},
		"grade:1:mostly":    {Verb: GradeOwn, Round: 1, Arg: "mostly"},
		"vote:1:z":          {Verb: Vote, Round: 1, Arg: "z"},
		"see:1":             {Verb: FollowLink, Round: 1},
		"answer-of:1":       {Verb: ShowReveal, Round: 1},
		"confirm:1:2":       {Verb: ConfirmGrade, Round: 1, Arg: "2"},
		"page:1:1":          {Verb: OpenPage, Round: 1, Arg: "1"},
		"turn:1:0":          {Verb: TurnPage, Round: 1, Arg: "0"},
		"solution:gil":      {Verb: ShowSolution, Arg: "gil"},
		"solution:a:b:c":    {Verb: ShowSolution, Arg: "a:b:c"},
		"pass-over:#12":     {Verb: PassOver, Arg: "#12"},
		"forget:me":         {Verb: ForgetMe, Arg: "me"},
		"set-up":            {Verb: SetUp},
		"setup":             {Verb: SubmitSetup},
		"ask-now":           {Verb: AskNow},
		"remove:room":       {Verb: RemoveRoom, Arg: "room"},
		"points:gil":        {Verb: EditPoints, Arg: "gil"},
		"keep-points:#1/a":  {Verb: KeepPoints, Arg: "#1/a"},
		"move-points:#1/#2": {Verb: MovePoints, Arg: "#1/#2"},
		"drop-points:#1":    {Verb: DropPoints, Arg: "#1"},
		"dance:1":           {},
		"answer":            {},
		"answer:":           {},
		"answer:nonsense!":  {},
		"":                  {},
	} {
		got, ok := Parse(id)
		if !ok {
			got = Action{}
		}
		if got != want || ok != (want != Action{}) {
			t.Errorf("%q: got %+v, %t; want %+v", id, got, ok, want)
		}
		if ok && got.String() != id {
			t.Errorf("%q is written as %q", id, got)
		}
	}
}

func TestArguments(t *testing.T) {
	if n, ok := OnChoice(Pick, 1, 12).Index(); n != 12 || !ok {
		t.Errorf("choice 12 is read as %d, %t", n, ok)
	}
	if no, ok := OnMember(Vote, 1, 40).Member(); no != 40 || !ok {
		t.Errorf("member 40 is read as %d, %t", no, ok)
	}
	if id, rest := OnPoints(MovePoints, "a/b", quiz.ShortID("c")).Points(); id != quiz.ShortID("a/b") || rest != quiz.ShortID("c") {
		t.Errorf("moved points are read as %q, %q", id, rest)
	}
	long := quiz.QuestionID(strings.Repeat("x", 200))
	if id := OnQuestion(ShowSolution, long).String(); id != "solution:"+quiz.ShortID(long) {
		t.Errorf("a long id of a question becomes %q", id)
	}
}

// Parse and String are inverse: a parsed id is written with the same meaning.
func FuzzParse(f *testing.F) {
	for _, verb := range Verbs() {
		f.Add(string(verb))
		f.Add(string(verb) + ":1")
		f.Add(string(verb) + ":zz:a:b")
	}
	f.Fuzz(func(t *testing.T, id string) {
		a, ok := Parse(id)
		if !ok {
			return
		}
		if again, ok := Parse(a.String()); again != a || !ok {
			t.Errorf("%q reads as %+v, which is written as %q and then reads as %+v, %t", id, a, a, again, ok)
		}
	})
}
