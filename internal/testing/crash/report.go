package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"quizbot/internal/testing/crash/record"
)

// report is the result of a run.
type report struct {
	Seed        uint64  `json:"seed"`
	RealSeconds float64 `json:"real_seconds"`
	VirtualDays float64 `json:"virtual_days"`
	Rooms       int     `json:"rooms"`
	Lifetimes   int     `json:"lives"`
	// Kills counts lifetimes by ending, Stages by job and stage.
	Kills  map[string]int            `json:"kills"`
	Stages map[string]map[string]int `json:"stages"`
	// Unreached lists the job stages without a crash.
	Unreached []string `json:"unreached"`

	Questions int `json:"questions"`
	Reveals   int `json:"reveals"`
	Digests   int `json:"digests"`
	Messages  int `json:"messages"`
	// Excused counts the dates skipped because the service was not up long enough.
	Excused int `json:"excused"`
	// MinUptime is the uptime needed for that.
	MinUptime time.Duration `json:"enough"`
	// Latest is the longest delay of each job, in virtual time.
	Latest map[string]time.Duration `json:"latest"`

	Events       int `json:"events"`
	Acknowledged int `json:"acknowledged"`
	Standing     int `json:"standing"`
	Votes        int `json:"votes"`
	// Attempts, PaidCalls and Graded count the grader's attempts, its calls for answers, and the
	// stored grades. Ungraded counts the answers that are left without a grade of the grader.
	Attempts  int `json:"attempts"`
	PaidCalls int `json:"paid_calls"`
	Graded    int `json:"graded"`
	Ungraded  int `json:"ungraded"`
	// Redelivered counts deliveries after an event's first.
	Redelivered int            `json:"redelivered"`
	Counts      map[string]int `json:"counts"`
	Faults      map[string]int `json:"faults"`
	// Managed counts what admins and members did, and what was checked of it. Operator counts backups
	// and the like.
	Managed  map[string]int `json:"managed"`
	Operator map[string]int `json:"operator"`

	Violations []string `json:"violations"`
}

func newReport(d *driver, known *record.Dump) *report {
	r := &report{
		Seed: d.seed, Rooms: len(d.scenario.Rooms), Lifetimes: len(d.lifetimes),
		RealSeconds: time.Since(d.began).Seconds(), VirtualDays: known.Now.Sub(d.from).Hours() / 24,
		Kills: map[string]int{}, Stages: map[string]map[string]int{}, Latest: map[string]time.Duration{},
		Messages: len(known.Messages), MinUptime: minUptime(d.options), Events: len(known.Events), Counts: known.Counts, Faults: known.Faults,
		Managed: map[string]int{}, Operator: d.operated,
		Violations: []string{},
	}
	for _, l := range d.lifetimes {
		r.Kills[l.Ending]++
		if what, stage := splitStage(l.Stage); stage != "" {
			if r.Stages[what] == nil {
				r.Stages[what] = map[string]int{}
			}
			r.Stages[what][stage]++
		}
	}
	for _, stage := range jobStages(d.faults, d.graderFaults) {
		if i := strings.LastIndexByte(stage, '/'); r.Stages[stage[:i]][stage[i+1:]] == 0 {
			r.Unreached = append(r.Unreached, stage)
		}
	}
	for _, event := range known.Events {
		r.Redelivered += max(0, event.Deliveries-1)
	}
	return r
}

// splitStage splits a label like "ask/post 2 of 3/sending" into the action, "ask/post one
// between", and its stage.
func splitStage(label string) (what, stage string) {
	i := strings.LastIndexByte(label, '/')
	if i < 0 {
		return label, ""
	}
	what, stage = label[:i], label[i+1:]
	step, numbers, ok := strings.Cut(what, "/post ")
	if !ok {
		return what, stage
	}
	number, of, _ := strings.Cut(numbers, " of ")
	switch {
	case of == "1":
		return step + "/post the only message", stage
	case number == "1":
		return step + "/post the first message", stage
	case number == of:
		return step + "/post the last message", stage
	}
	return step + "/post one between", stage
}

