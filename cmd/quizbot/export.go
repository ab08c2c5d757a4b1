package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"quizbot/internal/control"
	"quizbot/internal/outfile"
	"quizbot/internal/term"
	"quizbot/store/bolt"
	"quizbot/store/transfer"
)

// exportCmd writes the whole database as lines of JSON.
type exportCmd struct {
	Output string `help:"Write here and not to standard output. A file that is there is kept, unless --force is given." short:"o" placeholder:"FILE"`
	Force  bool   `help:"Replace the output file."`
	dataFlags
}

// Help is shown by export --help.
func (exportCmd) Help() string {
	return "Writes all that the database holds as lines of JSON, while the service runs or not. The answers of members are among it. " +
		"Records that cannot be read are left out and listed, and the status is 1; such an export replaces no file.\n\n" +
		"Example:\n  quizbot export --data quizbot.db --output quizbot.jsonl"
}

func (c *exportCmd) run(ctx context.Context, s streams) error {
	data, err := c.databasePath()
	if err != nil {
		return err
	}
	if c.Output != "" {
		if err := c.checkCopyTarget(data, c.Output, c.Force); err != nil {
			return err
		}
	}
	bar := term.StartProgress(s.stderr, "exporting")
	defer bar.Stop()
	if c.Output == "" {
		return exportTo(ctx, data, s.stdout)
	}
	const private = 0o600 // the answers of members are for nobody else
	_, missing := os.Lstat(c.Output)
	var left transfer.Incomplete
	err = outfile.Write(c.Output, private, c.Force, func(w io.Writer) error {
		err := exportTo(ctx, data, w)
		var incomplete bool
		if left, incomplete = errors.AsType[transfer.Incomplete](err); !incomplete {
			return err
		}
		if missing == nil {
			return fmt.Errorf("%s is left as it was, because this export is incomplete: name another file to get it: %w", c.Output, err)
		}
		return nil
	})
	if err != nil || len(left) == 0 {
		return err
	}
	return left
}

// exportTo writes the export of a database. A service that runs on it makes the export.
func exportTo(ctx context.Context, data string, w io.Writer) error {
	err := control.Export(ctx, data, w)
	if !errors.Is(err, control.ErrNoService) {
		return err
	}
	return transfer.ExportFile(ctx, data, w)
}

// importCmd makes a database of an export.
type importCmd struct {
	From string `arg:"" help:"The export, or - for standard input."`
	dataFlags
}

// Help is shown by import --help.
func (importCmd) Help() string {
	return "Makes a database of what export wrote. There must be none at its place.\n\nExample:\n  quizbot import --data new.db quizbot.jsonl"
}

func (c *importCmd) run(ctx context.Context, s streams) error {
	data, err := c.databasePath()
	if err != nil {
		return err
	}
	from := s.stdin
	if c.From != "-" {
		file, err := os.Open(c.From)
		if errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%s does not exist: name a file that quizbot export wrote, or - for standard input", c.From)
		}
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		from = file
	}
	marked := bolt.HasMarks(data)
	bar := term.StartProgress(s.stderr, "importing")
	err = transfer.ImportFile(ctx, from, data)
	bar.Stop()
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s is made.\n", data)
	if !marked {
		text += fmt.Sprintf("There was no %s beside it: members who had everything deleted since the export was made are in it again.\n", bolt.MarksPath(data))
	}
	_, err = fmt.Fprint(s.stdout, text)
	return err
}
