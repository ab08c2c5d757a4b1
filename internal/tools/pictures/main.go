// Command pictures draws the recorded days of the platforms' tests as pages of HTML, and with
// Chromium as pictures, so that the cards can be judged by eye.
//
//	go run ./internal/tools/pictures -out DIR [-chromium PATH] FILE…
//
// A file is a day-*.json of bot/slack/testdata or bot/discord/testdata. Its folder decides the
// drawing.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"html/template"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// perPage is the number of messages on a page, in three columns.
const perPage = 9

// chromiumTimeout bounds drawing one page.
const chromiumTimeout = time.Minute

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("pictures", flag.ContinueOnError)
	out := flags.String("out", "", "the folder for the pages")
	chromium := flags.String("chromium", "", "the browser that turns pages into pictures; none: pages only")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *out == "" || flags.NArg() == 0 {
		return errors.New("name a folder with -out, and at least one day-*.json")
	}
	for _, file := range flags.Args() {
		pages, err := drawDay(file)
		if err != nil {
			return fmt.Errorf("draw %s: %w", file, err)
		}
		for i, page := range pages {
			if err := savePage(ctx, *out, pageName(file, i), page, *chromium, stdout); err != nil {
				return err
			}
		}
	}
	return nil
}

// pageName returns the name of a page without its extension, such as slack-day-en-01.
func pageName(file string, i int) string {
	return fmt.Sprintf("%s-%s-%02d", platformOf(file), strings.TrimSuffix(filepath.Base(file), ".json"), i+1)
}

// platformOf returns the platform of a recorded day: the name of the folder above testdata.
func platformOf(file string) string {
	return filepath.Base(filepath.Dir(filepath.Dir(file)))
}

// message is a message on a page.
type message struct {
	Where string
	Body  template.HTML
}

// drawDay returns the pages of a recorded day.
func drawDay(file string) ([][]byte, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var records []json.RawMessage
	if err := json.Unmarshal(content, &records); err != nil {
		return nil, err
	}
	platform := platformOf(file)
	render, ok := map[string]func(json.RawMessage) (message, error){"slack": drawSlackMessage, "discord": drawDiscordMessage}[platform]
	if !ok {
		return nil, fmt.Errorf("no drawing for %q: the file must lie in bot/slack/testdata or bot/discord/testdata", platform)
	}
	var pages [][]byte
	for first := 0; first < len(records); first += perPage {
		var list []message
		for _, record := range records[first:min(first+perPage, len(records))] {
			m, err := render(record)
			if err != nil {
				return nil, err
			}
			list = append(list, m)
		}
		pages = append(pages, drawPage(platform, list))
	}
	return pages, nil
}

// savePage saves a page, and a picture of it if there is a browser.
func savePage(ctx context.Context, folder, name string, page []byte, chromium string, stdout io.Writer) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	path, err := filepath.Abs(filepath.Join(folder, name+".html"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, page, 0o644); err != nil {
		return err
	}
	if chromium == "" {
		_, err := fmt.Fprintln(stdout, path)
		return err
	}
	profile, err := os.MkdirTemp("", "pictures")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(profile) }() // an empty profile that stays behind harms nobody
	ctx, cancel := context.WithTimeout(ctx, chromiumTimeout)
	defer cancel()
	picture := strings.TrimSuffix(path, ".html") + ".png"
	command := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
		"--user-data-dir="+profile, "--window-size=1680,1900", "--screenshot="+picture, "file://"+path)
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", chromium, err, output)
	}
	_, err = fmt.Fprintln(stdout, picture)
	return err
}
