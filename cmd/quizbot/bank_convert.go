package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"

	"quizbot/internal/outfile"
	"quizbot/questions"
	"quizbot/questions/write"
	"quizbot/quiz"
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
