// Command quizbot asks a question a day, takes everybody's answer privately until it closes, reveals the
// reference answer with everybody's, keeps scores and posts a daily digest.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // zones are known on machines that have none

	"quizbot/questions"

	"github.com/alecthomas/kong"
)

// Exit statuses.
const (
	done   = 0
	failed = 1 // it was called rightly and did not work
	misuse = 2 // it was called wrongly
)

func main() { os.Exit(program()) }

// program runs with what the process was given. The first signal asks it to end, the second one ends it.
func program() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
}

// streams are where a command reads and writes.
type streams struct {
	stdin          io.Reader
	stdout, stderr io.Writer
}

// cli is the command line.
type cli struct {
	ShowVersion kong.VersionFlag `name:"version" short:"v" help:"Say which version this is."`

	Demo        demoCmd        `cmd:"" help:"Play the quiz in this terminal: no account, no configuration."`
	Serve       serveCmd       `cmd:"" help:"Run the service."`
	Backup      backupCmd      `cmd:"" help:"Copy the database, while the service runs or not."`
	Restore     restoreCmd     `cmd:"" help:"Put a backup in the place of the database."`
	Export      exportCmd      `cmd:"" help:"Write all that the database holds as lines of JSON."`
	Import      importCmd      `cmd:"" help:"Make a database of an export."`
	Doctor      doctorCmd      `cmd:"" help:"Look whether everything is in place before the first question."`
	Manifest    manifestCmd    `cmd:"" help:"Print what a platform's setup page asks for."`
	Invite      inviteCmd      `cmd:"" help:"Print the address that adds the bot to a server."`
	Bank        bankCmd        `cmd:"" help:"Read banks of questions."`
	Version     versionCmd     `cmd:"" help:"Say which version this is."`
	Healthcheck healthcheckCmd `cmd:"" help:"Ask a running service on this machine whether it is well."`
}

// command is what a command line comes to.
type command interface {
	run(ctx context.Context, s streams) error
}

// misuseError is an error of a command that was called wrongly.
type misuseError struct{ error }

// run carries out a command line and returns the exit status. An error is one line on stderr.
func run(ctx context.Context, args []string, s streams) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("quizbot"),
		kong.Description("A question a day for a channel: private answers, a reveal of all of them, scores that people trust.\n\nExample:\n  quizbot demo"),
		kong.Vars{"formats": strings.Join(questions.Formats(), ", "), "version": "quizbot " + version()},
		kong.Writers(s.stdout, s.stderr),
		kong.Exit(func(status int) { exited = status }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return complain(s, failed, err)
	}
	parsed, err := parser.Parse(asked(args))
	switch {
	case exited >= 0: // help was shown
		return exited
	case err != nil:
		return complain(s, misuse, fmt.Errorf("%w (see %s --help)", err, reached(err)))
	}
	chosen, ok := parsed.Selected().Target.Addr().Interface().(command)
	if !ok {
		return complain(s, misuse, fmt.Errorf("%s is no command by itself (see quizbot --help)", parsed.Command()))
	}
	err = chosen.run(ctx, s)
	if errors.Is(err, errFindings) {
		return failed
	}
	if _, wrong := errors.AsType[misuseError](err); wrong {
		return complain(s, misuse, err)
	}
	if err != nil {
		return complain(s, failed, err)
	}
	return done
}

// asked is a command line as the parser knows it: nothing at all, and the word help in front of a command, ask for help.
func asked(args []string) []string {
	switch {
	case len(args) == 0:
		return []string{"--help"}
	case args[0] == "help":
		return append(slices.Clone(args[1:]), "--help")
	}
	return args
}

// reached is the command that a wrong command line got to, whose help says what would be right.
func reached(err error) string {
	words := []string{"quizbot"}
	if wrong, ok := errors.AsType[*kong.ParseError](err); ok {
		for _, p := range wrong.Context.Path {
			if p.Command != nil {
				words = append(words, p.Command.Name)
			}
		}
	}
	return strings.Join(words, " ")
}

// complain says what is wrong, in one line; the mistakes of a configuration have a line each.
func complain(s streams, status int, err error) int {
	lines := []string{strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", "; ")}
	if list, ok := errors.AsType[mistakeList](err); ok {
		lines = strings.Split(list.Error(), "\n")
	}
	for _, line := range lines {
		_, _ = fmt.Fprintf(s.stderr, "quizbot: %s\n", line)
	}
	return status
}
