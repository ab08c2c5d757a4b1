//go:build linux

package e2e

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	discordBot     = "200000000000000001"
	discordGuild   = "300000000000000001"
	discordChannel = "400000000000000001"
)

// discordToken returns a token of the right form: the bot's id, a time and a signature.
func discordToken() string {
	return base64.RawStdEncoding.EncodeToString([]byte(discordBot)) + ".time.signature"
}

// discordUsers returns the members of the server. The first one may manage it.
func discordUsers() []string {
	var list []string
	for i := range 10 {
		list = append(list, strconv.Itoa(100000000000000001+i))
	}
	return list
}

// guild is discord-digital-twin with its members, controlled through twin.mjs.
type guild struct {
	t       *testing.T
	api     string // for the program
	control string
}

// discordMessage is a message in the emulator.
type discordMessage struct {
	ID         string      `json:"id"`
	Channel    string      `json:"channel"`
	Author     string      `json:"author"`
	Reader     string      `json:"reader"` // the only one who sees it, or nothing
	Flags      int         `json:"flags"`
	Content    string      `json:"content"`
	Components []component `json:"components"`
	Reactions  []string    `json:"reactions"` // the bot's
}

// component is a part of a message or of a form.
type component struct {
	Type        int         `json:"type"`
	ID          string      `json:"custom_id"`
	Label       string      `json:"label"`
	Content     string      `json:"content"`
	Description string      `json:"description"`
	Value       string      `json:"value"`
	Disabled    bool        `json:"disabled"`
	Components  []component `json:"components"`
	Component   *component  `json:"component"`
	Accessory   *component  `json:"accessory"`
}

const typeButton = 2

// interaction is an interaction of a member, with the bot's answer.
type interaction struct {
	Acknowledged bool `json:"acknowledged"`
	Type         int  `json:"type"`
	Data         struct {
		Title      string      `json:"title"`
		Components []component `json:"components"`
		Choices    []struct {
			Name string `json:"name"`
		} `json:"choices"`
	} `json:"data"`
	Messages []discordMessage `json:"messages"`
}

// typedOption is an option of a command as Discord sends it.
type typedOption struct {
	Name    string        `json:"name"`
	Type    int           `json:"type"`
	Value   string        `json:"value,omitempty"`
	Focused bool          `json:"focused,omitempty"`
	Options []typedOption `json:"options,omitempty"`
}

func startDiscord(t *testing.T) *guild {
	t.Helper()
	script := os.Getenv("QUIZBOT_E2E_TWIN")
	if script == "" {
		t.Skip("QUIZBOT_E2E_TWIN names no emulator: internal/testing/e2e/run installs it and starts this test")
	}
	port, control := freePort(t), freePort(t)
	world, err := json.Marshal(map[string]any{
		"port": port, "control": control, "token": discordToken(), "bot": discordBot, "guild": discordGuild,
		"channel": discordChannel, "users": discordUsers(),
	})
	if err != nil {
		t.Fatal(err)
	}
	out := startEmulator(t, "node", script, string(world))
	g := &guild{t: t, control: fmt.Sprintf("http://127.0.0.1:%d", control)}
	eventually(t, "the emulator answers", func() (string, bool) {
		err := requestJSON(http.MethodGet, g.control+"/commands", nil, &[]any{})
		return fmt.Sprint(err, "\n", out), err == nil
	})
	g.api = startValidatingProxy(t, fmt.Sprintf("http://127.0.0.1:%d", port)).URL + "/api/"
	return g
}

func (g *guild) get(path string, to any) {
	g.t.Helper()
	if err := requestJSON(http.MethodGet, g.control+path, nil, to); err != nil {
		g.t.Fatal(err)
	}
}

// act makes a member act in the emulator, and returns the id of the result.
func (g *guild) act(what string, action map[string]any) string {
	g.t.Helper()
	var answer struct{ ID string }
	if err := requestJSON(http.MethodPost, g.control+"/"+what, action, &answer); err != nil {
		g.t.Fatalf("%v: %v", action, err)
	}
	return answer.ID
}

