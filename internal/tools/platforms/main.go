// Command platforms runs the suite of all platforms, and writes a table of the results into
// docs/platforms.md. With -check it writes nothing, and fails if the table there is another one.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// page is the file with the table, and begin and end are the lines around it.
const (
	page  = "docs/platforms.md"
	begin = "<!-- The table is written by go run ./internal/tools/platforms. -->\n"
	end   = "<!-- Here it ends. -->\n"
)

// column is a platform in the table.
type column struct{ pkg, title string } // pkg lies below bot

// tablePlatforms returns the platforms with a column, in their order. Their packages run the suite
// in TestConversation.
func tablePlatforms() []column {
	return []column{{"slack", "Slack"}, {"discord", "Discord"}, {"console", "the terminal"}}
}

func main() {
	check := flag.Bool("check", false, "write nothing, and fail where the page differs")
	flag.Parse()
	if err := run(context.Background(), *check); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "platforms:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, check bool) error {
	results, err := playSuites(ctx)
	if err != nil {
		return err
	}
	before, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	after, err := replaceTable(string(before), formatTable(tablePlatforms(), results))
	if err != nil {
		return err
	}
	switch {
	case after == string(before):
		return nil
	case check:
		return fmt.Errorf("%s does not say what the tests say now: run go run ./internal/tools/platforms, and read what it wrote", page)
	}
	return os.WriteFile(page, []byte(after), 0o644) //nolint:gosec // a page that everybody reads
}

// playSuites runs the suite on every platform. It returns the result of each play, by its name and
// the platform.
func playSuites(ctx context.Context) (map[string]map[string]string, error) {
	args := []string{"test", "-json", "-count=1", "-run", "^TestConversation$"}
	for _, p := range tablePlatforms() {
		args = append(args, "./bot/"+p.pkg)
	}
	cmd := exec.CommandContext(ctx, "go", args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	failed := cmd.Run() // what failed stands in the table, too
	results, err := parseTestOutput(&out)
	if err == nil && len(results) == 0 {
		err = errors.Join(errors.New("nothing was played"), failed)
	}
	return results, err
}

// parseTestOutput reads the output of go test -json.
func parseTestOutput(r io.Reader) (map[string]map[string]string, error) {
	results := map[string]map[string]string{}
	for d := json.NewDecoder(r); ; {
		var e struct{ Action, Package, Test string }
		if err := d.Decode(&e); errors.Is(err, io.EOF) {
			return results, nil
		} else if err != nil {
			return nil, err
		}
		_, play, ok := strings.Cut(e.Test, "TestConversation/")
		if !ok || !slices.Contains([]string{"pass", "fail", "skip"}, e.Action) {
			continue
		}
		play = strings.ReplaceAll(play, "_", " ")
		if results[play] == nil {
			results[play] = map[string]string{}
		}
		results[play][e.Package[strings.LastIndexByte(e.Package, '/')+1:]] = e.Action
	}
}

// formatTable returns a table with a row for each play.
func formatTable(platforms []column, results map[string]map[string]string) string {
	words := map[string]string{"pass": "yes", "fail": "FAILS", "skip": "–", "": "not played"}
	var b strings.Builder
	b.WriteString("| what the suite plays |")
	for _, p := range platforms {
		b.WriteString(" " + p.title + " |")
	}
	b.WriteString("\n|---" + strings.Repeat("|---", len(platforms)) + "|\n")
	for _, play := range slices.Sorted(maps.Keys(results)) {
		b.WriteString("| " + play + " |")
		for _, p := range platforms {
			b.WriteString(" " + words[results[play][p.pkg]] + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// replaceTable returns a page with another table.
func replaceTable(text, table string) (string, error) {
	head, rest, begins := strings.Cut(text, begin)
	_, tail, ends := strings.Cut(rest, end)
	if !begins || !ends {
		return "", fmt.Errorf("%s has no place for the table: it stands between %q and %q", page, begin, end)
	}
	return head + begin + "\n" + table + "\n" + end + tail, nil
}
