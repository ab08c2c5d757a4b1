package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/schedule"
)

// scenario is the setup shared by the three roles.
type scenario struct {
	Seed uint64 `json:"seed"`
	// Step is how far the virtual time moves in a tick in which the service rests.
	Step time.Duration `json:"step"`
	// Faults lets the platform fail, GraderFaults the grader.
	Faults       bool `json:"faults"`
	GraderFaults bool `json:"grader_faults"`
	// Once has the platform deliver each event once.
	Once  bool   `json:"once,omitempty"`
	Rooms []room `json:"rooms"`
	// Deadline is the real time at which every process ends in any case.
	Deadline time.Time `json:"deadline"`
}

// room is a room with its plan.
type room struct {
	ID   quiz.RoomID `json:"id"`
	Plan plan.Plan   `json:"plan"`
}

// everyDay is a week of seven days.
const everyDay = schedule.Weekdays(1<<7 - 1)

// platformName is the first part of the room ids.
const platformName = "loop"

// roomSpec is a room's plan as a configuration would write it.
type roomSpec struct {
	name, zone, ask, reveal, digest string
	adjust                          func(*plan.Plan)
}

// roomSpecs returns the rooms. In the last week of March and the first of April 2027 the clocks of
// Berlin, Beirut, Sydney, Lord Howe and Santiago change, some at the very times of these plans.
func roomSpecs() []roomSpec {
	return []roomSpec{
		{name: "berlin", zone: "Europe/Berlin", ask: "09:30", reveal: "21:30", digest: "09:25"},
		{name: "beirut", zone: "Asia/Beirut", ask: "00:10", reveal: "12:00", digest: "00:05"},
		{name: "sydney", zone: "Australia/Sydney", ask: "02:30", reveal: "+1d 01:30", digest: "02:20"},
		{name: "newyork", zone: "America/New_York", ask: "23:50", reveal: "11:00", digest: "23:45"},
		{
			name: "shanghai", zone: "Asia/Shanghai", ask: "08:00", reveal: "20:00", digest: "07:55",
			adjust: func(p *plan.Plan) { p.Language = "zh-CN" },
		},
		{name: "lordhowe", zone: "Australia/Lord_Howe", ask: "18:00", reveal: "+1d 17:00", digest: "01:45"},
		{
			name: "santiago", zone: "America/Santiago", ask: "12:00", reveal: "+1d 11:00", digest: "23:30",
			adjust: func(p *plan.Plan) { p.Banks = []string{"small"} },
		},
		{
			name: "kathmandu", zone: "Asia/Kathmandu", ask: "06:00", reveal: "05:00", digest: "05:58",
			adjust: func(p *plan.Plan) { p.Threads = plan.ThreadsTalk },
		},
	}
}

// parseRooms returns the rooms with their plans.
func parseRooms() ([]room, error) {
	var list []room
	for _, t := range roomSpecs() {
		p := plan.Default()
		p.TimeZone, p.Days, p.Unanswered, p.CatchUp, p.GradeDeadline = t.zone, everyDay, true, 12*time.Hour, time.Hour
		var err error
		if p.Ask, err = schedule.ParseClock(t.ask); err != nil {
			return nil, err
		}
		if p.Digest, err = schedule.ParseClock(t.digest); err != nil {
			return nil, err
		}
		if p.Reveal, err = schedule.ParseRevealAt(t.reveal); err != nil {
			return nil, err
		}
		if t.adjust != nil {
			t.adjust(&p)
		}
		if err := p.Validate(); err != nil {
			return nil, fmt.Errorf("%s: %w", t.name, err)
		}
		list = append(list, room{quiz.RoomID(platformName + "/w/" + t.name), p})
	}
	return list, nil
}

// planOf returns the plan of a room.
func (s *scenario) planOf(id quiz.RoomID) plan.Plan {
	for _, r := range s.Rooms {
		if r.ID == id {
			return r.Plan
		}
	}
	return plan.Plan{}
}

// plansByRoom returns the plans of all rooms.
func (s *scenario) plansByRoom() map[quiz.RoomID]plan.Plan {
	plans := map[quiz.RoomID]plan.Plan{}
	for _, r := range s.Rooms {
		plans[r.ID] = r.Plan
	}
	return plans
}

// Files in the folder of a run.
func scenarioFile(dir string) string { return filepath.Join(dir, "scenario.json") }
func storeFolder(dir string) string  { return filepath.Join(dir, "store") }
func storeFile(dir string) string    { return filepath.Join(storeFolder(dir), "quizbot.db") }
func crashFile(dir string) string    { return filepath.Join(dir, "died-at") }
func dumpFile(dir string) string     { return filepath.Join(dir, "dump.json") }
func backupFolder(dir string) string { return filepath.Join(dir, "backups") }
func clockFile(dir string) string    { return filepath.Join(dir, "clock") }

func (s *scenario) writeFile(dir string) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(scenarioFile(dir), text, 0o600)
}

func loadScenario(dir string) (scenario, error) {
	var s scenario
	text, err := os.ReadFile(scenarioFile(dir))
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(text, &s)
}

// shortHash returns a short name for some text.
func shortHash(parts ...any) string {
	h := fnv.New64a()
	_, _ = fmt.Fprintln(h, parts...) // writing to a hash does not fail
	return fmt.Sprintf("%016x", h.Sum64())
}

// newBank returns two banks: a big one for a whole season, and a small one whose questions repeat.
func newBank() quiztest.Bank {
	var b quiztest.Bank
	for i := range 240 {
		b = append(b, newQuestion("big", i))
	}
	for i := range 9 {
		b = append(b, newQuestion("small", i))
	}
	return b
}

// acceptWord begins the questions whose accepted answer is the number in the title.
const acceptWord = "Which number is meant by word "

// newQuestion returns a question. Its kind alternates with i. No two have the same text, answer or points:
// a room passes over a question whose answer another room has open.
func newQuestion(name string, i int) quiz.Question {
	topic := fmt.Sprintf("topic %d of %s", i, name)
	q := quiz.Question{
		ID: quiz.QuestionID(fmt.Sprintf("%s-%d", name, i)), Bank: name, Number: i + 1,
		Title: fmt.Sprintf("What does *topic %d* of %s mean?", i, name), Answer: "By " + topic + " is meant what it says.",
	}
	switch i % 6 {
	case 0:
		q.Body = "```go\nfunc topic() int { return 1 }\n```\n\n" + paragraphs("body on "+topic, 14)
		q.Answer = paragraphs("reference on "+topic, 14)
		q.KeyPoints = []string{topic + " says so", topic + " means so"}
	case 1:
		q.Choices = []quiz.Choice{{Text: "one"}, {Text: "two", Correct: true}, {Text: "three"}}
		q.Shuffle = true
	case 2:
		word := fmt.Sprintf("%d%d", len(name), i)
		q.Title, q.Accept = acceptWord+word+"?", []string{word}
	case 3:
		q.Hint = "Look again."
	case 4:
		q.Choices = []quiz.Choice{{Text: "red", Correct: true}, {Text: "green"}, {Text: "blue", Correct: true}, {Text: "grey"}}
	case 5:
		q.Answer = ""
	}
	return q
}

// paragraphs returns the given number of paragraphs.
func paragraphs(word string, paragraphs int) string {
	var list []string
	for i := range paragraphs {
		list = append(list, fmt.Sprintf("Paragraph %d of the %s: %s", i+1, word, strings.Repeat("so it goes, ", 14)))
	}
	return strings.Join(list, "\n\n")
}