func (g *guild) messages() []discordMessage {
	g.t.Helper()
	var list []discordMessage
	g.get("/messages", &list)
	return list
}

// flattenComponents returns components with all those nested in them.
func flattenComponents(list []component) []component {
	var all []component
	for _, c := range list {
		all = append(append(all, c), flattenComponents(c.Components)...)
		for _, one := range []*component{c.Component, c.Accessory} {
			if one != nil {
				all = append(all, flattenComponents([]component{*one})...)
			}
		}
	}
	return all
}

// componentText returns the text of components as one string.
func componentText(list []component) string {
	var b strings.Builder
	for _, c := range flattenComponents(list) {
		for _, text := range []string{stripMarkdown(c.Content), c.Label, c.Description, c.Value} {
			b.WriteString(text + " ")
		}
	}
	return b.String()
}

func (m *discordMessage) visibleText() string {
	return stripMarkdown(m.Content) + " " + componentText(m.Components)
}

func (i *interaction) visibleText() string {
	var b strings.Builder
	if i.Type == answerForm {
		b.WriteString(i.Data.Title + " " + componentText(i.Data.Components))
	}
	for _, m := range i.Messages {
		b.WriteString(m.visibleText() + "\n")
	}
	for _, c := range i.Data.Choices {
		b.WriteString(c.Name + "\n")
	}
	return b.String()
}

// stripMarkdown removes escapes, and the marks of strong text and code.
func stripMarkdown(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case text[i] != '*' && text[i] != '`':
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// channelText returns the bot's public messages in the channel and its threads.
func (g *guild) channelText() string {
	g.t.Helper()
	var b strings.Builder
	for _, m := range g.messages() {
		if m.Author == discordBot && m.Reader == "" {
			b.WriteString(m.visibleText() + "\n")
		}
	}
	return b.String()
}

// commandOptions splits a command path into name and subcommand, and builds its options from pairs
// of name and value.
func commandOptions(path string, options []string) (name string, tree []typedOption) {
	tree = []typedOption{}
	for i := 0; i+1 < len(options); i += 2 {
		o := typedOption{Name: options[i], Type: 3, Value: options[i+1]}
		if o.Name == "member" {
			o.Type = 6
		}
		tree = append(tree, o)
	}
	name, sub, divided := strings.Cut(path, " ")
	if divided {
		tree = []typedOption{{Name: sub, Type: 1, Options: tree}}
	}
	return name, tree
}

// command types a command, and waits for a text in the answer.
func (g *guild) command(user, says, path string, options ...string) {
	g.t.Helper()
	name, tree := commandOptions(path, options)
	id := g.act("command", map[string]any{"user": user, "name": name, "options": tree})
	g.waitForAnswer(user, fmt.Sprint("typed ", path, options), id, says)
}

// waitForCompletion waits for an autocomplete choice of a command's last option.
func (g *guild) waitForCompletion(user, offers, path string, options ...string) {
	g.t.Helper()
	name, tree := commandOptions(path, options)
	last := &tree[len(tree)-1]
	for len(last.Options) > 0 {
		last = &last.Options[len(last.Options)-1]
	}
	last.Focused = true
	id := g.act("complete", map[string]any{"user": user, "name": name, "options": tree})
	g.waitForAnswer(user, fmt.Sprint("is typing ", path, options), id, offers)
}

// waitForAnswer waits for texts in the answer to an interaction, and returns it. Nobody else may
// see the answer.
func (g *guild) waitForAnswer(user, what, id string, texts ...string) (i interaction) {
	g.t.Helper()
	waitForTexts(g.t, user+", who "+what+",", func() string {
		i = interaction{}
		g.get("/interaction?id="+id, &i)
		return i.visibleText()
	}, texts...)
	for _, m := range i.Messages {
		if m.Reader != user {
			g.t.Errorf("what %s reads, who %s, has %q as its reader: %s", user, what, m.Reader, m.visibleText())
		}
	}
	return i
}

// button finds the last button with a label among the messages of a member.
func (g *guild) button(user, label string) (message, id string) {
	g.t.Helper()
	list := g.messages()
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Reader != "" && list[i].Reader != user {
			continue
		}
		for _, c := range flattenComponents(list[i].Components) {
			if c.Type == typeButton && c.Label == label && !c.Disabled {
				return list[i].ID, c.ID
			}
		}
	}
	g.t.Fatalf("there is no button %q", label)
	return "", ""
}

