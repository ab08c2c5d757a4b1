package discord

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"quizbot/bot/discord/drawing"
	"quizbot/internal/testing/discordtest"
	"quizbot/internal/testing/discordtest/render"
)

// sent is a raw payload of the bot: a message, a modal or completions.
type sent struct {
	Where      string              `json:"where"`
	Flags      int                 `json:"flags,omitempty"`
	Components []drawing.Component `json:"components,omitempty"`
	Form       *drawing.Modal      `json:"form,omitempty"`
	Choices    []choice            `json:"choices,omitempty"`
}

// recorder keeps the bot's accepted requests.
type recorder struct {
	base http.RoundTripper

	mu       sync.Mutex
	requests []request
}

// request is an accepted request and the id of its result.
type request struct {
	method string
	path   []string
	body   []byte
	id     string
}

// marks returns the number of reactions that a request adds.
func (r request) marks() int {
	if r.method == http.MethodPut {
		return 1
	}
	return 0
}

// RoundTrip passes a request on, and keeps it if it was accepted.
func (e *recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	kept := request{method: r.Method, path: strings.Split(strings.TrimPrefix(r.URL.Path, "/api/v10/"), "/")}
	if r.Body != nil {
		kept.body = peekBody(r)
	}
	answer, err := e.base.RoundTrip(r)
	if err != nil || answer.StatusCode >= http.StatusMultipleChoices || r.Method == http.MethodGet {
		return answer, err
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body = io.NopCloser(bytes.NewReader(body))
	var made struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(body, &made) // where nothing was made there is no id
	kept.id = made.ID
	e.mu.Lock()
	defer e.mu.Unlock()
	e.requests = append(e.requests, kept)
	return answer, err
}

// take returns the requests since the last call.
func (e *recorder) take() []request {
	e.mu.Lock()
	defer e.mu.Unlock()
	list := e.requests
	e.requests = nil
	return list
}

// record records the bot's requests: reactions first, since nothing waits for them, and edits last
// in order of message age, since they run concurrently.
func (d *day) record() {
	d.t.Helper()
	d.bot.idle()
	list := d.recorder.take()
	slices.SortStableFunc(list, func(a, b request) int {
		return cmp.Or(cmp.Compare(b.marks(), a.marks()), cmp.Compare(a.redraws(), b.redraws()))
	})
	for _, r := range list {
		switch r.path[0] {
		case "channels":
			d.recordPosted(r)
		case "interactions":
			d.recordResponse(r)
		case "webhooks":
			d.recordMessage("only "+d.actor+", below", r.body)
		}
	}
}

// redraws returns the id of the message that a request edits, empty for other requests.
func (r request) redraws() string {
	if r.method == http.MethodPatch && r.path[0] == "channels" {
		return r.path[3]
	}
	return ""
}

// recordPosted records a message in the channel, in a thread or in direct messages.
func (d *day) recordPosted(r request) {
	d.t.Helper()
	where := "in the thread"
	switch {
	case r.path[1] == discordtest.ChannelID:
		where = "#interview"
	case !slices.Contains(d.Threads(), r.path[1]):
		d.recordMessage("a direct message", r.body)
		return
	}
	switch last := r.path[len(r.path)-1]; {
	case last == "@me":
		d.Printf("(the message is marked with %s)\n\n", r.path[5])
	case last == "threads":
		var thread channel
		d.read(r.body, &thread)
		d.Printf("(a thread is opened: %s)\n\n", thread.Name)
	case r.method == http.MethodPatch:
		d.recordEdit(where+", drawn again", r.path[3], r.body)
	default:
		d.posted = append(d.posted, r.id)
		d.shown[r.id] = d.recordMessage(where, r.body)
	}
}

// recordEdit records the changes of a redrawn message.
func (d *day) recordEdit(where, id string, body []byte) {
	d.t.Helper()
	var m drawing.MessagePayload
	d.read(body, &m)
	before, now := strings.Split(d.shown[id], "\n"), d.render(m.Components)
	d.shown[id] = now
	var news []string
	for line := range strings.SplitSeq(now, "\n") {
		if !slices.Contains(before, line) {
			news = append(news, line)
		}
	}
	for _, line := range before {
		if !slices.Contains(strings.Split(now, "\n"), line) && strings.HasPrefix(line, "[") {
			news = append(news, "(gone: "+line+")")
		}
	}
	if len(news) > 0 {
		d.print(where, strings.Join(news, "\n"), sent{})
	}
}

// recordResponse records the response to a member's action.
func (d *day) recordResponse(r request) {
	d.t.Helper()
	var c struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	d.read(r.body, &c)
	switch c.Type {
	case callbackModal:
		var w drawing.Modal
		d.read(c.Data, &w)
		d.print("a window of "+d.actor, d.FormText(d.actor), sent{Form: &w})
	case callbackAutocomplete:
		var list choices
		d.read(c.Data, &list)
		d.print("offered to "+d.actor, recordedChoices(list), sent{Choices: list.Choices})
	case callbackUpdateMessage:
		d.recordMessage("in its place, only "+d.actor, c.Data)
	default:
		d.recordMessage("only "+d.actor, c.Data)
	}
}

// recordedChoices returns the choices of a list as text.
func recordedChoices(list choices) string {
	if len(list.Choices) == 0 {
		return "(nothing)"
	}
	var lines []string
	for _, c := range list.Choices {
		line := c.Name
		if c.Value != c.Name {
			line += "  → " + c.Value
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// recordMessage records a message, and returns its visible text.
func (d *day) recordMessage(where string, body []byte) string {
	d.t.Helper()
	var m drawing.MessagePayload
	d.read(body, &m)
	shown := d.render(m.Components)
	if m.Flags&drawing.FlagEphemeral != 0 {
		d.ephemeral = append(d.ephemeral, shown)
	}
	d.print(where, shown, sent{Flags: m.Flags, Components: m.Components})
	return shown
}

func (d *day) read(data []byte, into any) {
	d.t.Helper()
	if err := json.Unmarshal(data, into); err != nil {
		d.t.Fatalf("%v in %s", err, data)
	}
}

// commandIDsSent are commands to click as they are sent; their ids depend on when they are
// registered.
var commandIDsSent = regexp.MustCompile(`</([^:>]+):[0-9]+>`)

// timestamps matches times in Discord's markup.
var timestamps = regexp.MustCompile(`\\u003ct:([0-9]+):([tfDR])\\u003e`)

// render is a message as its readers see it where they live.
func (d *day) render(list []drawing.Component) string {
	d.t.Helper()
	raw, err := json.Marshal(list)
	if err != nil {
		d.t.Fatal(err)
	}
	return render.Render(timestamps.ReplaceAllFunc(raw, func(timestamp []byte) []byte {
		found := timestamps.FindSubmatch(timestamp)
		at, err := strconv.ParseInt(string(found[1]), 10, 64)
		if err != nil {
			d.t.Fatal(err)
		}
		if string(found[2]) == "R" {
			return []byte(render.Relative)
		}
		format := map[string]string{"t": "15:04", "f": "2006-01-02 15:04", "D": "2006-01-02"}[string(found[2])]
		return []byte(time.Unix(at, 0).In(d.reader).Format(format))
	}))
}

// print records the visible text of a place, with its payload.
func (d *day) print(where, shown string, what sent) {
	where = d.Now().In(d.reader).Format("Mon 15:04") + " · " + where
	d.Printf("━━ %s\n%s\n\n", where, shortened(shown))
	if what.Where = where; !d.Muted() && (what.Components != nil || what.Form != nil || what.Choices != nil) {
		d.sent = append(d.sent, what)
	}
}

// shortened cuts very long lines of a text. The recorded payload has them whole.
func shortened(text string) string {
	const most = 300
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if n := len([]rune(line)); n > most {
			lines[i] = fmt.Sprintf("%s … (%d characters)", drawing.Clip(line, most/2), n)
		}
	}
	return strings.Join(lines, "\n")
}
