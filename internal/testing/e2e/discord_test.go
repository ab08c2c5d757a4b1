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

// discordToken looks as tokens do: the bot's id, a time and a signature.
func discordToken() string {
	return base64.RawStdEncoding.EncodeToString([]byte(discordBot)) + ".time.signature"
}

// discordUsers are the members of the server; the first one may manage it.
func discordUsers() []string {
	var list []string
	for i := range 10 {
		list = append(list, strconv.Itoa(100000000000000001+i))
	}
	return list
}

// guild is discord-digital-twin with somebody at its keyboard, through what twin.mjs offers.
type guild struct {
	t       *testing.T
	api     string // for the program
	control string
}

// discordMessage is a message as the emulator keeps it.
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

// interaction is what somebody did and how the bot answered.
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
	out := background(t, "node", script, string(world))
	g := &guild{t: t, control: fmt.Sprintf("http://127.0.0.1:%d", control)}
	eventually(t, "the emulator answers", func() (string, bool) {
		err := call(http.MethodGet, g.control+"/commands", nil, &[]any{})
		return fmt.Sprint(err, "\n", out), err == nil
	})
	g.api = watched(t, fmt.Sprintf("http://127.0.0.1:%d", port)).URL + "/api/"
	return g
}

func (g *guild) get(path string, to any) {
	g.t.Helper()
	if err := call(http.MethodGet, g.control+path, nil, to); err != nil {
		g.t.Fatal(err)
	}
}

// do tells the emulator what somebody does, and returns the id of what came of it.
func (g *guild) do(what string, deed map[string]any) string {
	g.t.Helper()
	var answer struct{ ID string }
	if err := call(http.MethodPost, g.control+"/"+what, deed, &answer); err != nil {
		g.t.Fatalf("%v: %v", deed, err)
	}
	return answer.ID
}

func (g *guild) messages() []discordMessage {
	g.t.Helper()
	var list []discordMessage
	g.get("/messages", &list)
	return list
}

// within are components with all that stand in them.
func within(list []component) []component {
	var all []component
	for _, c := range list {
		all = append(append(all, c), within(c.Components)...)
		for _, one := range []*component{c.Component, c.Accessory} {
			if one != nil {
				all = append(all, within([]component{*one})...)
			}
		}
	}
	return all
}

// shown are the words of components as one string.
func shown(list []component) string {
	var b strings.Builder
	for _, c := range within(list) {
		for _, text := range []string{plain(c.Content), c.Label, c.Description, c.Value} {
			b.WriteString(text + " ")
		}
	}
	return b.String()
}

func (m *discordMessage) shown() string { return plain(m.Content) + " " + shown(m.Components) }

func (i *interaction) shown() string {
	var b strings.Builder
	if i.Type == answerForm {
		b.WriteString(i.Data.Title + " " + shown(i.Data.Components))
	}
	for _, m := range i.Messages {
		b.WriteString(m.shown() + "\n")
	}
	for _, c := range i.Data.Choices {
		b.WriteString(c.Name + "\n")
	}
	return b.String()
}