// pressLabel presses the last button with a label, waits for a text in the answer, and returns the
// id of the interaction.
func (g *guild) pressLabel(user, label, says string) (string, interaction) {
	g.t.Helper()
	message, button := g.button(user, label)
	id := g.act("button", map[string]any{"user": user, "message": message, "id": button})
	return id, g.waitForAnswer(user, "pressed "+label, id, says)
}

// answer opens the form, checks the text in it, fills it in, and waits for a text in the answer.
func (g *guild) answer(user, holds, text, says string) {
	g.t.Helper()
	id, form := g.pressLabel(user, "Answer", "At most 3000 characters")
	if got := form.visibleText(); form.Type != answerForm || !strings.Contains(got, holds) {
		g.t.Errorf("the form of type %d holds %q, want %q", form.Type, got, holds)
	}
	id = g.act("modal", map[string]any{"user": user, "interaction": id, "text": text})
	g.waitForAnswer(user, "sent the form", id, says)
}

// thread returns the only thread of the channel.
func (g *guild) thread() (id string) {
	g.t.Helper()
	eventually(g.t, "a thread is open", func() (string, bool) {
		var threads []struct{ ID, Name, Parent string }
		g.get("/threads", &threads)
		if len(threads) != 1 || threads[0].Parent != discordChannel {
			return fmt.Sprint(threads), false
		}
		id = threads[0].ID
		return "", true
	})
	return id
}

// replyInThread writes into the thread of the question.
func (g *guild) replyInThread(user, text string) string {
	g.t.Helper()
	return g.act("message", map[string]any{"user": user, "channel": g.thread(), "text": text})
}

func (g *guild) waitForMark(id string) {
	g.t.Helper()
	eventually(g.t, "the message is marked", func() (string, bool) {
		for _, m := range g.messages() {
			if m.ID == id {
				return fmt.Sprint(m.Reactions), slices.Contains(m.Reactions, "✅")
			}
		}
		return "no message", false
	})
}

