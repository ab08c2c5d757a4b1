package discord

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/bot/discord/drawing"
	"quizbot/bot/words"
	"quizbot/internal/testing/discordtest"
	"quizbot/internal/testing/discordtest/render"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

var update = flag.Bool("update", false, "write the golden files of the days anew")

// shelf is a bank that grows: what stood on it was asked, so that the question put there last comes next.
type shelf struct {
	mu   sync.Mutex
	list []*quiz.Question
}

func (b *shelf) put(q quiz.Question) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.list = append(b.list, &q)
}

func (b *shelf) Questions(banks ...string) iter.Seq[*quiz.Question] {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := slices.Clone(b.list)
	return func(yield func(*quiz.Question) bool) {
		for _, q := range list {
			if (len(banks) == 0 || slices.Contains(banks, q.Bank)) && !yield(q) {
				return
			}
		}
	}
}

func (b *shelf) Question(id quiz.QuestionID) (*quiz.Question, bool) {
	for q := range b.Questions() {
		if q.ID == id {
			return q, true
		}
	}
	return nil, false
}

// day is a channel on Discord for some days, with everything that somebody saw written down.
type day struct {
	*discordtest.Server
	t      *testing.T
	room   *time.Location // whose clock the plan goes by
	reader *time.Location // where everybody lives
	time   atomic.Int64   // in seconds
	bank   *shelf
	talk   *bot.Conversation
	runner *runner.Runner
	bot    *Adapter
	taken  *ear

	told   strings.Builder
	sent   []sent
	who    string   // who did something last
	alone  []string // what they alone were shown of it
	stands []string // the messages that everybody sees, by their ids
	shown  map[string]string
	quiet  bool // nothing is written down
}

// sent is what the bot sent, as it did: a message, a form, or what is offered while a value is typed.
type sent struct {
	Where      string              `json:"where"`
	Flags      int                 `json:"flags,omitempty"`
	Components []drawing.Component `json:"components,omitempty"`
	Form       *drawing.Modal      `json:"form,omitempty"`
	Choices    []choice            `json:"choices,omitempty"`
}

// ear hears what the bot sends, as far as somebody sees it.
type ear struct {
	base http.RoundTripper

	mu    sync.Mutex
	heard []request
}

// request is one that Discord took, and the id of what came of it.
type request struct {
	method string
	path   []string
	body   []byte
	id     string
}

// marks is how many marks a request puts on a message.
func (r request) marks() int {
	if r.method == http.MethodPut {
		return 1
	}
	return 0
}

