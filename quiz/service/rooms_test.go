package service_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// pacedAnnouncer is an announcer with a limited rate and a delay for each post. It fails or hangs
// for some rooms.
type pacedAnnouncer struct {
	every, takes time.Duration
	fail         func(quiz.RoomID) error
	hang         func(quiz.RoomID) bool
	open         func(context.Context) error // opens a thread
	forgetful    bool                        // remembers nothing but how many posts were made

	mu      sync.Mutex
	free    time.Time // when the next post may be made
	now     int       // posts that are being made
	made    int
	most    int
	tried   map[quiz.RoomID]int
	posted  map[string]time.Time
	inOrder []quiz.RoomID
	alarms  []quiz.Alarm
}

func newPaced() *pacedAnnouncer {
	return &pacedAnnouncer{tried: map[quiz.RoomID]int{}, posted: map[string]time.Time{}}
}

func (p *pacedAnnouncer) Announce(ctx context.Context, a quiz.Announcement) ([]quiz.MessageRef, error) {
	defer p.begin(a.Room)()
	if p.hang != nil && p.hang(a.Room) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if p.fail != nil {
		if err := p.fail(a.Room); err != nil {
			return nil, err
		}
	}
	time.Sleep(p.turn() + p.takes)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.made++
	if !p.forgetful {
		p.posted[postingName(a)] = time.Now()
		p.inOrder = append(p.inOrder, a.Room)
	}
	return []quiz.MessageRef{{Message: a.Key}}, nil
}

// postingName describes a posting without round ids, which differ between runs.
func postingName(a quiz.Announcement) string {
	return string(a.Room) + a.Key[strings.LastIndexByte(a.Key, '/'):]
}

func (p *pacedAnnouncer) begin(room quiz.RoomID) (end func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.forgetful {
		p.tried[room]++
	}
	p.now++
	p.most = max(p.most, p.now)
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.now--
	}
}

// turn is how long a post has to wait for its turn.
func (p *pacedAnnouncer) turn() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.free.Before(now) {
		p.free = now
	}
	wait := p.free.Sub(now)
	p.free = p.free.Add(p.every)
	return wait
}

// count is how many posts were made.
func (p *pacedAnnouncer) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.made
}

func (p *pacedAnnouncer) OpensThreads(quiz.RoomID) bool { return p.open != nil }

func (p *pacedAnnouncer) OpenThread(ctx context.Context, _ quiz.Round) error {
	if p.open == nil {
		return nil
	}
	return p.open(ctx)
}

func (p *pacedAnnouncer) Alarm(_ context.Context, a quiz.Alarm) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.alarms = append(p.alarms, a)
	return nil
}

// runRooms has a runner serve rooms on a plan, on a day that begins at midnight, and lets time
// pass.
func runRooms(t *testing.T, p *pacedAnnouncer, names []quiz.RoomID, roomPlan plan.Plan, hours int) {
	t.Helper()
	plans := map[quiz.RoomID]plan.Plan{}
	for _, name := range names {
		plans[name] = roomPlan
	}
	runPlans(t, p, plans, hours)
}

// runPlans is runRooms with a plan for each room.
func runPlans(t *testing.T, p *pacedAnnouncer, plans map[quiz.RoomID]plan.Plan, hours int) {
	t.Helper()
	service := service.New(memory.New(), essays(3), grading.Exact{}, service.Options{Admins: []quiz.MemberID{"a/w/boss", "b/w/boss"}})
	if err := service.SyncConfiguredRooms(t.Context(), time.Now(), plans); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		runner.New(service, p, runner.TimeFunc(time.Now), slog.New(slog.DiscardHandler)).Run(ctx)
	}()
	time.Sleep(time.Duration(hours) * time.Hour)
	stop()
	<-ended
}

func roomNames(platform string, n int) []quiz.RoomID {
	var list []quiz.RoomID
	for i := range n {
		list = append(list, quiz.RoomID(fmt.Sprintf("%s/w/%05d", platform, i)))
	}
	return list
}

// daily is a plan that asks every day. A bubble's time begins at midnight of a Saturday.
func daily() plan.Plan {
	plan := plan.Default()
	plan.Days = 1<<7 - 1
	return plan
}

// A platform with 50 posts a second serves 2,000 due rooms within 1.05 times the 40 seconds it needs,
// in order, with no more of them in memory than a class holds. With QUIZBOT_LONG there are 10,000.
func TestThousandsOfRooms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rooms := 600
		if os.Getenv("QUIZBOT_LONG") != "" {
			rooms = 10_000
		}
		p := newPaced()
		p.every, p.takes = time.Second/50, 300*time.Millisecond
		plan := daily()
		due := time.Now().Add(9*time.Hour + 30*time.Minute)
		runRooms(t, p, roomNames("a", rooms), plan, 10)
		var last time.Time
		for _, at := range p.posted {
			if at.After(last) {
				last = at
			}
		}
		if took, needed := last.Sub(due), time.Duration(rooms)*p.every; len(p.posted) != rooms || took > needed*105/100 {
			t.Errorf("%d rooms were asked within %s", len(p.posted), took)
		}
		const width = 64
		if p.most > width {
			t.Errorf("%d rooms were served side by side", p.most)
		}
		for i, room := range p.inOrder {
			var n int
			if _, err := fmt.Sscanf(string(room), "a/w/%d", &n); err != nil || n < i-width || n > i+width {
				t.Fatalf("%s was served as number %d", room, i)
			}
		}
	})
}

