package discord

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"quizbot/bot/discord/gateway"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
)

// checkReport is what the doctor says, a line for each finding.
func (s *harness) checkReport(rooms ...quiz.RoomID) string {
	var b strings.Builder
	for _, f := range s.bot.Check(s.t.Context(), rooms) {
		fmt.Fprintf(&b, "%s: %v\n", f.Subject, f.Err)
	}
	return b.String()
}

// respondWithJSON has Discord answer some requests with the given JSON, by the ends of their paths.
func (s *harness) respondWithJSON(answers map[string]string) {
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
		text, ok := answers[strings.TrimPrefix(r.URL.Path, "/api/v10")]
		if ok && r.Method == http.MethodGet {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, text)
			return true
		}
		return false
	})
}

// The doctor checks a channel: its kind, its server and the bot's permissions in it. The bot's
// user id may differ from its application id, and its permissions follow from roles and channel
// overwrites.
func TestCheckedChannel(t *testing.T) {
	t.Parallel()
	var all int64
	for _, p := range neededPermissions() {
		all |= p.bit
	}
	const guild, user, role = discordtest.GuildID, "8", "6"
	sendMessages := strconv.Itoa(1 << 11)
	for name, c := range map[string]struct {
		kind   int
		server string
		may    int64
		denied string
		want   string
	}{
		"of text":           {channelText, guild, all, "0", "<nil>"},
		"of announcements":  {channelAnnouncement, guild, all, "0", "<nil>"},
		"for voices":        {2, guild, all, "0", "messages cannot be posted in a channel of this kind: name a text channel"},
		"a forum":           {15, guild, all, "0", "messages cannot be posted in a channel of this kind: name a text channel"},
		"of another server": {channelText, "7", all, "0", "the channel is in another server, 7: its name is discord/7/5"},
		"not for the role":  {channelText, guild, all &^ (1 << 11), "0", "the bot lacks Send Messages in #news: give it under Edit Channel, Permissions, or invite it again with " + Invitation(discordtest.AppID)},
		"not for the user":  {channelText, guild, all, sendMessages, "the bot lacks Send Messages in #news: give it under Edit Channel, Permissions, or invite it again with " + Invitation(discordtest.AppID)},
	} {
		s := newHarness(t, Options{})
		s.respondWithJSON(map[string]string{
			"/users/@me":                            `{"id":"` + user + `"}`,
			"/channels/5":                           fmt.Sprintf(`{"id":"5","type":%d,"guild_id":%q,"name":"news","permission_overwrites":[{"id":%q,"type":1,"allow":"0","deny":%q}]}`, c.kind, c.server, user, c.denied),
			"/guilds/" + guild:                      fmt.Sprintf(`{"id":%q,"owner_id":"9","roles":[{"id":%q,"permissions":"0"},{"id":%q,"permissions":"%d"}]}`, guild, guild, role, c.may),
			"/guilds/" + guild + "/members/" + user: `{"user":{"id":"` + user + `"},"roles":["` + role + `"]}`,
		})
		id := roomID(guild, "5")
		if got, want := s.checkReport(id), "discord: room "+string(id)+": "+c.want+"\n"; !strings.HasSuffix(got, want) {
			t.Errorf("%s: it says\n%swant at its end\n%s", name, got, want)
		}
	}
}

// A refused check names the refused request and guesses nothing else.
func TestCheckRefused(t *testing.T) {
	t.Parallel()
	refused := func(what, asked string) string { return what + ": discord: GET " + asked + ": 403 (code 20001) " }
	for path, want := range map[string]string{
		"/applications/@me":          refused("discord: reading what members write in threads", "/applications/@me"),
		"/gateway/bot":               refused("discord: the gateway", "/gateway/bot"),
		"/applications/{a}/commands": refused("discord: commands", "/applications/:id/commands"),
		"/channels/{c}":              refused("discord: room "+string(room()), "/channels/:id"),
		"/guilds/{g}":                refused("discord: room "+string(room()), "/guilds/:id"),
	} {
		s := newHarness(t, Options{})
		mustIdentify(t, s.bot)
		s.Forbid("GET", path, 20001)
		got := s.checkReport(room())
		if !strings.Contains(got, want) || strings.Count(got, "<nil>") != 5 {
			t.Errorf("%s is refused, and it says\n%swant\n%s and nothing else", path, got, want)
		}
	}
}

// A token that cannot be one is not shown to Discord.
func TestCheckedToken(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.bot.Token = "123456789012345678"
	if got := s.checkReport(room()); !strings.HasPrefix(got, "discord.token: this is the application's id") || strings.Count(got, "\n") != 1 || s.Calls("GET", "/applications/@me") != 0 {
		t.Errorf("it says\n%s", got)
	}
}

// What is no name of a channel is told with how to find one, without asking Discord.
func TestCheckedNames(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	for room, want := range map[quiz.RoomID]string{
		"discord/acme/" + discordtest.ChannelID:    "its name has no ids of Discord",
		"discord/" + discordtest.GuildID + "/news": "its name has no ids of Discord",
		"discord/" + discordtest.ChannelID:         "this is no channel of Discord: write discord/SERVER/CHANNEL",
		"slack/T1/C1":                              "this is no channel of Discord: write discord/SERVER/CHANNEL",
	} {
		if got := s.checkReport(room); !strings.Contains(got, want) {
			t.Errorf("it says\n%swant %s", got, want)
		}
	}
	if n := s.Calls("GET", "/channels/{c}"); n != 0 {
		t.Errorf("it asked for %d channels", n)
	}
}

// The doctor warns where serve would wait for tomorrow's connections, and not before.
func TestCheckedConnections(t *testing.T) {
	t.Parallel()
	for left, want := range map[int]bool{0: true, gateway.ReservedStarts: true, gateway.ReservedStarts + 1: false} {
		s := newHarness(t, Options{})
		s.SetStarts(left, time.Hour)
		if got := s.checkReport(); strings.Contains(got, fmt.Sprintf("only %d connections may still be opened today", left)) != want {
			t.Errorf("%d are left, and it says\n%s", left, got)
		}
	}
}

// Commands that are registered, in all servers or in one, need no word of the doctor's.
func TestCheckedCommands(t *testing.T) {
	t.Parallel()
	for _, server := range []string{"", discordtest.GuildID} {
		s := newHarness(t, Options{Server: server})
		if err := s.bot.registerCommandsOnce(t.Context(), mustIdentify(t, s.bot)); err != nil {
			t.Fatal(err)
		}
		if got := s.checkReport(); !strings.Contains(got, "discord: commands: <nil>\n") {
			t.Errorf("they are registered in %q, and it says\n%s", server, got)
		}
	}
}
