package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"quizbot/internal/outfile"
	"quizbot/internal/term"
	"quizbot/questions"
	"quizbot/questions/text"
	"quizbot/questions/write"
	"quizbot/quiz"
	"quizbot/quiz/confirmed"
	"quizbot/store"
	"quizbot/store/memory"
	"quizbot/store/transfer"
)

// bankConvertCmd writes banks in another format.
type bankConvertCmd struct {
	Paths  []string `arg:"" name:"path" help:"A file, a folder or a pattern; all become one bank."`
	To     string   `enum:"markdown,json,csv,anki" default:"markdown" help:"markdown (our own format), json, csv, or anki for a text file that Anki imports."`
	Output string   `short:"o" placeholder:"FILE" help:"Write here and not to standard output. A file that is there is kept, unless --force is given."`
	Force  bool     `help:"Replace the output file."`
	Points string   `placeholder:"FILE" help:"Give questions the key points that admins confirmed, out of a database or of what quizbot export wrote."`
	Name   string   `placeholder:"NAME" help:"What the configuration calls the bank: ids of questions that have none of their own depend on it."`
	ReadAs string   `placeholder:"FORMAT" help:"The format of the files, where it is not recognised: ${formats}."`
}

// Help is shown by bank convert --help.
func (bankConvertCmd) Help() string {
	return "What was not understood is said on standard error, with file and line.\n\nExample:\n  quizbot bank convert quiz.xml -o banks/quiz.md\n  quizbot bank convert banks/python/ --to anki -o python.txt\n  quizbot bank convert banks/python.md --points quizbot.db -o banks/python.md --force"
}

func (c *bankConvertCmd) run(ctx context.Context, s streams) error {
	var all []quiz.Question
	for _, path := range c.Paths {
		bank, err := loadNamedAndReport(cmp.Or(c.Name, questions.NameOf(path)), path, c.ReadAs, s.stderr)
		if err != nil {
			return err
		}
		all = append(all, bank.Questions...)
	}
	if c.Points != "" {
		if err := c.applyConfirmedPoints(ctx, all, s.stderr); err != nil {
			return err
		}
	}
	var out bytes.Buffer
	losses, err := write.Questions(&out, all, c.To)
	if err != nil {
		return err
	}
	for _, loss := range losses {
		if _, err := fmt.Fprintln(s.stderr, "quizbot: "+loss); err != nil {
			return err
		}
	}
	if c.Output == "" {
		_, err := out.WriteTo(s.stdout)
		return err
	}
	const readable = 0o644
	return outfile.Write(c.Output, readable, c.Force, func(w io.Writer) error {
		_, err := out.WriteTo(w)
		return err
	})
}

// applyConfirmedPoints replaces the key points of questions by confirmed ones, and prints remarks and
// the number of changed questions.
func (c *bankConvertCmd) applyConfirmedPoints(ctx context.Context, list []quiz.Question, stderr io.Writer) error {
	all, err := readConfirmedPoints(ctx, c.Points)
	if err != nil {
		return err
	}
	written, remarks := replacePoints(list, all)
	remarks = append(remarks, fmt.Sprintf("key points of %s were replaced", pluralize(written, "question")))
	for _, remark := range remarks {
		if _, err := fmt.Fprintln(stderr, term.Printable("quizbot: "+remark)); err != nil {
			return err
		}
	}
	return nil
}

// readConfirmedPoints reads all confirmed points of a database or an export. A service may run on
// the database.
func readConfirmedPoints(ctx context.Context, path string) ([]quiz.ConfirmedPoints, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: name the database, or what quizbot export wrote", err)
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewReader(file)
	begin, _ := lines.Peek(1)
	m := memory.New()
	if bytes.Equal(begin, []byte("{")) {
		err = transfer.Import(ctx, m, lines)
	} else {
		err = importDatabase(ctx, m, path)
	}
	if err != nil {
		return nil, err
	}
	var all []quiz.ConfirmedPoints
	err = m.ViewRecords(ctx, func(records store.RecordReader) error {
		for line, err := range records.Records(store.KindConfirmed) {
			if err != nil {
				return err
			}
			var c quiz.ConfirmedPoints
			if err := json.Unmarshal(line, &c); err != nil {
				return err
			}
			all = append(all, c)
		}
		return nil
	})
	return all, err
}