// Rooms that fail or hang for a day delay the others by nothing.
func TestOthersAreNotDelayed(t *testing.T) {
	all := append(roomNames("a", 12), roomNames("b", 12)...)
	bad := map[quiz.RoomID]bool{"a/w/00003": true, "a/w/00004": true, "b/w/00000": true}
	run := func(t *testing.T, change func(*pacedAnnouncer)) (posted map[string]time.Time, p *pacedAnnouncer) {
		p = newPaced()
		change(p)
		runRooms(t, p, all, daily(), 24)
		return p.posted, p
	}
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		well, _ := run(t, func(*pacedAnnouncer) {})
		for name, change := range map[string]func(*pacedAnnouncer){
			"failing": func(p *pacedAnnouncer) {
				p.fail = func(room quiz.RoomID) error {
					if bad[room] {
						return errors.New("channel_not_found")
					}
					return nil
				}
			},
			"hanging": func(p *pacedAnnouncer) { p.hang = func(room quiz.RoomID) bool { return bad[room] } },
		} {
			shift := time.Since(began)
			got, p := run(t, change)
			for key, at := range got {
				if want := well[key].Add(shift); !at.Equal(want) {
					t.Errorf("%s: %s was posted at %s, %s later than without", name, key, at, at.Sub(want))
				}
			}
			if len(got) == 0 || len(got) >= len(well) {
				t.Errorf("%s: %d posts, without a bad room %d", name, len(got), len(well))
			}
			if tried := p.tried["a/w/00003"]; tried < 4 || tried > 24*60 {
				t.Errorf("%s: the bad room was tried %d times in a day", name, tried)
			}
		}
	})
}

// What ends or begins just before a room is due does not delay it, either.
func TestOnTheMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		due := time.Now().Add(9*time.Hour + 30*time.Minute)
		early := daily()
		early.Ask--
		for _, before := range []time.Duration{time.Millisecond, 20 * time.Millisecond, 49 * time.Millisecond} {
			p := newPaced()
			p.fail = func(room quiz.RoomID) error {
				if room == "a/w/early" {
					time.Sleep(time.Until(due.Add(-before)))
				}
				return nil
			}
			runPlans(t, p, map[quiz.RoomID]plan.Plan{"a/w/early": early, "b/w/late": daily()}, 12)
			if got := p.posted["b/w/late/ask"]; !got.Equal(due) || len(p.posted) != 2 {
				t.Errorf("another post ended %s before: asked %s late, of %d posts", before, got.Sub(due), len(p.posted))
			}
			time.Sleep(12 * time.Hour) // to the next midnight
			due = due.Add(24 * time.Hour)
		}
	})
}

// A platform on which everything hangs does not hold up another.
func TestPlatformsAreApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaced()
		p.hang = func(room quiz.RoomID) bool { return room.Platform() == "a" }
		due := time.Now().Add(9*time.Hour + 30*time.Minute)
		runRooms(t, p, append(roomNames("a", 200), roomNames("b", 200)...), daily(), 10)
		late := 0
		for _, at := range p.posted {
			if at.After(due.Add(time.Second)) {
				late++
			}
		}
		if len(p.posted) != 200 || late > 0 {
			t.Errorf("%d rooms of the other platform were asked, %d of them late", len(p.posted), late)
		}
	})
}

// Rooms that hang by the hundred are served in a class of their own after their first failure, so
// many at a time.
func TestHangingRoomsMakeWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaced()
		p.hang = func(room quiz.RoomID) bool { return room < "a/w/00140" }
		reveal := time.Now().Add(12 * time.Hour)
		plan := daily()
		plan.Ask, plan.Reveal = 11*60, schedule.RevealAt{Clock: 12 * 60}
		runRooms(t, p, roomNames("a", 160), plan, 13)
		for _, room := range roomNames("a", 160)[140:] {
			if at := p.posted[string(room)+"/reveal"]; at.IsZero() || at.After(reveal.Add(time.Second)) {
				t.Fatalf("%s was revealed at %s", room, at)
			}
		}
		if p.most > 2*64 {
			t.Errorf("%d rooms were served side by side", p.most)
		}
	})
}

// Whoever set a room up and the admins of its platform are told of a job that failed for the third
// time, once.
func TestAlarm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaced()
		p.fail = func(quiz.RoomID) error { return errors.New("channel_not_found") }
		runRooms(t, p, []quiz.RoomID{"a/w/room"}, daily(), 12)
		if len(p.alarms) != 1 {
			t.Fatalf("got %d alarms: %+v", len(p.alarms), p.alarms)
		}
		a := p.alarms[0]
		if a.Room != "a/w/room" || fmt.Sprint(a.To) != "[a/w/boss]" || a.Trouble.Code != reason.TroubleFailed || a.Trouble.Job != quiz.JobAsk || a.Language != "en" {
			t.Errorf("got %+v", a)
		}
	})
}