// recordDelay keeps the longest delay of a job.
func (r *report) recordDelay(what string, by time.Duration) { r.Latest[what] = max(r.Latest[what], by) }

// writeJSON writes the report to path, unless path is empty.
func (r *report) writeJSON(path string) error {
	if path == "" {
		return nil
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o600)
}

// stageColumns returns the columns of the table.
func stageColumns() []string {
	return []string{"before commit", "committed", "received", "sending", "sent", "handled", "returning", "failed"}
}

// format returns the report for people.
func (r *report) format() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d lives in %.0f s, %.1f virtual days, %d rooms, seed %d\n",
		r.Lifetimes, r.RealSeconds, r.VirtualDays, r.Rooms, r.Seed)
	fmt.Fprintf(&b, "lives ended: %s\n", formatCounts(r.Kills))
	fmt.Fprintf(&b, "%d questions, %d reveals, %d digests in %d messages; %d dates excused, at which it was up for less than %s\n",
		r.Questions, r.Reveals, r.Digests, r.Messages, r.Excused, r.MinUptime)
	for _, what := range slices.Sorted(maps.Keys(r.Latest)) {
		fmt.Fprintf(&b, "%s were late by %s at most\n", what, r.Latest[what].Round(time.Minute))
	}
	fmt.Fprintf(&b, "%d events, %d delivered again; %d answers acknowledged, %d stand and are graded; %d votes\n",
		r.Events, r.Redelivered, r.Acknowledged, r.Standing, r.Votes)
	fmt.Fprintf(&b, "%d attempts to grade, %d paid calls, %d grades stored, %d answers left to a regrade\n",
		r.Attempts, r.PaidCalls, r.Graded, r.Ungraded)
	if len(r.Counts) > 0 {
		fmt.Fprintf(&b, "%s\n", formatCounts(r.Counts))
	}
	if len(r.Faults) > 0 {
		fmt.Fprintf(&b, "requests that failed: %s\n", formatCounts(r.Faults))
	}
	for _, counts := range []map[string]int{r.Managed, r.Operator} {
		if len(counts) > 0 {
			fmt.Fprintf(&b, "%s\n", formatCounts(counts))
		}
	}
	r.writeStageTable(&b)
	if len(r.Unreached) == 0 {
		b.WriteString("it died at every stage of every step\n")
	} else {
		fmt.Fprintf(&b, "stages at which it never died: %s\n", strings.Join(r.Unreached, ", "))
	}
	for _, v := range r.Violations[:min(len(r.Violations), 50)] {
		fmt.Fprintf(&b, "VIOLATION %s\n", v)
	}
	fmt.Fprintf(&b, "%d violations\n", len(r.Violations))
	return b.String()
}

// writeStageTable writes the table of crashes by stage.
func (r *report) writeStageTable(b *strings.Builder) {
	if len(r.Stages) == 0 {
		return
	}
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	columns := stageColumns()
	cells := func(first string, cell func(stage string) string) {
		row := first
		for _, stage := range columns {
			row += "\t" + cell(stage)
		}
		_, _ = fmt.Fprintln(w, row+"\t") // into memory
	}
	cells("died at", func(stage string) string { return stage })
	for _, what := range slices.Sorted(maps.Keys(r.Stages)) {
		cells(what, func(stage string) string {
			if n := r.Stages[what][stage]; n > 0 {
				return fmt.Sprint(n)
			}
			return "-"
		})
	}
	_ = w.Flush() // into memory
}

// formatCounts returns counts in words, the most frequent first.
func formatCounts(counts map[string]int) string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	var words []string
	for _, name := range names {
		words = append(words, fmt.Sprintf("%s %d", name, counts[name]))
	}
	return strings.Join(words, ", ")
}