// importDatabase imports the export of a database.
func importDatabase(ctx context.Context, target transfer.Target, path string) error {
	exported, into := io.Pipe()
	failed := make(chan error, 1)
	go func() {
		err := exportTo(ctx, path, into)
		failed <- err
		_ = into.CloseWithError(err)
	}()
	err := transfer.Import(ctx, target, exported)
	_ = exported.CloseWithError(io.ErrClosedPipe) // an import that failed reads no more
	if cause := <-failed; cause != nil && !errors.Is(cause, io.ErrClosedPipe) {
		return cause
	}
	return err
}

// replacePoints gives questions the newest of their confirmed points, as long as they hold. It
// returns the number of changed questions, and remarks about what the caller may not expect.
func replacePoints(list []quiz.Question, all []quiz.ConfirmedPoints) (written int, remarks []string) {
	slices.SortStableFunc(all, func(a, b quiz.ConfirmedPoints) int { return b.At.Compare(a.At) })
	found := make([]bool, len(all))
	banks := map[string]bool{}
	for i := range list {
		q := &list[i]
		banks[q.Bank] = true
		var about []quiz.ConfirmedPoints
		for j := range all {
			c := &all[j]
			if !isAbout(c, q) {
				continue
			}
			found[j] = true
			about = append(about, *c)
			if c.Question != q.ID && !banks[c.Bank] {
				banks[c.Bank] = true
				remarks = append(remarks, fmt.Sprintf("the service calls this bank %s: give it as --name, or questions without an id become others", c.Bank))
			}
		}
		newest, more := chooseNewest(q, about)
		remarks = append(remarks, more...)
		if newest != nil && !slices.Equal(confirmed.JoinLines(q.KeyPoints), newest.Points) {
			q.KeyPoints = slices.Clone(newest.Points)
			written++
		}
	}
	for j := range all {
		if c := &all[j]; !found[j] && banks[c.Bank] {
			remarks = append(remarks, fmt.Sprintf("%s confirmed key points for %s, which is gone: /quiz-admin status offers them to the question most like it", c.Workspace, text.QuoteShort(c.Title)))
		}
	}
	return written, remarks
}

// chooseNewest returns the newest points that hold for a question or are in its bank already, nil if
// there are none. The points come newest first.
func chooseNewest(q *quiz.Question, about []quiz.ConfirmedPoints) (newest *quiz.ConfirmedPoints, remarks []string) {
	for i := range about {
		c := &about[i]
		standing := confirmed.StandingOf(c, q)
		switch {
		case standing != confirmed.Holds && standing != confirmed.InBank:
			remarks = append(remarks, fmt.Sprintf("%s confirmed key points for an earlier version of %s, and they stay out", c.Workspace, text.QuoteShort(q.Title)))
		case newest == nil:
			newest = c
		case !slices.Equal(newest.Points, c.Points):
			remarks = append(remarks, describeDisagreement(q, newest, c))
		}
	}
	return newest, remarks
}

// isAbout reports whether points were confirmed for a question. A bank may have another name here
// than in the configuration. Its questions without ids of their own have others then, and are
// recognised by title and reference.
func isAbout(c *quiz.ConfirmedPoints, q *quiz.Question) bool {
	sameWords := func(a, b string) bool { return slices.Equal(strings.Fields(a), strings.Fields(b)) }
	return c.Question == q.ID || c.Bank != q.Bank && sameWords(c.Title, q.Title) && sameWords(c.Reference, q.Answer)
}

// describeDisagreement tells of two workspaces with different points for a question.
func describeDisagreement(q *quiz.Question, newer, older *quiz.ConfirmedPoints) string {
	return fmt.Sprintf("%s and %s confirmed different key points for %s: those of %s are written, which are newer (%s, %s)",
		newer.Workspace, older.Workspace, text.QuoteShort(q.Title), newer.Workspace, newer.At.Format("2006-01-02"), older.At.Format("2006-01-02"))
}
