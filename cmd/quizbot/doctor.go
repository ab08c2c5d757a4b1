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
	"quizbot/bot/slack"
	"quizbot/questions"
	"quizbot/quiz"
)

// doctorCmd looks whether the service would work.
type doctorCmd struct {
	Config string `help:"The configuration: see config.example.yaml. (${default} unless named.)" default:"config.yaml" placeholder:"FILE"`
	Data   string `help:"The database file, whatever the configuration says." placeholder:"FILE"`
}

// Help is shown by doctor --help.
func (doctorCmd) Help() string {
	return "Each line that fails says what is wrong and, where that is known, what to do. The exit status is 1 where one does.\n\nExample:\n  quizbot doctor --config /etc/quizbot/config.yaml"
}

// doctorTime bounds all that is asked of platforms.
const doctorTime = time.Minute

func (c *doctorCmd) run(ctx context.Context, s streams) error {
	ctx, cancel := context.WithTimeout(ctx, doctorTime)
	defer cancel()
	set, err := loadSettings(c.Config, os.Getenv, override{"data", "--data", c.Data})
	if err != nil {
		return err
	}
	findings := []bot.Finding{{What: "the configuration " + c.Config}}
	findings = append(findings, checkBanks(set.Banks)...)
	findings = append(findings, bot.Finding{What: "the folder of the database", Err: writable(filepath.Dir(set.Data))})
	if err := mountedFile(set.Data); err != nil {
		findings = append(findings, bot.Finding{What: "the database file", Err: err})
	}
	connected, err := platforms(&set, slog.New(slog.DiscardHandler))
	if err != nil {
		findings = append(findings, bot.Finding{What: "platforms", Err: err})
	}
	for _, p := range connected {
		if checker, able := p.(bot.Checker); able {
			findings = append(findings, checker.Check(ctx, roomsOf(&set, p.Name()))...)
		}
	}
	return report(s.stdout, findings)
}

// report writes a line for each finding.
func report(w io.Writer, findings []bot.Finding) error {
	wrong := 0
	for _, f := range findings {
		word, why := "ok   ", ""
		if f.Err != nil {
			word, why = "WRONG", ": "+f.Err.Error()
			wrong++
		}
		if _, err := fmt.Fprintf(w, "%s %s%s\n", word, f.What, printable(why)); err != nil {
			return err
		}
	}
	if wrong > 0 {
		return errFindings
	}
	return nil
}

// roomsOf are the rooms of a platform that the configuration names.
func roomsOf(set *settings, platform string) []quiz.RoomID {
	var rooms []quiz.RoomID
	for _, id := range slices.Sorted(maps.Keys(set.plans)) {
		if id.Platform() == platform {
			rooms = append(rooms, id)
		}
	}
	return rooms
}

// checkBanks looks whether each bank has questions that can be asked.
func checkBanks(list []bankConfig) []bot.Finding {
	var findings []bot.Finding
	for _, b := range list {
		f := bot.Finding{What: "the bank " + b.Name}
		bank, err := questions.Load(questions.Spec{Name: b.Name, Path: b.Path, Format: b.Format})
		switch {
		case err != nil:
			f.Err = err
		case len(bank.Questions) == 0:
			f.Err = errors.New("it has no questions: quizbot bank lint says why")
		default:
			f.What += " (" + count(len(bank.Questions), "question") + ")"
		}
		findings = append(findings, f)
	}
	return findings
}

// writable reports why nothing can be written into a folder.
func writable(folder string) error {
	file, err := os.CreateTemp(folder, ".quizbot-*")
	if err != nil {
		return fmt.Errorf("%w: make the folder, and let the user that runs quizbot write into it", err)
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// manifestCmd prints manifests.
type manifestCmd struct {
	Platform string `arg:"" enum:"slack" help:"slack."`
}

// Help is shown by manifest --help.
func (manifestCmd) Help() string {
	return "Paste it at api.slack.com/apps, Create New App, From a manifest; docs/slack.md goes through it step by step.\n\nExample:\n  quizbot manifest slack"
}

func (c *manifestCmd) run(_ context.Context, s streams) error {
	_, err := io.WriteString(s.stdout, slack.Manifest())
	return err
}
