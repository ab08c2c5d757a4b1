package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"time"

	"quizbot/quiz"
)

// scenario is what the three roles agree on.
type scenario struct {
	Seed  uint64 `json:"seed"`
	Clock clock  `json:"clock"`
	// Faults says that the platform fails, too.
	Faults bool   `json:"faults"`
	Rooms  []room `json:"rooms"`
	// Deadline is the real time at which every process ends, whatever else went wrong.
	Deadline time.Time `json:"deadline"`
}

// room is a room with its plan.
type room struct {
	ID   quiz.RoomID `json:"id"`
	Plan quiz.Plan   `json:"plan"`
}

// everyDay is a week of seven days.
const everyDay = quiz.Weekdays(1<<7 - 1)

// platformName is the first part of the rooms' names.
const platformName = "loop"

// town is a room's plan in the words of a configuration.
type town struct {
	name, zone, ask, reveal, digest string
	adjust                          func(*quiz.Plan)
}

// towns are the rooms. In the last week of March and the first of April of 2027 the clocks of Berlin, Beirut,
// Sydney, Lord Howe and Santiago change, some of them at the very times of these plans.
func towns() []town {
	return []town{
		{name: "berlin", zone: "Europe/Berlin", ask: "09:30", reveal: "21:30", digest: "09:25"},
		{name: "beirut", zone: "Asia/Beirut", ask: "00:10", reveal: "12:00", digest: "00:05"},
		{name: "sydney", zone: "Australia/Sydney", ask: "02:30", reveal: "+1d 01:30", digest: "02:20"},
		{name: "newyork", zone: "America/New_York", ask: "23:50", reveal: "11:00", digest: "23:45"},
		{
			name: "shanghai", zone: "Asia/Shanghai", ask: "08:00", reveal: "20:00", digest: "07:55",
			adjust: func(p *quiz.Plan) { p.Language = "zh-CN" },
		},
		{name: "lordhowe", zone: "Australia/Lord_Howe", ask: "18:00", reveal: "+1d 17:00", digest: "01:45"},
		{
			name: "santiago", zone: "America/Santiago", ask: "12:00", reveal: "+1d 11:00", digest: "23:30",
			adjust: func(p *quiz.Plan) { p.Banks = []string{"small"} },
		},
		{
			name: "kathmandu", zone: "Asia/Kathmandu", ask: "06:00", reveal: "05:00", digest: "05:58",
			adjust: func(p *quiz.Plan) { p.Threads = quiz.ThreadsTalk },
		},
	}
}

// rooms are the towns as rooms.
func rooms() ([]room, error) {
	var list []room
	for _, t := range towns() {
		p := quiz.DefaultPlan()
		p.TimeZone, p.Days, p.Unanswered, p.CatchUp = t.zone, everyDay, true, 12*time.Hour
		var err error
		if p.Ask, err = quiz.ParseClock(t.ask); err != nil {
			return nil, err
		}
		if p.Digest, err = quiz.ParseClock(t.digest); err != nil {
			return nil, err
		}
		if p.Reveal, err = quiz.ParseRevealAt(t.reveal); err != nil {
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

// plan is the plan of a room.
func (s *scenario) plan(id quiz.RoomID) quiz.Plan {
	for _, r := range s.Rooms {
		if r.ID == id {
			return r.Plan
		}
	}
	return quiz.Plan{}
}

// plans are those of all rooms.
func (s *scenario) plans() map[quiz.RoomID]quiz.Plan {
	plans := map[quiz.RoomID]quiz.Plan{}
	for _, r := range s.Rooms {
		plans[r.ID] = r.Plan
	}
	return plans
}

// Where things lie in the folder of a run.
func scenarioFile(dir string) string { return filepath.Join(dir, "scenario.json") }
func storeFile(dir string) string    { return filepath.Join(dir, "quizbot.db") }
func deathFile(dir string) string    { return filepath.Join(dir, "died-at") }
func readyFile(dir string) string    { return filepath.Join(dir, "ready") }

func (s *scenario) save(dir string) error {
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

// hash is a short name for some text.
func hash(parts ...any) string {
	h := fnv.New64a()
	_, _ = fmt.Fprintln(h, parts...) // writing to a hash does not fail
	return fmt.Sprintf("%016x", h.Sum64())
}