// RoundTrip passes a request on, and keeps it where it was taken.
func (e *ear) RoundTrip(r *http.Request) (*http.Response, error) {
	kept := request{method: r.Method, path: strings.Split(strings.TrimPrefix(r.URL.Path, "/api/v10/"), "/")}
	if r.Body != nil {
		kept.body = peek(r)
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
	e.heard = append(e.heard, kept)
	return answer, err
}

// take returns what was heard since the last time.
func (e *ear) take() []request {
	e.mu.Lock()
	defer e.mu.Unlock()
	list := e.heard
	e.heard = nil
	return list
}

// newDay begins on a Monday at the given time in the room's zone. A plan that a file holds is adopted; without one the
// quiz does not run yet.
func newDay(t *testing.T, begins string, room, reader string, defaults plan.Plan, fromFile bool) *day {
	t.Helper()
	d := &day{t: t, room: located(t, room), reader: located(t, reader), bank: &shelf{}, shown: map[string]string{}}
	d.time.Store(d.at("23 " + begins).Unix())
	d.Server = discordtest.New(t, d.now)
	d.Patience = patience
	d.LiveIn(d.reader)
	for _, name := range []string{"ann", "bob", "carl", "eve", "小安", "小明"} {
		d.Join(name)
	}
	d.taken = &ear{base: d.Transport()}
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	// An answer that came late would be told in another way, so that what is seen would depend on the machine.
	d.bot = New(Options{
		Token: discordtest.Token, APIURL: d.APIURL(), Catalogue: catalogue, Log: log, Now: d.now, Transport: d.taken,
		AckTime: time.Minute, Retry: time.Millisecond, callbackTimeout: patience, requestTimeout: time.Minute,
	})
	d.bot.client.Limits.Global.SetLimit(rate.Inf)
	d.SetIdle(d.bot.idle)
	game := service.New(memory.New(), d.bank, grading.Exact{}, service.Options{Defaults: defaults})
	plans := map[quiz.RoomID]plan.Plan{}
	if fromFile {
		plans[roomID(discordtest.GuildID, discordtest.ChannelID)] = defaults
	}
	if err := game.SyncConfiguredRooms(t.Context(), d.now(), plans); err != nil {
		t.Fatal(err)
	}
	d.talk = bot.New(game, catalogue, d.bot)
	d.runner = runner.New(game, d.talk, runner.TimeFunc(d.now), log)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.bot.Run(ctx, d.talk.Handle) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	d.Ready()
	d.bot.idle() // so that the commands are registered, whose ids are made of the time
	d.taken.take()
	return d
}

func located(t *testing.T, zone string) *time.Location {
	t.Helper()
	at, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func (d *day) now() time.Time { return time.Unix(d.time.Load(), 0).UTC() }

// at is a moment of these days by the room's clock, such as 23 17:30.
func (d *day) at(when string) time.Time {
	d.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-"+when, d.room)
	if err != nil {
		d.t.Fatal(err)
	}
	return at
}

// until lets time pass by the room's clock, and tells what comes of it on the way.
func (d *day) until(when string) {
	d.t.Helper()
	end := d.at(when)
	for {
		next, err := d.runner.Next(d.t.Context())
		if err != nil {
			d.t.Fatal(err)
		}
		if next.IsZero() || next.After(end) {
			next = end
		}
		d.time.Store(max(next.Add(time.Second-time.Nanosecond).Unix(), d.time.Load()))
		d.settle()
		if !next.Before(end) {
			return
		}
	}
}

// settle carries out what is due, draws what changed, and tells what is new.
func (d *day) settle() {
	d.t.Helper()
	d.tell()
	if err := d.runner.RunPending(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	d.tell()
	if err := d.talk.RefreshMessages(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	d.tell()
}

// tell writes down what the bot sent: marks first, because nothing waits for them, and what is drawn again last, by the
// age of the messages, because they are drawn side by side.
func (d *day) tell() {
	d.t.Helper()
	d.bot.idle()
	list := d.taken.take()
	slices.SortStableFunc(list, func(a, b request) int {
		return cmp.Or(cmp.Compare(b.marks(), a.marks()), cmp.Compare(a.redraws(), b.redraws()))
	})
	for _, r := range list {
		switch r.path[0] {
		case "channels":
			d.tellPosted(r)
		case "interactions":
			d.tellAnswer(r)
		case "webhooks":
			d.tellMessage("only "+d.who+", below", r.body)
		}
	}
}

// redraws is the message that a request draws again, empty for any other.
func (r request) redraws() string {
	if r.method == http.MethodPatch && r.path[0] == "channels" {
		return r.path[3]
	}
	return ""
}

// tellPosted writes down what stands in the channel, in a thread or in direct messages.
func (d *day) tellPosted(r request) {
	d.t.Helper()
	where := "in the thread"
	switch {
	case r.path[1] == discordtest.ChannelID:
		where = "#interview"
	case !slices.Contains(d.Threads(), r.path[1]):
		d.tellMessage("a direct message", r.body)
		return
	}
	switch last := r.path[len(r.path)-1]; {
	case last == "@me":
		d.printf("(the message is marked with %s)\n\n", r.path[5])
	case last == "threads":
		var thread channel
		d.read(r.body, &thread)
		d.printf("(a thread is opened: %s)\n\n", thread.Name)
	case r.method == http.MethodPatch:
		d.tellAgain(where+", drawn again", r.path[3], r.body)
	default:
		d.stands = append(d.stands, r.id)
		d.shown[r.id] = d.tellMessage(where, r.body)
	}
}

// tellAgain writes down what changed about a message that was drawn again.
func (d *day) tellAgain(where, id string, body []byte) {
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

// tellAnswer writes down how something that somebody did was answered.
func (d *day) tellAnswer(r request) {
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
		d.print("a window of "+d.who, d.FormText(d.who), sent{Form: &w})
	case callbackAutocomplete:
		var list choices
		d.read(c.Data, &list)
		d.print("offered to "+d.who, offered(list), sent{Choices: list.Choices})
	case callbackUpdateMessage:
		d.tellMessage("in its place, only "+d.who, c.Data)
	default:
		d.tellMessage("only "+d.who, c.Data)
	}
}

// offered are choices as they stand in a list.
func offered(list choices) string {
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

// tellMessage writes a message down, and returns what is seen of it.
func (d *day) tellMessage(where string, body []byte) string {
	d.t.Helper()
	var m drawing.MessagePayload
	d.read(body, &m)
	shown := d.render(m.Components)
	if m.Flags&drawing.FlagEphemeral != 0 {
		d.alone = append(d.alone, shown)
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

// commandIDsSent are commands to click as they are sent; their ids depend on when they are registered.
var commandIDsSent = regexp.MustCompile(`</([^:>]+):[0-9]+>`)

// moments are times as they are sent.
var moments = regexp.MustCompile(`\\u003ct:([0-9]+):([tfDR])\\u003e`)

// render is a message as its readers see it where they live.
func (d *day) render(list []drawing.Component) string {
	d.t.Helper()
	raw, err := json.Marshal(list)
	if err != nil {
		d.t.Fatal(err)
	}
	return render.Render(moments.ReplaceAllFunc(raw, func(moment []byte) []byte {
		found := moments.FindSubmatch(moment)
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

// print writes down what was seen where, with what was sent.
func (d *day) print(where, shown string, what sent) {
	where = d.now().In(d.reader).Format("Mon 15:04") + " · " + where
	d.printf("━━ %s\n%s\n\n", where, shortened(shown))
	if what.Where = where; !d.quiet && (what.Components != nil || what.Form != nil || what.Choices != nil) {
		d.sent = append(d.sent, what)
	}
}

// shortened is a text whose very long lines are told in part. What is sent has them whole.
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

func (d *day) printf(format string, args ...any) {
	if !d.quiet {
		fmt.Fprintf(&d.told, format, args...)
	}
}

// does has somebody do something, and tells what they see of it.
func (d *day) does(who, what string, deed func()) {
	d.t.Helper()
	d.time.Add(int64(time.Minute / time.Second))
	d.who, d.alone = who, nil
	d.printf("%s: %s\n", who, what)
	deed()
	d.settle()
	if got, want := d.Private(who), strings.Join(d.alone, "\n"); got != want {
		d.t.Errorf("%s: %s\nsees\n%s\nof which is told\n%s", who, what, got, want)
	}
}

func (d *day) types(who, text string) { d.does(who, text, func() { d.Command(who, text) }) }
func (d *day) presses(who, label string) {
	d.does(who, "["+label+"]", func() { d.Press(who, label) })
}

func (d *day) typesInThread(who, text string) {
	threads := d.Threads()
	d.does(who, "(in the thread) "+text, func() { d.CommandIn(threads[len(threads)-1], who, text) })
}

// begins has somebody type the beginning of a value, and look at what is offered.
func (d *day) begins(who, text string) {
	d.does(who, text+"…", func() { d.Complete(who, text) })
}

func (d *day) says(who, text string) (id string) {
	d.does(who, "(in the thread) "+text, func() { id = d.Say(who, text) })
	return id
}

func (d *day) sends(who, text string) { d.does(who, "| "+text, func() { d.Submit(who, text) }) }
func (d *day) answers(who, button, text string) {
	d.presses(who, button)
	d.sends(who, text)
}

// chooses has somebody choose options in the form by their letters.
func (d *day) chooses(who string, letters ...string) {
	d.presses(who, "Choose")
	d.does(who, "["+strings.Join(letters, " ")+"]", func() { d.Choose(who, letters...) })
}

// quietly does what is not written down.
func (d *day) quietly(what string, do func()) {
	d.printf("(%s)\n\n", what)
	d.quiet = true
	do()
	d.quiet = false
}

// golden compares what was told with the files of the given name.
func (d *day) golden(name string) {
	d.t.Helper()
	var channel strings.Builder
	for _, id := range d.stands {
		channel.WriteString(d.shown[id] + "\n\n")
	}
	if got := d.Channel(); got != channel.String() {
		d.t.Errorf("the channel shows\n%s\nof which is told\n%s", got, channel.String())
	}
	var list bytes.Buffer
	out := json.NewEncoder(&list)
	out.SetEscapeHTML(false)
	out.SetIndent("", "\t")
	if err := out.Encode(d.sent); err != nil {
		d.t.Fatal(err)
	}
	sent := commandIDsSent.ReplaceAll(list.Bytes(), []byte("</$1:1>"))
	for file, got := range map[string][]byte{name + ".txt": []byte(d.told.String()), name + ".json": sent} {
		path := filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(path, got, 0o600); err != nil {
				d.t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			d.t.Errorf("%s differs from what is seen now, %v: look at git diff after go test ./bot/discord -run Day -update", path, err)
		}
	}
}

// generators is a question with pictures, whose answer is longer than a message.
func generators() quiz.Question {
	answer := "A generator function returns an iterator whose body runs *piece by piece*: each `next()` runs it up to the next `yield`, and there it waits.\n\n" +
		"| what | runs | memory | when it is over |\n|---|---|---|---|\n" +
		"| a function that returns a list | all of it, before the first element can be looked at | all elements at once | it returned |\n" +
		"| a generator | as far as somebody asks | one element | `StopIteration` |\n"
	for _, s := range [][2]string{
		{"It is lazy", "def numbers():\n    n = 0\n    while True:\n        yield n\n        n += 1"},
		{"It remembers its variables", "def total(values):\n    t = 0\n    for v in values:\n        t += v\n        yield t"},
		{"It hands on to others", "def flat(tree):\n    for node in tree:\n        if isinstance(node, list):\n            yield from flat(node)\n        else:\n            yield node"},
		{"It takes values in", "def echo():\n    got = None\n    while True:\n        got = yield got"},
		{"It cleans up", "def lines(path):\n    with open(path) as f:\n        for line in f:\n            yield line.rstrip()"},
	} {
		answer += "\n## " + s[0] + "\n\n" + "Nothing of the body runs before the first `next()`, which is easily forgotten where it checks its arguments. " +
			"Whoever wants them checked at once puts the `yield` into a function of its own.\n\n```python\n" + s[1] + "\n```\n\n" +
			"1. the call makes the generator\n2. `next()` runs it:\n   - up to the next `yield`\n   - or to the end\n3. `close()` ends it\n\n> Simple is better than complex.\n"
	}
	return quiz.Question{
		ID: "generators", Bank: "python", Number: 7, Section: "Iteration", Tags: []string{"generators", "iterators"}, Title: "What does a generator do between two calls of `next()`?", Difficulty: "hard",
		Body:   "Look at its states:\n\n![The states of a generator](https://docs.python.org/states.png)\n\nAnd at the same on a napkin:\n\n![The states on a napkin](img/napkin.png)",
		Answer: answer, Links: []string{"https://peps.python.org/pep-0255/"},
	}
}

func closure() quiz.Question {
	return quiz.Question{
		ID: "closure", Bank: "python", Number: 4, Section: "Functions", Title: "What is a *closure*?", Difficulty: "medium",
		Body:      "What does this print, and why?\n\n```python\ndef outer():\n    x = 1\n    return lambda: x\n\nprint(outer()())\n```",
		Answer:    "It prints `1`. A closure is a function together with the **variables** around it:\n\n1. the function\n2. the cells that it refers to\n\n| part | where |\n|---|---|\n| code | `__code__` |\n| cells | `__closure__` |",
		KeyPoints: []string{"it is a function", "it keeps its variables"}, Hint: "Look at what `x` is afterwards.",
		Links: []string{"[The data model](https://docs.python.org/3/reference/datamodel.html)"},
	}
}

func immutable() quiz.Question {
	return quiz.Question{
		ID: "immutable", Bank: "python", Number: 9, Section: "Types", Title: "Which of these cannot be changed?", Difficulty: "easy", Hint: "Which can be a key of a `dict`?",
		Answer:  "A `tuple`, a `str` and a `frozenset` have no way to be changed, *whatever* they hold.",
		Choices: []quiz.Choice{{Text: "`list`"}, {Text: "`tuple`", Correct: true}, {Text: "`str`", Correct: true}, {Text: "`dict`"}, {Text: "`set`"}, {Text: "`frozenset`", Correct: true}},
	}
}

func abbreviation() quiz.Question {
	return quiz.Question{
		ID: "gil", Bank: "python", Number: 12, Title: "What does GIL stand for?", Accept: []string{"global interpreter lock", "the global interpreter lock"},
	}
}

// Some days in English, in a channel where nothing runs before, as members and an admin see them. The room goes by Berlin's
// clock, and its readers live in London.
func TestDayInEnglish(t *testing.T) {
	t.Parallel()
	d := newDay(t, "08:30", "Europe/Berlin", "Europe/London", plan.Default(), false)
	d.bank.put(closure())
	d.setUp()
	d.until("23 09:30")
	d.firstQuestion()
	d.until("23 17:28")
	d.presses("eve", "Answer")
	d.until("23 17:30")
	d.sends("eve", "A function\nwith a *memory*.")
	d.graded()
	d.bank.put(generators())
	d.until("24 09:30")
	d.manyAnswers()
	d.until("24 17:30")
	d.pages()
	d.bank.put(immutable())
	d.until("25 09:30")
	d.several()
	d.bank.put(abbreviation())
	d.alarmed()
	d.leaves()
	d.administers()
	d.golden("day-en")
}

// setUp is how an admin has the quiz run in a channel.
func (d *day) setUp() {
	d.types("ann", "/question")
	d.types("ann", "/quiz-admin setup")
	d.begins("ann", "/quiz-admin setup berl")
	d.types("boss", "/quiz help")
	d.begins("boss", "/quiz-admin setup ")
	d.begins("boss", "/quiz-admin setup berl")
	d.types("boss", "/quiz-admin setup Mars/Base")
	d.types("boss", "/quiz-admin setup Europe/Berlin")
	d.begins("boss", "/quiz-admin plan ask ")
	d.begins("boss", "/quiz-admin plan days ")
	d.begins("boss", "/quiz-admin plan banks ")
	d.begins("boss", "/quiz-admin plan language ")
	d.begins("boss", "/quiz-admin plan threads ")
	d.begins("boss", "/quiz-admin plan time_zone lond")
	d.types("boss", "/quiz-admin plan ask 25:00")
	d.types("boss", "/quiz-admin plan unanswered on")
	d.types("boss", "/quiz-admin plan threads")
	d.types("boss", "/quiz-admin preview")
}

func (d *day) firstQuestion() {
	d.presses("ann", "Hint")
	d.answers("ann", "Answer", "A function that remembers its variables.\nIt prints 1.")
	d.answers("ann", "Answer", "A function that remembers the variables around it. It prints 1.")
	id := d.says("bob", "A function @everyone with *cells*")
	d.does("bob", "(edits it) A function @everyone with *cells* and <b>", func() { d.Edit("bob", id, "A function @everyone with *cells* and <b>") })
	d.quietly("carl writes 2,000 characters into the thread", func() { d.says("carl", strings.Repeat("I know it. ", 180)) })
	d.does("carl", "(in the thread) as many again", func() { d.Say("carl", strings.Repeat("I know it. ", 180)) })
	d.types("eve", "/question")
	d.typesInThread("eve", "/question")
	d.typesInThread("eve", "/leaderboard")
	d.types("eve", "/quiz help")
	d.types("eve", "/quiz dance")
	d.types("eve", "/question show closure")
	d.types("boss", "/quiz-admin status")
	d.types("boss", "/quiz-admin plan")
}

func (d *day) graded() {
	d.presses("ann", "My grade")
	d.presses("ann", "full")
	d.presses("bob", "Vote for 1")
	d.presses("ann", "Vote for 1")
	d.presses("eve", "My grade")
	d.types("bob", "/quiz me")
	d.types("bob", "/quiz my-data")
	d.types("boss", "/quiz-admin grade mostly bob")
	d.types("ann", "/leaderboard")
	d.begins("ann", "/question show ")
	d.types("ann", "/question show closure")
}

func (d *day) manyAnswers() {
	d.begins("ann", "/question random ")
	d.types("ann", "/question random")
	d.types("ann", "/question random cooking")
	d.types("ann", "/quiz unnamed on")
	d.answers("ann", "Answer", "It waits.")
	d.quietly("twenty-two more answer, the first one at length", func() {
		d.answers("bob", "Answer", strings.Repeat("It keeps its place. ", 100))
		for i := range 21 {
			d.answers(fmt.Sprintf("member %02d", i+1), "Answer", fmt.Sprintf("Answer %02d: it keeps its place and its variables, and waits.", i+1))
		}
	})
}

func (d *day) pages() {
	d.presses("ann", "13 more answers")
	d.presses("ann", "Next page")
	d.presses("ann", "Previous page")
	d.presses("ann", "Vote for 12")
	d.types("eve", "/leaderboard all")
}

func (d *day) several() {
	d.presses("ann", "Hint")
	d.chooses("ann", "B", "C")
	d.chooses("bob", "B", "C", "F")
	d.types("ann", "/question")
	d.until("25 17:30")
	d.presses("ann", "My grade")
	d.presses("bob", "My grade")
}

// alarmed loses a permission before the digest, and gets it back after the third try.
func (d *day) alarmed() {
	d.until("26 09:00")
	d.Forbid("POST", "/channels/"+discordtest.ChannelID+"/messages", number(codeMissingPermission))
	d.printf("(the bot may not write in the channel any more)\n\n")
	d.until("26 11:30")
	d.types("boss", "/quiz-admin status")
	d.Allow()
	d.printf("(it may again)\n\n")
	d.until("26 12:30")
	d.answers("ann", "Answer", "Great Indian Lion")
	d.answers("bob", "Answer", "Global interpreter lock.")
	d.until("26 17:30")
	d.presses("ann", "My grade")
	d.presses("bob", "My grade")
}

func (d *day) leaves() {
	d.types("bob", "/quiz forget-me")
	d.presses("bob", "Delete everything about me")
	d.types("bob", "/quiz my-data")
	d.types("ann", "/leaderboard")
}

func (d *day) administers() {
	d.begins("boss", "/quiz-admin skip ")
	d.types("boss", "/quiz-admin skip")
	d.begins("boss", "/quiz-admin pause 2026-12-0")
	d.types("boss", "/quiz-admin pause 2026-12-07")
	d.types("boss", "/quiz-admin status")
	d.types("boss", "/quiz-admin resume")
	d.types("boss", "/quiz-admin ask-now")
	d.types("boss", "/quiz-admin reveal-now")
	d.types("boss", "/quiz-admin plan days_off 2026-12-24, 2026-12-25, 2026-12-28, 2026-12-29, 2026-12-30, 2026-12-31")
	d.types("boss", "/quiz-admin plan")
}

// Some days in Chinese, in a channel whose plan a file holds.
func TestDayInChinese(t *testing.T) {
	t.Parallel()
	plan := plan.Default()
	plan.Language, plan.TimeZone, plan.Unanswered = "zh-CN", "Asia/Shanghai", true
	d := newDay(t, "09:29", "Asia/Shanghai", "Asia/Shanghai", plan, true)
	for _, who := range []string{"小安", "小明", "boss"} {
		d.Speak(who, "zh-CN")
	}
	d.bank.put(quiz.Question{ID: "gil", Bank: "面试题", Number: 6, Title: "什么是 GIL？"})
	d.until("23 09:30")
	d.answers("小安", "作答", "全局解释器锁：同一时刻只有一个线程执行**字节码**。")
	d.says("小明", "一把*大锁*。")
	d.types("小安", "/question")
	d.types("小安", "/quiz 跳舞")
	d.until("23 17:30")
	d.presses("小安", "我的评分")
	d.presses("小安", "投给 2 号")
	d.bank.put(quiz.Question{
		ID: "falsy", Bank: "面试题", Number: 5, Section: "基础", Title: "下面哪个值为假？", Difficulty: "easy", Answer: "**空列表**没有元素，所以`bool([])`为`False`。",
		Choices: []quiz.Choice{{Text: "`[0]`"}, {Text: "`[]`", Correct: true}, {Text: "`'0'`"}}, Hint: "想想`len()`。",
	})
	d.until("24 09:30")
	d.presses("小安", "提示")
	d.presses("小安", "A")
	d.presses("小安", "B")
	d.types("小安", "/question")
	d.until("24 17:30")
	d.presses("小安", "我的评分")
	d.bank.put(quiz.Question{
		ID: "dict", Bank: "面试题", Number: 8, Section: "基础 / 容器", Tags: []string{"容器"}, Title: "**列表**和**元组**有什么区别？", Difficulty: "medium",
		Body:      "请从下面三个方面说明：\n\n- 能否修改\n- 能否作为字典的键\n- 占用的内存\n\n> 提示：看看`sys.getsizeof`。",
		Answer:    "列表可以修改，元组不可以。**因此**元组可以作为字典的键。\n\n| 方面 | 列表 | 元组 |\n|:--|:--|--:|\n| 能否修改 | 能 | 不能 |\n| 作为字典的键 | 不行 | 元素都不可变时可以 |\n| 内存 | 较大 | 88 |\n\n```python\nd = {(1, 2): '点'}  # 可以\nd = {[1, 2]: '点'}  # TypeError\n```\n\n详见[官方文档](https://docs.python.org/zh-cn/3/)。",
		KeyPoints: []string{"列表**可变**", "元组不可变"},
	})
	d.until("25 09:30")
	d.answers("小安", "作答", "列表可变，元组不可变。\n\n所以元组能作为`dict`的键。")
	d.until("25 17:30")
	d.presses("小安", "我的评分")
	d.presses("小安", "基本正确")
	d.types("小安", "/leaderboard")
	d.types("小安", "/quiz me")
	d.types("小安", "/quiz my-data")
	d.types("小安", "/quiz forget-me")
	d.begins("小安", "/question show 元组")
	d.begins("小安", "/question random ")
	d.types("小安", "/question random")
	d.types("boss", "/quiz-admin status")
	d.types("boss", "/quiz-admin plan")
	d.types("boss", "/quiz-admin plan ask 10:00")
	d.begins("boss", "/quiz-admin skip ")
	d.types("boss", "/quiz-admin skip")
	d.types("boss", "/quiz-admin preview")
	d.types("boss", "/quiz help")
	d.until("26 09:25")
	d.golden("day-zh")
}