// The whole quiz on Discord, with every command and a restart in the middle.
func TestDiscord(t *testing.T) {
	t.Parallel()
	g := startDiscord(t)
	users := discordUsers()
	admin := users[0]
	p := newProgram(t, serviceConfig(t, fmt.Sprintf("discord: {token: %s, api_url: %s}\n", discordToken(), g.api)), bankText)
	p.start()
	eventually(t, "the commands are registered", func() (string, bool) {
		var commands []struct{ Name string }
		g.get("/commands", &commands)
		return fmt.Sprint(commands), len(commands) == 4
	})

	g.command(users[1], "Only admins may do this.", "quiz-admin setup", "time_zone", "UTC")
	g.command(admin, "I know no time zone", "quiz-admin setup", "time_zone", "Nowhere/Else")
	g.waitForCompletion(admin, "Europe/Berlin", "quiz-admin setup", "time_zone", "berl")
	zone, local := zoneAtNoon()
	g.command(admin, "The quiz runs in this channel now", "quiz-admin setup", "time_zone", zone)
	due := time.Now().In(local).Truncate(time.Minute).Add(time.Minute)
	g.command(admin, "The question is on its way.", "quiz-admin ask-now")
	waitForTexts(t, "everybody", g.channelText, "0 answers so far")
	first := strings.Contains(g.channelText(), "closure")

	for i, user := range users[:5] {
		g.answer(user, "", fmt.Sprintf("By form, says member %d.", i+1), "Saved")
	}
	said := map[string]string{}
	for i, user := range users[5:] {
		said[user] = g.replyInThread(user, fmt.Sprintf("In the thread, says member %d.", i+6))
		g.waitForMark(said[user])
	}
	g.act("edit", map[string]any{"message": said[users[5]], "text": "In the thread, edited."})
	g.act("delete", map[string]any{"message": said[users[6]]})
	g.answer(admin, "By form, says member 1.", "By form, changed.", "Saved in place of your earlier answer")
	waitForTexts(t, "everybody", g.channelText, "9 answers so far")

	p.stop()
	late := g.replyInThread(users[6], "While the bot was away.")
	p.start()
	g.waitForMark(late)
	waitForTexts(t, "everybody", g.channelText, "10 answers so far")

	question, answerID := g.button(admin, "Answer")
	if thread := g.thread(); thread != question {
		t.Errorf("the thread %s is not under the question %s", thread, question)
	}
	g.command(admin, "The round closes now", "quiz-admin reveal-now")
	waitForTexts(t, "everybody", g.channelText, "Answer: What is a", "By form, changed.", "In the thread, edited.", "While the bot was away.", "10 answers · closed")
	for _, text := range []string{"member 1.", "says member 6", "says member 7"} {
		if strings.Contains(g.channelText(), text) {
			t.Errorf("%q is shown", text)
		}
	}
	id := g.act("button", map[string]any{"user": users[2], "message": question, "id": answerID, "late": true})
	g.waitForAnswer(users[2], "pressed late", id, "This question is closed")

	g.pressLabel(admin, "My grade", "Your grade:")
	g.pressLabel(users[1], "Vote for 1", "Your vote is for")

	g.commands(admin, users[1], map[bool]string{true: "generator", false: "closure"}[first])
	g.command(users[1], "for good", "quiz forget-me")
	g.pressLabel(users[1], "Delete everything about me", "Everything about you is deleted.")

	// The set-up lies before a time that has passed since, so its digest is caught up with.
	time.Sleep(time.Until(due))
	g.command(admin, "digest is now", "quiz-admin plan", "setting", "digest", "value", due.Format("15:04"))
	waitForTexts(t, "everybody", g.channelText, "Digest of", "10 answers")
	if text, err := p.runCommand("doctor"); err != nil || strings.Contains(text, "WRONG") {
		t.Errorf("doctor says %v:\n%s", err, text)
	}
}

// commands types every other command after a reveal. next is a word of the next question.
func (g *guild) commands(admin, member, next string) {
	g.t.Helper()
	for _, c := range []struct {
		says, path string
		options    []string
	}{
		{"No question is open right now.", "question now", nil},
		{"no other question to practise with", "question random", nil},
		{"No question matches", "question show", []string{"id", "nothing"}},
		{"points", "leaderboard", nil},
		{"points", "leaderboard", []string{"span", "week"}},
		{"Your last points", "quiz me", nil},
		{"What is kept about you", "quiz my-data", nil},
		{"/question random", "quiz help", nil},
		{"Your name does not stand", "quiz unnamed", []string{"state", "on"}},
		{"Plan of this channel", "quiz-admin plan", nil},
		{"is no time of day", "quiz-admin plan", []string{"setting", "ask", "value", "25:00"}},
		{"is left out", "quiz-admin skip", nil},
		{"Paused", "quiz-admin pause", nil},
		{"The quiz goes on", "quiz-admin resume", nil},
		{next, "quiz-admin preview", nil},
		{"No question is open", "quiz-admin status", nil},
		{"mostly", "quiz-admin grade", []string{"band", "mostly", "member", member}},
	} {
		g.command(admin, c.says, c.path, c.options...)
	}
}
