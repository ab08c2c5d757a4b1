package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/internal/app"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/service"
)

// The two rooms of a neighbourhood. They have different members.
const (
	badRoom  quiz.RoomID = "test/w/bad"
	goodRoom quiz.RoomID = "test/w/good"
)

// neighbourhood is an App with two rooms in one workspace. What the good room sees is written down.
type neighbourhood struct {
	t     *testing.T
	app   *app.App
	clock *app.Simulation
	store quiz.Store

	mu         sync.Mutex
	transcript []string
	stands     map[string]card.Card // what was edited in the good room, as it is now
	posted     map[quiz.RoomID][]string
	alarms     map[quiz.RoomID]int
	down       bool // the bad room's channel fails
}

// newNeighbourhood starts an App over a store.
func newNeighbourhood(t *testing.T, db quiz.Store, now time.Time) *neighbourhood {
	t.Helper()
	n := &neighbourhood{t: t, store: db, clock: app.NewSimulation(now), stands: map[string]card.Card{}, posted: map[quiz.RoomID][]string{}, alarms: map[quiz.RoomID]int{}}
	a, err := app.New(app.Config{
		Store: db, Bank: questions.NewLibrary(questions.Starter("en")), Options: service.Options{Admins: []quiz.MemberID{"test/w/operator"}},
		Log: slog.New(slog.DiscardHandler), Simulation: n.clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	n.app = a
	a.Connect(n)
	if err := errors.Join(a.AdoptRooms(t.Context(), nil), a.Service.RetryAll(t.Context(), now)); err != nil {
		t.Errorf("the service does not start: %v", err)
	}
	return n
}

func (*neighbourhood) Name() string                           { return "test" }
func (*neighbourhood) Run(context.Context, bot.Handler) error { return nil }

func (n *neighbourhood) Post(_ context.Context, p bot.Posting) ([]quiz.MessageRef, error) {
	job := p.Key[strings.LastIndex(p.Key, "/")+1:]
	n.mu.Lock()
	failing := n.down && p.Room == badRoom
	n.posted[p.Room] = append(n.posted[p.Room], job)
	n.mu.Unlock()
	if failing {
		return nil, errors.New("the channel does not answer")
	}
	n.note(p.Room, "posts "+job, p.Card)
	place := quiz.MessageRef{Message: p.Key, Link: "https://example.com/" + p.Key}
	if p.ReplyTo != nil {
		place.Thread = p.ReplyTo.Message
	}
	return []quiz.MessageRef{place}, nil
}

func (n *neighbourhood) Edit(_ context.Context, room quiz.RoomID, places []quiz.MessageRef, c card.Card) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.down && room == badRoom {
		return errors.New("the channel does not answer")
	}
	if room == goodRoom {
		n.stands[places[0].Message] = c
	}
	return nil
}

func (n *neighbourhood) SendDirectMessage(_ context.Context, who quiz.MemberID, _ card.Card) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch who {
	case "test/w/gboss":
		n.alarms[goodRoom]++
	case "test/w/operator":
		n.alarms[badRoom]++
	}
	return nil
}

// numbersInIDs are the numbers in ids and keys: they may differ after a sequence was made anew. A
// name that cannot be read is left out.
var numbersInIDs = regexp.MustCompile(`"[a-z-]+:[0-9a-z:]+"|"Confirmed by "},{"Text":"bboss"},{"Text":" on "|"Confirmed on "|\b[0-9]+\.[0-9]+\b|com/[0-9a-z/-]+`)

// emptyFields are fields of lines that say nothing.
var emptyFields = regexp.MustCompile(`,"(Strong|Code|Image|Break|At|URL|Room|Style)":(false|0|""|"0001-01-01T00:00:00Z")`)

// note writes down what the good room sees.
func (n *neighbourhood) note(room quiz.RoomID, event string, seen any) {
	if room != goodRoom {
		return
	}
	text, err := json.Marshal(seen)
	if err != nil {
		n.t.Error(err)
	}
	text = emptyFields.ReplaceAll(text, nil)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.transcript = append(n.transcript, event+": "+numbersInIDs.ReplaceAllString(string(text), "#"))
}

