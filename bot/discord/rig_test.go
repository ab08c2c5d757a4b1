package discord

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/bot/bottest"
	"quizbot/bot/card"
	"quizbot/bot/discord/drawing"
	"quizbot/bot/words"
	"quizbot/internal/testing/adaptertest"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/timezone"
)

func TestConversation(t *testing.T) {
	bottest.Run(t, func(t *testing.T, w *bottest.World, _ string) bottest.Rig { return newRig(t, w.Now) })
}

// rig is both ends of Discord.
type rig struct {
	*discordtest.Server
	bot     *Adapter
	livesIn string // where people live, once somebody said so
}

func newRig(t testing.TB, now func() time.Time) *rig {
	t.Helper()
	s := discordtest.New(t, now)
	s.Patience = patience
	a := adapterFor(t, s, Options{Now: now, Log: slog.New(slog.DiscardHandler)})
	for _, name := range []string{"ann", "bob", "eve", "小安"} {
		s.Join(name)
	}
	return &rig{Server: s, bot: a}
}

// adapterFor is the bot's end of a server. It does not slow itself down, because the server has no
// rates.
func adapterFor(t testing.TB, s *discordtest.Server, o Options) *Adapter {
	t.Helper()
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	o.Token, o.APIURL, o.Catalogue = discordtest.Token, s.APIURL(), catalogue
	if o.Transport == nil {
		o.Transport = s.Transport()
	}
	if o.Retry == 0 {
		o.Retry = time.Millisecond
	}
	if o.AckTime == 0 { // an answer of a busy machine is not deferred, and no completion left out
		o.AckTime = patience / 2
	}
	if o.RetryStep == 0 {
		o.RetryStep = 10 * time.Millisecond
	}
	a := New(o)
	a.client.Limits.Global.SetLimit(rate.Inf)
	s.SetIdle(a.idle)
	return a
}

// idle returns when nothing is in hand.
func (a *Adapter) idle() {
	for a.tasks.Running() > 0 {
		time.Sleep(100 * time.Microsecond)
	}
}

// number is a code as Discord sends it.
func number(code string) int {
	n, err := strconv.Atoi(code)
	if err != nil {
		panic(err)
	}
	return n
}

func (r *rig) Platform() bot.Platform { return patientAdapter{r.bot} }

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

func (r *rig) Room() quiz.RoomID { return roomID(discordtest.GuildID, discordtest.ChannelID) }

// Command implements [bottest.Rig]. Times are shown in the reader's zone, set to the room's.
func (r *rig) Command(who, text string) {
	if _, name, ok := strings.Cut(text, "/quiz-admin setup "); ok && r.livesIn == "" {
		if zone, err := timezone.Parse(name); err == nil {
			if at, err := time.LoadLocation(zone); err == nil && who == r.Admin() {
				r.livesIn = zone
				r.LiveIn(at)
			}
		}
	}
	r.Server.Command(who, text)
}

// Complete implements [bottest.Completer].
func (r *rig) Complete(who, text string) []string {
	var values []string
	for _, c := range r.Server.Complete(who, text) {
		values = append(values, c.Value)
	}
	return values
}

// Spelled implements [bottest.CommandSpeller].
func (r *rig) Spelled(command string) string { return drawing.TypedCommand(command) }

// Kick implements [bottest.ObstacleRig].
func (r *rig) Kick() { r.Deny(discordtest.ChannelID, discordtest.ViewChannel) }

// Invite implements [bottest.ObstacleRig].
func (r *rig) Invite() { r.Deny(discordtest.ChannelID, 0) }

// Archive implements [bottest.ObstacleRig]. Channels of Discord have no archive, and threads that
// are archived open again when something is posted in them.
func (r *rig) Archive() {
	r.Deny(discordtest.ChannelID, discordtest.SendMessages|discordtest.SendInThreads)
}

// Unarchive implements [bottest.ObstacleRig].
func (r *rig) Unarchive() { r.Deny(discordtest.ChannelID, 0) }

// Redeliver implements [bottest.RedeliveringRig].
func (r *rig) Redeliver() { r.RedeliverLast() }

// SayUnheard implements [bottest.ReconnectingRig]. The session can't be resumed, since a resumed
// session delivers what was missed.
func (r *rig) SayUnheard(who, text string) string {
	r.RefuseUpgrades(http.StatusServiceUnavailable)
	r.ForgetSessions()
	r.Drop()
	id := r.Say(who, text)
	r.RefuseUpgrades(0)
	r.Ready()
	return id
}

// Letters implements [bottest.LetterRig].
func (r *rig) Letters(who string) []string { return r.DirectMessages(who) }

var (
	_ bottest.ObstacleRig     = (*rig)(nil)
	_ bottest.RedeliveringRig = (*rig)(nil)
	_ bottest.ReconnectingRig = (*rig)(nil)
)