// plain is Markdown without its escapes and without the marks of strong text and of code.
func plain(text string) string {
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

// everybody is all that the bot says in the channel and its threads, and to nobody alone.
func (g *guild) everybody() string {
	g.t.Helper()
	var b strings.Builder
	for _, m := range g.messages() {
		if m.Author == discordBot && m.Reader == "" {
			b.WriteString(m.shown() + "\n")
		}
	}
	return b.String()
}

// typed is a command, its subcommand after a space, with the names and values of its options.
func typed(path string, options []string) (name string, tree []typedOption) {
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

// command types a command and waits for an answer with a text.
func (g *guild) command(user, says, path string, options ...string) {
	g.t.Helper()
	name, tree := typed(path, options)
	id := g.do("command", map[string]any{"user": user, "name": name, "options": tree})
	g.answered(user, fmt.Sprint("typed ", path, options), id, says)
}

// completed waits for what is offered for a command's last option while it is being typed.
func (g *guild) completed(user, offers, path string, options ...string) {
	g.t.Helper()
	name, tree := typed(path, options)
	last := &tree[len(tree)-1]
	for len(last.Options) > 0 {
		last = &last.Options[len(last.Options)-1]
	}
	last.Focused = true
	id := g.do("complete", map[string]any{"user": user, "name": name, "options": tree})
	g.answered(user, fmt.Sprint("is typing ", path, options), id, offers)
}

// answered waits until the answer to an interaction says something, and returns it. Nobody else may see it.
func (g *guild) answered(user, what, id string, texts ...string) (i interaction) {
	g.t.Helper()
	sees(g.t, user+", who "+what+",", func() string {
		i = interaction{}
		g.get("/interaction?id="+id, &i)
		return i.shown()
	}, texts...)
	for _, m := range i.Messages {
		if m.Reader != user {
			g.t.Errorf("what %s reads, who %s, has %q as its reader: %s", user, what, m.Reader, m.shown())
		}
	}
	return i
}

// button finds the last button with a label that a member sees, and its message.
func (g *guild) button(user, label string) (message, id string) {
	g.t.Helper()
	list := g.messages()
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Reader != "" && list[i].Reader != user {
			continue
		}
		for _, c := range within(list[i].Components) {
			if c.Type == typeButton && c.Label == label && !c.Disabled {
				return list[i].ID, c.ID
			}
		}
	}
	g.t.Fatalf("there is no button %q", label)
	return "", ""
}

// press presses the last button with a label, waits for an answer with a text, and returns the id of the press.
func (g *guild) press(user, label, says string) (string, interaction) {
	g.t.Helper()
	message, button := g.button(user, label)
	id := g.do("button", map[string]any{"user": user, "message": message, "id": button})
	return id, g.answered(user, "pressed "+label, id, says)
}

// answer opens the form, which holds a text already, fills it in, and waits for what is said of it.
func (g *guild) answer(user, holds, text, says string) {
	g.t.Helper()
	id, form := g.press(user, "Answer", "At most 3000 characters")
	if got := form.shown(); form.Type != answerForm || !strings.Contains(got, holds) {
		g.t.Errorf("the form of type %d holds %q, want %q", form.Type, got, holds)
	}
	id = g.do("modal", map[string]any{"user": user, "interaction": id, "text": text})
	g.answered(user, "sent the form", id, says)
}

// thread is the one thread of the channel, under its question.
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

// say writes into the thread of the question.
func (g *guild) say(user, text string) string {
	g.t.Helper()
	return g.do("message", map[string]any{"user": user, "channel": g.thread(), "text": text})
}

func (g *guild) marked(id string) {
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

// The whole play on Discord: set up, asked by hand, answered by ten in both ways, revealed, graded, voted on, summed up,
// every command, with a restart in the middle.
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
	g.completed(admin, "Europe/Berlin", "quiz-admin setup", "time_zone", "berl")
	zone, local := noon()
	g.command(admin, "The quiz runs in this channel now", "quiz-admin setup", "time_zone", zone)
	due := time.Now().In(local).Truncate(time.Minute).Add(time.Minute)
	g.command(admin, "The question is on its way.", "quiz-admin ask-now")
	sees(t, "everybody", g.everybody, "0 answers so far")
	first := strings.Contains(g.everybody(), "closure")

	for i, user := range users[:5] {
		g.answer(user, "", fmt.Sprintf("By form, says member %d.", i+1), "Saved")
	}
	said := map[string]string{}
	for i, user := range users[5:] {
		said[user] = g.say(user, fmt.Sprintf("In the thread, says member %d.", i+6))
		g.marked(said[user])
	}
	g.do("edit", map[string]any{"message": said[users[5]], "text": "In the thread, edited."})
	g.do("delete", map[string]any{"message": said[users[6]]})
	g.answer(admin, "By form, says member 1.", "By form, changed.", "Saved in place of your earlier answer")
	sees(t, "everybody", g.everybody, "9 answers so far")

	p.stop()
	late := g.say(users[6], "While the bot was away.")
	p.start()
	g.marked(late)
	sees(t, "everybody", g.everybody, "10 answers so far")

	question, answerID := g.button(admin, "Answer")
	if thread := g.thread(); thread != question {
		t.Errorf("the thread %s is not under the question %s", thread, question)
	}
	g.command(admin, "The round closes now", "quiz-admin reveal-now")
	sees(t, "everybody", g.everybody, "Answer: What is a", "By form, changed.", "In the thread, edited.", "While the bot was away.", "10 answers · closed")
	for _, text := range []string{"member 1.", "says member 6", "says member 7"} {
		if strings.Contains(g.everybody(), text) {
			t.Errorf("%q is shown", text)
		}
	}
	id := g.do("button", map[string]any{"user": users[2], "message": question, "id": answerID, "late": true})
	g.answered(users[2], "pressed late", id, "This question is closed")

	g.press(admin, "My grade", "not graded yet")
	g.press(admin, "full", "Graded by yourself.")
	g.press(users[1], "Vote for 1", "Your vote is for")

	g.commands(admin, users[1], map[bool]string{true: "generator", false: "closure"}[first])
	g.command(users[1], "for good", "quiz forget-me")
	g.press(users[1], "Delete everything about me", "Everything about you is deleted.")

	// A time that has passed since the channel was set up is caught up with.
	time.Sleep(time.Until(due))
	g.command(admin, "digest is now", "quiz-admin plan", "setting", "digest", "value", due.Format("15:04"))
	sees(t, "everybody", g.everybody, "Digest of", "10 answers")
	if text, err := p.ask("doctor"); err != nil || strings.Contains(text, "WRONG") {
		t.Errorf("doctor says %v:\n%s", err, text)
	}
}

// commands types every command that has not been typed, after a reveal, while next is the question to come.
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
