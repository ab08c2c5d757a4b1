package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"quizbot/bot"
	"quizbot/internal/config"
	"quizbot/internal/daemon"
	"quizbot/internal/term"
	"quizbot/questions"
	"quizbot/quiz"
)

// doctorCmd checks everything that the service needs.
type doctorCmd struct {
	Config string `help:"The configuration: see config.example.yaml. (${default} unless named.)" default:"config.yaml" placeholder:"FILE"`
	Data   string `help:"The database file, whatever the configuration says." placeholder:"FILE"`
}

// Help is shown by doctor --help.
func (doctorCmd) Help() string {
	return "Each line that fails says what is wrong and, where that is known, what to do. The exit status is 1 where one does.\n\nExample:\n  quizbot doctor --config /etc/quizbot/config.yaml"
}

// doctorTimeout bounds all requests to platforms.
const doctorTimeout = time.Minute

func (c *doctorCmd) run(ctx context.Context, s streams) error {
	ctx, cancel := context.WithTimeout(ctx, doctorTimeout)
	defer cancel()
	set, err := config.Load(c.Config, os.Getenv, config.Override{Path: "data", Origin: "--data", Value: c.Data})
	if err != nil {
		return err
	}
	findings := []bot.Finding{{Subject: "the configuration " + c.Config}}
	findings = append(findings, checkBanks(set.Banks)...)
	findings = append(findings, bot.Finding{Subject: "the folder of the database", Err: checkWritable(filepath.Dir(set.Data))})
	if err := checkMountedFile(set.Data); err != nil {
		findings = append(findings, bot.Finding{Subject: "the database file", Err: err})
	}
	findings = append(findings, daemon.CheckGrader(ctx, &set)...)
	if len(set.Allowed) == 0 && set.Discord.Token.IsSet() {
		findings = append(findings, bot.Finding{Subject: publicAdvice})
	}
	platforms, err := daemon.Platforms(&set, slog.New(slog.DiscardHandler))
	if err != nil {
		findings = append(findings, bot.Finding{Subject: "platforms", Err: err})
	}
	for _, p := range platforms {
		if checker, able := p.(bot.Checker); able {
			findings = append(findings, checker.Check(ctx, configuredRooms(&set, p.Name()))...)
		}
	}
	return printFindings(s.stdout, findings)
}

// publicAdvice is for bots that any Discord server may invite.
const publicAdvice = "who may use the bot: every server that invites it, because allow is empty. " +
	"Switch Public Bot off under Bot in Discord's developer portal, and name your servers in allow"

// printFindings prints a line for each finding.
func printFindings(w io.Writer, findings []bot.Finding) error {
	wrong := 0
	for _, f := range findings {
		word, why := "ok   ", ""
		if f.Err != nil {
			word, why = "WRONG", ": "+f.Err.Error()
			wrong++
		}
		if _, err := fmt.Fprintf(w, "%s %s%s\n", word, f.Subject, term.Printable(why)); err != nil {
			return err
		}
	}
	if wrong > 0 {
		return errFindings
	}
	return nil
}

// configuredRooms returns the rooms of a platform that the configuration names.
func configuredRooms(set *config.Settings, platform string) []quiz.RoomID {
	var rooms []quiz.RoomID
	for _, id := range slices.Sorted(maps.Keys(set.Plans)) {
		if id.Platform() == platform {
			rooms = append(rooms, id)
		}
	}
	return rooms
}

// checkBanks checks that each bank can be read and has questions.
func checkBanks(list []config.Bank) []bot.Finding {
	var findings []bot.Finding
	for _, b := range list {
		f := bot.Finding{Subject: "the bank " + b.Name}
		bank, err := questions.Load(questions.Spec{Name: b.Name, Path: b.Path, Format: b.Format})
		switch {
		case err != nil:
			f.Err = err
		case len(bank.Questions) == 0:
			f.Err = errors.New("it has no questions: quizbot bank lint says why")
		default:
			f.Subject += " (" + pluralize(len(bank.Questions), "question") + ")"
		}
		findings = append(findings, f)
	}
	return findings
}

// checkWritable returns an error if no file can be made in a folder.
func checkWritable(folder string) error {
	file, err := os.CreateTemp(folder, ".quizbot-*")
	if err != nil {
		return fmt.Errorf("%w: make the folder, and let the user that runs quizbot write into it", err)
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}
