package slack

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack/slackutilsx"
	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/bot/bottest"
	"quizbot/bot/card"
	"quizbot/bot/ratelimit"
	"quizbot/internal/testing/adaptertest"
	"quizbot/internal/testing/slackspec"
	"quizbot/internal/testing/slacktest"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

func TestConversation(t *testing.T) {
	bottest.Run(t, func(t *testing.T, w *bottest.World, _ string) bottest.Rig { return newRig(t, w.Now) })
}

// rig is both ends of Slack.
type rig struct {
	*slacktest.Server
	bot         *Adapter
	lastCommand map[string]any // its payload
}

func newRig(t *testing.T, now func() time.Time) *rig {
	t.Helper()
	s := slacktest.NewServer(t, now)
	s.Patience = patience
	for _, name := range []string{"boss", "ann", "bob", "eve", "小安"} {
		s.AddUser(name)
	}
	s.Users["UBOSS"].Admin = true
	a := newServerAdapter(s, Options{Log: slog.New(slog.DiscardHandler)})
	a.rates.update.SetLimit(rate.Inf)
	a.rates.message = ratelimit.NewKeyed(rate.Inf, 1, channelIdleTime)
	a.rates.reaction.SetLimit(rate.Inf)
	return &rig{Server: s, bot: a}
}

func (r *rig) Platform() bot.Platform { return patientAdapter{r.bot} }
func (r *rig) Room() quiz.RoomID      { return "slack/T1/C1" }
func (r *rig) Admin() string          { return "boss" }

// patientAdapter is an adapter without the conversation's limits on inspections and direct
// messages.
type patientAdapter struct{ *Adapter }

// Inspect implements [bot.Inspector].
func (p patientAdapter) Inspect(ctx context.Context, room quiz.RoomID) ([]reason.Obstacle, error) {
	ctx, cancel := adaptertest.WithPatience(ctx)
	defer cancel()
	return p.Adapter.Inspect(ctx, room)
}

// SendDirectMessage implements [bot.DirectMessenger].
func (p patientAdapter) SendDirectMessage(ctx context.Context, who quiz.MemberID, c card.Card) error {
	ctx, cancel := adaptertest.WithPatience(ctx)
	defer cancel()
	return p.Adapter.SendDirectMessage(ctx, who, c)
}

func (r *rig) Ready() { r.AwaitSockets(1) }

func (r *rig) Command(who, text string) {
	r.T.Helper()
	id := r.ForgetShown(who)
	name, rest, _ := strings.Cut(text, " ")
	r.Mu.Lock()
	payload := map[string]any{
		"team_id": slacktest.TeamID, "channel_id": slacktest.ChannelID, "user_id": id, "user_name": r.Users[id].Name, "command": name, "text": rest,
		"trigger_id": r.NewTriggerID(id), "response_url": r.NewResponseURL(&slacktest.ResponseURL{User: id, Channel: slacktest.ChannelID}),
	}
	r.lastCommand = payload
	r.Mu.Unlock()
	if _, err := r.Deliver("slash_commands", payload); err != nil {
		r.T.Fatalf("%s: %v", text, err)
	}
}

// Redeliver implements [bottest.RedeliveringRig].
func (r *rig) Redeliver() {
	r.T.Helper()
	if _, err := r.Deliver("slash_commands", r.lastCommand); err != nil {
		r.T.Fatal(err)
	}
}

func (r *rig) Press(who, label string) {
	r.T.Helper()
	id := r.ForgetShown(who)
	r.Mu.Lock()
	f, c := r.FindControl(id, func(c map[string]any) bool {
		return slackspec.String(c, "type") == "button" && slackspec.String(slackspec.Object(c, "text"), "text") == label
	})
	r.Mu.Unlock()
	if f == nil {
		r.T.Fatalf("%s was shown no button %q", who, label)
	}
	r.deliverAction(id, f, map[string]any{"type": "button", "action_id": slackspec.String(c, "action_id"), "block_id": "b"})
}

func (r *rig) Choose(who string, letters ...string) {
	r.T.Helper()
	r.Mu.Lock()
	if w := r.Views[slacktest.UserID(who)]; w != nil {
		w.Letters = letters
	}
	r.Mu.Unlock()
	r.Submit(who, "")
}