// does has somebody do something in a room, a second later.
func (n *neighbourhood) does(room quiz.RoomID, who string, act bot.Act) bot.Answer {
	n.t.Helper()
	now := n.clock.Now().Add(time.Second)
	n.clock.MoveClock(now)
	person := quiz.Person{ID: quiz.MemberID("test/w/" + who), Name: who, Admin: strings.HasSuffix(who, "boss")}
	answer, err := n.app.Conversation.Handle(n.t.Context(), bot.Event{ID: now.String(), Room: room, Who: person, At: now, Act: act})
	if err != nil && room == goodRoom {
		n.t.Errorf("%s cannot do %+v: %v", who, act, err)
	}
	n.note(room, fmt.Sprintf("%s %T", who, act), answer)
	return answer
}

func (n *neighbourhood) commands(room quiz.RoomID, who, text string) {
	n.t.Helper()
	n.does(room, who, bot.Command(bot.Commands().Parse(text)))
}

// until moves the time to a day of November. Only the bad room's channel may fail meanwhile.
func (n *neighbourhood) until(day, hour, minute int) {
	n.t.Helper()
	then, err := time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC), error(nil)
	for range 100 {
		if err = n.clock.AdvanceTo(n.t.Context(), then); err == nil {
			return
		}
		if !n.down {
			break
		}
	}
	if n.clock.Now().Before(then) || !n.down {
		n.t.Errorf("on day %d: %v", day, err)
	}
}

// openRound returns the open round of a room.
func (n *neighbourhood) openRound(room quiz.RoomID) quiz.RoundID {
	n.t.Helper()
	round, err := n.app.Service.OpenRound(n.t.Context(), room)
	if err != nil {
		n.t.Errorf("%s has no open round: %v", room, err)
	}
	return round.ID
}

// takesPart has members answer the open question, and change their minds.
func (n *neighbourhood) takesPart(room quiz.RoomID, who ...string) {
	n.t.Helper()
	id := n.openRound(room)
	n.does(room, who[0], bot.Press{ID: action.OnRound(action.Hint, id).String()})
	for i, name := range who {
		form := action.OnRound(action.Answer, id).String()
		n.does(room, name, bot.Press{ID: form})
		n.does(room, name, bot.Submission{ID: form, Values: map[string]string{"answer": fmt.Sprint("the answer of ", name)}, Chosen: map[string][]string{"choice": {"0"}}})
		n.does(room, name, bot.Message{Thread: id.String() + "/ask", ID: fmt.Sprint("m", i), Text: "and because of the interpreter"})
	}
	n.does(room, who[0], bot.Deletion{Thread: id.String() + "/ask", ID: "m0"})
}

// reviews has members grade, vote and look at the answers of a round.
func (n *neighbourhood) reviews(room quiz.RoomID, id quiz.RoundID, boss string, who ...string) {
	n.t.Helper()
	voters := map[string]quiz.MemberNo{}
	for _, name := range who {
		n.does(room, name, bot.Press{ID: action.OnRound(action.MyGrade, id).String()})
		n.does(room, name, bot.Press{ID: action.OnRound(action.GradeOwn, id).String() + ":mostly"})
		n.does(room, name, bot.Press{ID: action.OnRound(action.ShowReveal, id).String()})
		n.does(room, name, bot.Press{ID: action.OnChoice(action.OpenPage, id, 0).String()})
		err := n.store.View(n.t.Context(), func(tx quiz.Tx) (err error) {
			voters[name], err = tx.MemberNo(quiz.MemberID("test/w/" + name))
			return err
		})
		if err != nil {
			n.t.Error(err)
		}
	}
	for i, name := range who {
		candidate := voters[who[(i+1)%len(who)]]
		n.does(room, name, bot.Press{ID: action.OnMember(action.Vote, id, candidate).String()})
		n.does(room, boss, bot.Press{ID: action.OnMember(action.ConfirmGrade, id, candidate).String()})
	}
}

// setUp makes a room with the times of its plan.
func (n *neighbourhood) setUp(room quiz.RoomID, boss, ask, reveal string) {
	n.t.Helper()
	ctx, admin := n.t.Context(), quiz.Person{ID: quiz.MemberID("test/w/" + boss), Name: boss, Admin: true}
	_, _, err := n.app.Service.SetUpRoom(ctx, n.clock.Now(), room, admin, "UTC")
	for _, setting := range [][2]string{{"ask", ask}, {"reveal", reveal}, {"digest", "on"}} {
		err = errors.Join(err, n.app.Service.SetPlan(ctx, n.clock.Now(), room, admin, setting[0], setting[1]))
	}
	if err != nil {
		n.t.Fatal(err)
	}
}
