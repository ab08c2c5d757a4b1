package llm

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"
)

// asked is a request as a model sees it.
type asked struct {
	Model       string          `json:"model"`
	Temperature *float64        `json:"temperature"`
	MaxNew      int             `json:"max_completion_tokens"`
	MaxOld      int             `json:"max_tokens"`
	Format      json.RawMessage `json:"response_format"`
	Messages    []message       `json:"messages"`

	data  promptData
	nonce string
	auth  string
	raw   string
}

// server is a scripted model on loopback.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	asked []*asked
}

var nonceInPrompt = regexp.MustCompile(`"nonce": "([A-Z2-7]+)"`)

// newServer returns a server that replies by a function.
func newServer(t *testing.T, reply func(w http.ResponseWriter, a *asked, n int)) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		a := &asked{auth: r.Header.Get("Authorization"), raw: string(body)}
		if err := json.Unmarshal(body, a); err != nil || r.URL.Path != "/v1/chat/completions" || r.Method != http.MethodPost || len(a.Messages) != 2 {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
			return
		}
		lines := strings.Split(a.Messages[1].Content, "\n")
		if len(lines) != 3 || lines[0] != lines[2] || !strings.Contains(a.Messages[0].Content, lines[0]) || json.Unmarshal([]byte(lines[1]), &a.data) != nil {
			t.Errorf("the data is %q", a.Messages[1].Content)
		}
		if found := nonceInPrompt.FindStringSubmatch(a.Messages[0].Content); found != nil {
			a.nonce = found[1]
		}
		s.mu.Lock()
		s.asked = append(s.asked, a)
		n := len(s.asked)
		s.mu.Unlock()
		reply(w, a, n)
	}))
	t.Cleanup(s.Close)
	return s
}

// requests counts the requests so far.
func (s *server) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

// grader returns a grader that asks the server and soon tries again.
func (s *server) grader(t *testing.T, change ...func(*Options)) *Grader {
	t.Helper()
	o := Options{URL: s.URL + "/v1", Name: "tiny", Key: "sk-very-secret"}
	for _, c := range change {
		c(&o)
	}
	g := New(o)
	g.client.firstWait = time.Millisecond
	t.Cleanup(g.client.http.CloseIdleConnections)
	return g
}

// entry is a verdict on a point as a model writes it.
func entry(point int, said, quote string) string {
	return fmt.Sprintf(`{"point":%d,"verdict":%q,"quote":%s}`, point, said, quoted(quote))
}

func quoted(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}

// content is a reply with a nonce and verdicts.
func content(nonce string, entries ...string) string {
	return fmt.Sprintf(`{"nonce":%q,"points":[%s]}`, nonce, strings.Join(entries, ","))
}

// say writes a completion.
func say(w io.Writer, text string) {
	_, _ = fmt.Fprintf(w, `{"id":"x","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":%s}}]}`, quoted(text))
}

// honest are the verdicts of a model on the answer half.
func honest(*asked) []string {
	return []string{entry(0, saidMet, "a function that keeps the variables around it"), entry(1, saidMissing, ""), entry(2, saidMissing, "")}
}

const half = "It is a function that keeps the variables around it."

// closures is a question whose first point the answer half meets.
func closures() *quiz.Question {
	return &quiz.Question{
		Title: "What is a closure?", Answer: "A function that keeps the variables around it. Every call makes it anew. To assign to a variable, declare it nonlocal.",
		KeyPoints: []string{"A function that keeps the variables around it", "Every call creates a new closure", "Assignment needs the keyword nonlocal"},
	}
}

// gradeAll returns the grades by reply.
func gradeAll(t *testing.T, g *Grader, q *quiz.Question, answers ...string) map[int]quiz.Grade {
	t.Helper()
	var replies []quiz.Reply
	for i, text := range answers {
		replies = append(replies, quiz.Reply{Member: quiz.MemberNo(i), Form: text})
	}
	grades := map[int]quiz.Grade{}
	err := g.Grade(t.Context(), q, replies, func(i int, grade quiz.Grade) error {
		grades[i] = grade
		return nil
	})
	if err != nil || len(grades) != len(answers) {
		t.Fatalf("got %d grades of %d, %v", len(grades), len(answers), err)
	}
	return grades
}