// deliverAction delivers a press.
func (r *rig) deliverAction(id string, f *slacktest.Surface, action map[string]any) {
	r.T.Helper()
	if _, err := r.Deliver("interactive", r.ActionPayload(id, f, action)); err != nil {
		r.T.Fatalf("pressing %v: %v", action, err)
	}
}

func (r *rig) Form(who string) (text string, open bool) {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	w := r.Views[slacktest.UserID(who)]
	if w == nil || !w.Input {
		return "", false
	}
	if len(w.Fields) != 1 {
		return "", true
	}
	id, _ := w.Fields[0]["block_id"].(string)
	return w.Values[id], true
}

func (r *rig) Submit(who, text string) {
	r.T.Helper()
	id := r.ForgetShown(who)
	r.Mu.Lock()
	w := r.Views[id]
	r.Mu.Unlock()
	if w == nil || !w.Input {
		r.T.Fatalf("no form stands open for %s", who)
	}
	reply, err := r.Deliver("interactive", r.SubmissionPayload(id, w, text))
	if err != nil {
		r.T.Fatal(err)
	}
	r.ApplyReply(id, reply)
}

func (r *rig) Say(who, text string) string {
	r.T.Helper()
	p := r.postInThread(who, text)
	r.DeliverEvent(map[string]any{"type": "message", "channel": slacktest.ChannelID, "user": p.User, "text": p.Text, "ts": p.TS, "thread_ts": p.Thread, "event_ts": p.TS})
	awaitReactions(r.T, r.bot)
	return p.TS
}

// SayUnheard implements [bottest.ReconnectingRig].
func (r *rig) SayUnheard(who, text string) string {
	r.T.Helper()
	p := r.postInThread(who, text)
	r.DropSockets()
	r.AwaitSockets(1)
	return p.TS
}

// postInThread posts in the thread of the last question, and delivers no event.
func (r *rig) postInThread(who, text string) *slacktest.Post {
	id := r.ForgetShown(who)
	r.Mu.Lock()
	question := ""
	for _, p := range r.Posts {
		if p.User == slacktest.BotUser && p.Thread == "" && strings.Contains(string(p.Metadata), "/ask") {
			question = p.TS
		}
	}
	p := &slacktest.Post{TS: r.NewTimestamp(), Thread: question, Type: "message", User: id, Text: slackutilsx.EscapeMessage(text), Channel: slacktest.ChannelID}
	r.Posts = append(r.Posts, p)
	r.Mu.Unlock()
	return p
}

func (r *rig) Edit(who, id, text string) {
	r.T.Helper()
	r.ForgetShown(who)
	r.Mu.Lock()
	p := r.MessageByTS(id)
	before := *p
	p.Text, p.Edited = slackutilsx.EscapeMessage(text), &slacktest.EditStamp{TS: r.NewTimestamp()}
	event := map[string]any{"type": "message", "subtype": "message_changed", "channel": slacktest.ChannelID, "message": p, "previous_message": before, "event_ts": p.Edited.TS}
	r.Mu.Unlock()
	r.DeliverEvent(event)
}

func (r *rig) Delete(who, id string) {
	r.T.Helper()
	r.ForgetShown(who)
	r.Mu.Lock()
	p := r.MessageByTS(id)
	for i := range r.Posts {
		if r.Posts[i] == p {
			r.Posts = append(r.Posts[:i:i], r.Posts[i+1:]...)
			break
		}
	}
	event := map[string]any{"type": "message", "subtype": "message_deleted", "channel": slacktest.ChannelID, "deleted_ts": id, "previous_message": p, "event_ts": r.NewTimestamp()}
	r.Mu.Unlock()
	r.DeliverEvent(event)
}

func (r *rig) Channel() string {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	var b strings.Builder
	for _, p := range r.Posts {
		if p.Channel == slacktest.ChannelID && p.User == slacktest.BotUser {
			b.WriteString(slackspec.Render(r.T, p.Blocks) + "\n\n")
		}
	}
	return b.String()
}

func (r *rig) Private(who string) string {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	return strings.Join(r.PrivateTexts[slacktest.UserID(who)], "\n")
}

func (r *rig) Marked(id string) bool {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	return r.Reactions[id]
}
