package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func mustLoadWritten(t *testing.T) []*answer {
	t.Helper()
	answers, err := loadWritten(writtenFiles, "testdata/written*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

func TestWrittenAnswersKeepTheirRules(t *testing.T) {
	byQuestion := map[*question][]*answer{}
	ids := map[string]*question{}
	for _, a := range mustLoadWritten(t) {
		q := a.question
		byQuestion[q] = append(byQuestion[q], a)
		if other := ids[q.id]; other != nil && other != q {
			t.Errorf("two questions have the id %s", q.id)
		}
		ids[q.id] = q
		if want := bandOf(a.met); a.band != want {
			t.Errorf("%s: band %s, but labels %s make it %s", a.id, a.band, a.met, want)
		}
		for i, quote := range a.quotes {
			if (a.met[i] == '1') != (quote != "") {
				t.Errorf("%s: point %d is labelled %c and its quote is %q", a.id, i+1, a.met[i], quote)
			}
			if !strings.Contains(a.text, quote) {
				t.Errorf("%s: %q is not in the answer", a.id, quote)
			}
		}
	}
	for q, answers := range byQuestion {
		if len(answers) != 7 {
			t.Errorf("%s: %d answers, want 7", q.id, len(answers))
		}
		for _, trap := range []string{trapOver, trapUnder} {
			n := 0
			for _, a := range answers {
				if a.trap == trap {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%s: %d answers tempt %s, want one", q.id, n, trap)
			}
		}
		if q.lang != "en" && q.lang != "zh" {
			t.Errorf("%s: language %q, want en or zh", q.id, q.lang)
		}
	}
}

// bandOf returns the band of labels: cut from the share of points met, with a half for each doubtful
// one. A contradicted point holds it below full, and two hold it at partial.
func bandOf(met string) string {
	share := (float64(strings.Count(met, "1")) + float64(strings.Count(met, "?"))/2) / float64(len(met))
	band := 0
	for _, cut := range []float64{0.3, 0.6, 0.85} {
		if share >= cut-1e-9 {
			band++
		}
	}
	switch strings.Count(met, "x") {
	case 0:
	case 1:
		band = min(band, 2)
	default:
		band = min(band, 1)
	}
	return []string{"wrong", "partial", "mostly", "full"}[band]
}

func TestMalformedWrittenLinesAreRefusedWithACure(t *testing.T) {
	good := `{"id":"a","lang":"en","question":"Why?","points":["One","Two"],"answers":[{"answer":"one","met":"10","quotes":["one",""]}]}`
	for name, c := range map[string]struct{ line, want string }{
		"no JSON":    {`{"id":`, "w1.jsonl:2: unexpected end of JSON input: write one JSON object a line"},
		"no points":  {`{"id":"a","lang":"en","question":"Why?"}`, "w1.jsonl:2: id, lang, question or points is missing: write all four"},
		"labels":     {strings.Replace(good, `"10"`, `"1"`, 1), "w1.jsonl:2: answer 1: 1 labels for 2 points: write one of 1, 0, x and ? for each point"},
		"odd labels": {strings.Replace(good, `"10"`, `"1y"`, 1), `w1.jsonl:2: answer 1: labels "1y": write one of 1, 0, x and ? for each point`},
		"quotes":     {strings.Replace(good, `["one",""]`, `["one"]`, 1), "w1.jsonl:2: answer 1: 1 quotes for 2 points: write an empty one for each point that isn't met"},
		"no answer":  {strings.Replace(good, `"answer":"one"`, `"answer":""`, 1), "w1.jsonl:2: answer 1: the answer is empty: write one, or delete the line"},
	} {
		t.Run(name, func(t *testing.T) {
			files := fstest.MapFS{"w1.jsonl": {Data: []byte(good + "\n" + c.line + "\n")}}
			_, err := loadWritten(files, "w*.jsonl")
			if err == nil || err.Error() != c.want {
				t.Errorf("got error %v\nwant %s", err, c.want)
			}
		})
	}
}

const (
	pointsHead  = "set\tlang\tqid\tquestion\treference\tpoints\tderived\n"
	answersHead = "set\tlang\tqid\taid\tanswer\tband\tmet\tquote\tkind\n"
	pointsLine  = "dev\ten\tq1\tWhat is it?\tIt is a lock.\\nIt is \"fair\".\tA lock ||| Fair\tno\n"
	answersLine = "dev\ten\tq1\ta1o\ta lock\\n\"fair\"\tfull\t11\ta lock ||| \"fair\"\tterse\n"
)

func writeLabels(t *testing.T, points, answers string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"points.tsv": points, "answers.tsv": answers} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLabelsAreReadWithoutQuoting(t *testing.T) {
	answers, err := loadLabels(writeLabels(t, pointsHead+pointsLine, answersHead+answersLine))
	if err != nil {
		t.Fatal(err)
	}
	a := answers[0]
	if a.text != "a lock\n\"fair\"" || a.trap != trapOver || a.id != "q1/a1o" || a.kind != "terse" || a.band != "full" ||
		!slices.Equal(a.quotes, []string{"a lock", `"fair"`}) {
		t.Errorf("got answer %+v", a)
	}
	if q := a.question; q.reference != "It is a lock.\nIt is \"fair\"." || !slices.Equal(q.points, []string{"A lock", "Fair"}) || q.written {
		t.Errorf("got question %+v", q)
	}
}

func TestMalformedLabelsAreRefusedWithACure(t *testing.T) {
	for name, c := range map[string]struct{ points, answers, want string }{
		"column":         {"qid\tlang\n", answersHead, `points.tsv:1: there is no column "question": the first line lists the columns, separated by tabs`},
		"fields":         {pointsHead + pointsLine + "dev\ten\n", answersHead, `points.tsv:3: 2 fields in a table of 7 columns: separate them by single tabs, and write line breaks as \n`},
		"twice":          {pointsHead + pointsLine + pointsLine, answersHead, `points.tsv:3: question "q1" is listed twice: delete one of the lines`},
		"unknown":        {pointsHead, answersHead + answersLine, `answers.tsv:2: there is no question "q1": add it to points.tsv`},
		"labels":         {pointsHead + pointsLine, answersHead + strings.Replace(answersLine, "\t11\t", "\t1\t", 1), "answers.tsv:2: 1 labels for 2 points: write one of 1, 0, x and ? for each point"},
		"nothing at all": {"", "", `points.tsv:1: there is no column "qid": the first line lists the columns, separated by tabs`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeLabels(t, c.points, c.answers)
			_, err := loadLabels(dir)
			if err == nil || err.Error() != dir+string(filepath.Separator)+c.want {
				t.Errorf("got error %v\nwant …/%s", err, c.want)
			}
		})
	}
	if _, err := loadLabels(t.TempDir()); err == nil || !strings.Contains(err.Error(), "points.tsv") {
		t.Errorf("an empty folder: got error %v, want one that tells points.tsv", err)
	}
}
