package external

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
	"unicode"

	"quizbot/quiz/panics"
)

// endGrace is how long a program may take to end after its last grade, or to be reaped once it was
// killed.
const endGrace = 5 * time.Second

// run runs the program once, with the open answers. It ends the whole process group before it
// returns.
func (g *Grader) run(ctx context.Context, r *round) error {
	input, err := r.input()
	if err != nil {
		return err
	}
	running, kill := context.WithCancel(ctx)
	defer kill()
	cmd := exec.CommandContext(running, g.command[0], g.command[1:]...)
	cmd.Env, cmd.Stdin, cmd.WaitDelay = environment(), bytes.NewReader(input), min(endGrace, g.patience)
	said := &lastLine{}
	cmd.Stderr = said
	ownGroup(cmd)
	output, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return g.startError(err)
	}
	out := startScan(output, len(r.open))
	err = g.readGrades(ctx, r, out)
	if err != nil {
		kill()
	}
	stop := time.AfterFunc(cmd.WaitDelay, kill)
	defer stop.Stop()
	close(out.stop)
	ended := cmd.Wait()
	killGroup(cmd)
	<-out.done
	if err == nil && len(r.open) > 0 {
		return g.endError(ctx, r, ended, said.String())
	}
	return err
}

// endError is the error of a program that ended before it had graded everything, nil if it ended well.
func (g *Grader) endError(ctx context.Context, r *round, ended error, said string) error {
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case ended == nil:
		return nil
	case r.quotesAnswer(said):
		said = "its last words quote an answer"
	}
	return fmt.Errorf("the grader %s ended with %s to grade: %w: %s", g.name(), countAnswers(len(r.open)), ended, said)
}

// readGrades passes the grades of the output on, until it ends or every answer has one.
func (g *Grader) readGrades(ctx context.Context, r *round, out *scan) error {
	silent := time.NewTimer(g.patience)
	defer silent.Stop()
	for n := 1; len(r.open) > 0; n++ {
		select {
		case line, more := <-out.lines:
			if !more {
				return g.lineError(n, out.err)
			}
			found, err := r.take(line)
			if err != nil {
				return g.lineError(n, err)
			}
			if err := found(); err != nil {
				return err
			}
			silent.Reset(g.patience)
		case <-silent.C:
			return errSilent
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

func (g *Grader) lineError(n int, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("line %d of the grader %s %w: let it write lines as quizbot grade --help shows", n, g.name(), err)
}

// scan sends the lines of an output that aren't empty.
type scan struct {
	lines chan []byte
	stop  chan struct{} // closed by the receiver
	done  chan struct{}
	err   error // once lines is closed
}

func startScan(output io.Reader, answers int) *scan {
	s := &scan{lines: make(chan []byte), stop: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(s.done)
		defer close(s.lines)
		s.err = panics.Catch(func() error {
			return s.run(&io.LimitedReader{R: output, N: int64(maxLine + answers*maxPerAnswer)})
		})
	}()
	return s
}

func (s *scan) run(limited *io.LimitedReader) error {
	scanner := bufio.NewScanner(limited)
	scanner.Buffer(make([]byte, 0, 1<<16), maxLine)
	for scanner.Scan() {
		line := bytes.TrimSpace(scanner.Bytes())
		if len(line) == 0 {
			continue
		}
		select {
		case s.lines <- bytes.Clone(line):
		case <-s.stop:
			return nil
		}
	}
	switch {
	case errors.Is(scanner.Err(), bufio.ErrTooLong):
		return errors.New("is longer than 1 MB")
	case limited.N <= 0:
		return errors.New("is beyond 64 kB for each answer")
	}
	return nil
}

// lastLine keeps the last line that is written to it.
type lastLine struct{ end []byte }

// maxSaid is the number of bytes that are kept of a program's errors.
const maxSaid = 1 << 10

// Write implements [io.Writer].
func (l *lastLine) Write(b []byte) (int, error) {
	l.end = append(l.end, b[max(0, len(b)-maxSaid):]...)
	l.end = bytes.Clone(l.end[max(0, len(l.end)-maxSaid):])
	return len(b), nil
}

// String returns the last line, as far as it is fit for a log.
func (l *lastLine) String() string {
	const most = 200
	text := strings.TrimSpace(strings.ToValidUTF8(string(l.end), ""))
	text = strings.Map(func(c rune) rune {
		if c != '\n' && !unicode.IsPrint(c) {
			return -1
		}
		return c
	}, text[strings.LastIndex(text, "\n")+1:])
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	if text == "" {
		return "it wrote nothing to its standard error"
	}
	return text
}
