package console_test

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/bottest"
	"quizbot/bot/console"
	"quizbot/bot/words"
	"quizbot/quiz"

	"github.com/charmbracelet/x/ansi"
)

func TestConversation(t *testing.T) {
	bottest.Run(t, func(t *testing.T, w *bottest.World, language string) bottest.Rig { return newRig(t, w, language) })
}

// rig types lines into a console and reads what it prints.
type rig struct {
	t       *testing.T
	console *console.Console
	keys    *io.PipeWriter
	screen  *screen
	ids     []string
	marked  map[string]bool
	private map[string]string
	channel strings.Builder
	read    int
}

func newRig(t *testing.T, w *bottest.World, language string) *rig {
	t.Helper()
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	in, keys := io.Pipe()
	out := &screen{prompted: make(chan struct{}, 100)}
	c := console.New(in, out, w, console.Options{
		Room:  func() (words.Printer, *time.Location) { return catalogue.In(language, "UTC"), time.UTC },
		Width: 100, Echo: true, Color: true,
	})
	r := &rig{t: t, console: c, keys: keys, screen: out, marked: map[string]bool{}, private: map[string]string{}}
	t.Cleanup(func() { _ = keys.Close() })
	return r
}

// screen keeps what is printed, and tells when a prompt stands at its end.
type screen struct {
	mu       sync.Mutex
	text     bytes.Buffer
	prompted chan struct{}
}

var prompt = regexp.MustCompile(`^[\pL\pN_-]+[>…] $`)

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	s.text.Write(p)
	s.mu.Unlock()
	if prompt.Match(p) {
		s.prompted <- struct{}{}
	}
	return len(p), nil
}

// all is everything that was printed so far, without its looks.
func (s *screen) all() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return ansi.Strip(s.text.String())
}

// Ready waits for the first prompt.
func (r *rig) Ready() { r.await() }

func (*rig) Scrolls() {}

// enter types a line and waits until the console asks for the next.
func (r *rig) enter(line string) {
	r.t.Helper()
	if _, err := io.WriteString(r.keys, line+"\n"); err != nil {
		r.t.Fatal(err)
	}
	r.await()
}

func (r *rig) await() {
	r.t.Helper()
	select {
	case <-r.screen.prompted:
	case <-time.After(time.Minute):
		r.t.Fatalf("the console does not answer:\n%s", r.screen.all())
	}
}

var (
	whisper = regexp.MustCompile(`^→ (?:only |只有 )(\S+) (?:sees this|能看到)$`)
	typed   = regexp.MustCompile(`^[\pL\pN_-]+[>…] `)
	seen    = regexp.MustCompile(`^✓ .*?(\d+)\D*$`)
)

// look sorts the output since the last call into the channel's and the private part.
func (r *rig) look() {
	all := r.screen.all()
	end := strings.LastIndex(all, "\n") + 1 // the last line is still to be completed
	text := strings.TrimSuffix(all[r.read:end], "\n")
	if r.read == end {
		return
	}
	r.read = end
	who := ""
	for _, line := range strings.Split(text, "\n") {
		if typed.MatchString(line) {
			who = ""
			continue
		}
		switch m := whisper.FindStringSubmatch(line); {
		case m != nil:
			who, r.private[m[1]] = m[1], ""
		case who != "" && (strings.HasPrefix(line, "  ") || line == ""):
			r.private[who] += line + "\n"
		default:
			who = ""
			if m := seen.FindStringSubmatch(line); m != nil {
				r.marked[m[1]] = true
			}
			r.channel.WriteString(line + "\n")
		}
	}
}

func (r *rig) Platform() bot.Platform { return r.console }
func (r *rig) Room() quiz.RoomID      { return console.Room }
func (r *rig) Admin() string          { return console.Host }

func (r *rig) Command(who, text string) { r.enter(who + ": " + text) }

// Press presses the last button of that label on the screen.
func (r *rig) Press(who, label string) {
	r.t.Helper()
	text := r.screen.all()
	found := regexp.MustCompile(`\[(\d+)\]\x{a0}`+regexp.QuoteMeta(label)+`(?:  |\n|$)`).FindAllStringSubmatch(text, -1)
	if len(found) == 0 {
		r.t.Fatalf("no button %q on\n%s", label, text)
	}
	r.enter(who + ": " + found[len(found)-1][1])
}

func (r *rig) Choose(_ string, letters ...string) {
	r.t.Helper()
	r.enter(strings.Join(letters, " "))
}

// Form reads the form that was shown last.
func (r *rig) Form(who string) (string, bool) {
	r.t.Helper()
	text := r.screen.all()
	if !strings.HasSuffix(text, "\n"+who+"… ") {
		return "", false
	}
	shown := r.Private(who)
	_, earlier, _ := strings.Cut(shown, "keeps it):\n")
	return strings.TrimSpace(earlier), true
}

func (r *rig) Submit(_, text string) {
	r.t.Helper()
	for _, line := range strings.Split(text, "\n") {
		r.enter(line)
	}
	r.enter(".")
}

func (r *rig) Say(who, text string) string {
	r.t.Helper()
	r.enter(":as " + who)
	r.enter(text)
	r.enter(":as " + console.Host)
	id := strconv.Itoa(len(r.ids) + 1)
	r.ids = append(r.ids, id)
	return id
}

func (r *rig) Edit(_, id, text string) { r.enter(":edit " + id + " " + text) }
func (r *rig) Delete(_, id string)     { r.enter(":delete " + id) }

func (r *rig) Channel() string {
	r.look()
	return r.channel.String()
}

func (r *rig) Private(who string) string {
	r.look()
	return r.private[who]
}

func (r *rig) Marked(id string) bool {
	r.look()
	return r.marked[id] && slices.Contains(r.ids, id)
}
