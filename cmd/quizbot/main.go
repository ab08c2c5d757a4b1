// Command quizbot asks a question a day, takes everybody's answer privately until it closes,
// reveals the reference answer with everybody's, keeps scores and posts a daily digest.
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

	"quizbot/internal/config"
	"quizbot/internal/outfile"
	"quizbot/questions"

	"github.com/alecthomas/kong"
)

// Exit statuses.
const (
	statusOK     = 0
	statusFailed = 1 // the command was called rightly and did not work
	statusUsage  = 2 // the command was called wrongly
)

func main() { os.Exit(runProcess()) }

// runProcess runs the command line of the process. The first signal asks it to end, the second one
// ends it.
func runProcess() int {
	ctx, stop := catchSignals(slices.Contains(os.Args[1:], "serve"))
	defer stop()
	context.AfterFunc(ctx, stop)
	return run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
}

// catchSignals returns a context that the first interrupt or SIGTERM cancels. A hangup never ends
// the service, not even during its start.
func catchSignals(serving bool) (context.Context, context.CancelFunc) {
	if serving {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}

// streams are the input and the outputs of a command.
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
	Check       checkCmd       `cmd:"" help:"Look whether the database, or a backup, is sound."`
	Export      exportCmd      `cmd:"" help:"Write all that the database holds as lines of JSON."`
	Import      importCmd      `cmd:"" help:"Make a database of an export."`
	Regrade     regradeCmd     `cmd:"" help:"Grade revealed answers that have no grade, after showing what changes."`
	Forget      forgetCmd      `cmd:"" help:"Delete everything that is stored of a workspace or server, after showing what that is."`
	Doctor      doctorCmd      `cmd:"" help:"Look whether everything is in place before the first question."`
	Manifest    manifestCmd    `cmd:"" help:"Print what a platform's setup page asks for."`
	Invite      inviteCmd      `cmd:"" help:"Print the address that adds the bot to a server."`
	Bank        bankCmd        `cmd:"" help:"Read banks of questions."`
	Grade       gradeCmd       `cmd:"" help:"For bank writers: grade answers offline, and show what the grader sees."`
	Version     versionCmd     `cmd:"" help:"Say which version this is."`
	Healthcheck healthcheckCmd `cmd:"" help:"Ask a running service on this machine whether it is well."`
}

// command is one of the commands of [cli].
type command interface {
	run(ctx context.Context, s streams) error
}

// usageError is the error of a command that was called wrongly.
type usageError struct{ error }

// run runs a command line and returns the exit status. An error is one line on stderr.
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
		return printError(s, statusFailed, err)
	}
	parsed, err := parser.Parse(withHelpFlag(args))
	switch {
	case exited >= 0: // help was shown
		return exited
	case err != nil:
		return printError(s, statusUsage, fmt.Errorf("%w (see %s --help)", err, reachedCommand(err)))
	}
	chosen, ok := parsed.Selected().Target.Addr().Interface().(command)
	if !ok {
		return printError(s, statusUsage, fmt.Errorf("%s is no command by itself (see quizbot --help)", parsed.Command()))
	}
	return exitStatus(s, chosen.run(ctx, s))
}

// withHelpFlag returns a command line with --help if it is empty, or begins with the word help.
func withHelpFlag(args []string) []string {
	switch {
	case len(args) == 0:
		return []string{"--help"}
	case args[0] == "help":
		return append(slices.Clone(args[1:]), "--help")
	}
	return args
}

// reachedCommand returns the words of a wrong command line up to its last known command.
func reachedCommand(err error) string {
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

// exitStatus prints the error of a command, and returns the exit status for it.
func exitStatus(s streams, err error) int {
	if err == nil {
		return statusOK
	}
	if errors.Is(err, errFindings) { // the findings are printed already
		return statusFailed
	}
	_, wrong := errors.AsType[usageError](err)
	_, refused := errors.AsType[*outfile.TargetError](err)
	if wrong || refused {
		return printError(s, statusUsage, err)
	}
	return printError(s, statusFailed, err)
}

// printError prints an error in one line, and the errors of a configuration in a line each. It
// returns the status.
func printError(s streams, status int, err error) int {
	lines := []string{strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", "; ")}
	if list, ok := errors.AsType[config.ErrorList](err); ok {
		lines = strings.Split(list.Error(), "\n")
	}
	for _, line := range lines {
		_, _ = fmt.Fprintf(s.stderr, "quizbot: %s\n", line)
	}
	return status
}
