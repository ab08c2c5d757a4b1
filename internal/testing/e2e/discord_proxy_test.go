//go:build linux

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"quizbot/internal/testing/discordspec"
)

// discordAPI is the prefix of every path.
const discordAPI = "/api/v10"

// startValidatingProxy starts a proxy before the emulator, which accepts nearly everything. The
// proxy fails the test for each request that Discord would refuse.
func startValidatingProxy(t *testing.T, emulator string) *httptest.Server {
	t.Helper()
	target, err := url.Parse(emulator)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		now := time.Now()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
		}
		path, ok := strings.CutPrefix(r.URL.EscapedPath(), discordAPI)
		if !ok {
			t.Errorf("%s %s is not below %s", r.Method, r.URL, discordAPI)
		}
		wrong := discordspec.Check(t, r.Method, path, r.URL.Query(), r.Header.Get("Content-Type"), body)
		wrong = append(wrong, headerViolations(path, r.Header)...)
		wrong = append(wrong, requestViolations(r.Method, path, body, now)...)
		for _, w := range wrong {
			t.Errorf("Discord would refuse %s %s: %s\n%s", r.Method, path, w, body)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

// headerViolations returns the rules for headers of bots that a request breaks.
func headerViolations(path string, h http.Header) (wrong []string) {
	if !regexp.MustCompile(`^DiscordBot \(.+, .+\)`).MatchString(h.Get("User-Agent")) {
		wrong = append(wrong, "its User-Agent is "+strconv.Quote(h.Get("User-Agent")))
	}
	byToken := strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/")
	if got := h.Get("Authorization"); !byToken && got != "Bot "+discordToken() {
		wrong = append(wrong, "its Authorization is "+strconv.Quote(got))
	}
	return wrong
}

// Limits that are missing in Discord's description of its API: docs.discord.com/developers,
// resources/message, components/reference and interactions/receiving-and-responding.
const (
	maxContent     = 2000 // characters
	maxComponents  = 40   // of a message, with those within others
	maxTexts       = 4000 // characters of all text components together
	answerDeadline = 3 * time.Second
)

// Types of interaction callbacks, and flags of messages.
const (
	answerMessage  = 4
	answerDeferred = 5
	answerUpdate   = 7
	answerForm     = 9

	flagEphemeral  = 1 << 6
	flagComponents = 1 << 15
)

// sentMessage is the part of a created or edited message that has rules.
type sentMessage struct {
	Content    string            `json:"content"`
	Flags      int               `json:"flags"`
	Components []component       `json:"components"`
	Embeds     []json.RawMessage `json:"embeds"`
	Mentions   *struct {
		Parse *[]string `json:"parse"`
		Users []string  `json:"users"`
		Roles []string  `json:"roles"`
	} `json:"allowed_mentions"`
}

var (
	messagePath  = regexp.MustCompile(`^/channels/\d+/messages(/\d+)?$|^/webhooks/\d+/[^/]+(/messages/[^/]+)?$`)
	callbackPath = regexp.MustCompile(`^/interactions/(\d+)/[^/]+/callback$`)
)

// requestViolations returns the broken rules of a request, from those that are missing in
// Discord's description of its API.
func requestViolations(method, path string, body []byte, now time.Time) (wrong []string) {
	if method != http.MethodPost && method != http.MethodPatch {
		return nil
	}
	var message sentMessage
	if messagePath.MatchString(path) {
		if err := json.Unmarshal(body, &message); err != nil {
			return []string{err.Error()}
		}
		return message.violations()
	}
	match := callbackPath.FindStringSubmatch(path)
	if match == nil {
		return nil
	}
	var answer struct {
		Type int         `json:"type"`
		Data sentMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return []string{err.Error()}
	}
	if took := now.Sub(snowflakeTime(match[1])); took > answerDeadline {
		wrong = append(wrong, fmt.Sprintf("it answers after %v", took))
	}
	switch answer.Type {
	case answerMessage, answerUpdate:
		wrong = append(wrong, answer.Data.violations()...)
	case answerDeferred:
		if answer.Data.Flags&^flagEphemeral != 0 {
			wrong = append(wrong, fmt.Sprintf("it defers with the flags %d", answer.Data.Flags))
		}
	}
	return wrong
}

// violations returns the broken rules of a message.
func (m *sentMessage) violations() (wrong []string) {
	if n := utf8.RuneCountInString(m.Content); n > maxContent {
		wrong = append(wrong, fmt.Sprintf("its content has %d characters", n))
	}
	if strings.TrimSpace(m.Content) == "" && len(m.Components) == 0 && len(m.Embeds) == 0 {
		wrong = append(wrong, "it is empty")
	}
	if m.Mentions == nil || m.Mentions.Parse == nil || len(*m.Mentions.Parse)+len(m.Mentions.Users)+len(m.Mentions.Roles) > 0 {
		wrong = append(wrong, "it may mention somebody")
	}
	if m.Flags&flagComponents != 0 && (m.Content != "" || len(m.Embeds) > 0) {
		wrong = append(wrong, "it has content or embeds beside components of the second version")
	}
	all, texts, ids := flattenComponents(m.Components), 0, map[string]bool{}
	for _, c := range all {
		texts += utf8.RuneCountInString(c.Content)
		if c.ID != "" && ids[c.ID] {
			wrong = append(wrong, "two of its components have the id "+c.ID)
		}
		ids[c.ID] = true
	}
	if len(all) > maxComponents || texts > maxTexts {
		wrong = append(wrong, fmt.Sprintf("it has %d components with %d characters", len(all), texts))
	}
	return wrong
}

// snowflakeTime returns the creation time of an id: its upper bits are milliseconds since the
// start of 2015.
func snowflakeTime(id string) time.Time {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(n>>22 + 1420070400000)
}

func TestRefused(t *testing.T) {
	const mentions = `"allowed_mentions":{"parse":[]}`
	now := time.Now()
	id := func(age time.Duration) string {
		return strconv.FormatInt((now.Add(-age).UnixMilli()-1420070400000)<<22, 10)
	}
	text := func(n int) string { return fmt.Sprintf(`{"type":10,"content":%q}`, strings.Repeat("界", n)) }
	many := strings.TrimSuffix(strings.Repeat(text(1)+",", 41), ",")
	for _, c := range []struct{ method, path, body, want string }{
		{"POST", "/channels/1/messages", `{"content":"a",` + mentions + `}`, ""},
		{"POST", "/channels/1/messages", `{"content":"a"}`, "mention"},
		{"POST", "/channels/1/messages", `{"content":"a","allowed_mentions":{}}`, "mention"},
		{"POST", "/channels/1/messages", `{"content":"a","allowed_mentions":{"parse":["users"]}}`, "mention"},
		{"POST", "/channels/1/messages", `{"content":"a","allowed_mentions":{"parse":[],"users":["1"]}}`, "mention"},
		{"POST", "/channels/1/messages", `{"content":"a","allowed_mentions":{"parse":[],"roles":["1"]}}`, "mention"},
		{"POST", "/channels/1/messages", `{"content":" ",` + mentions + `}`, "empty"},
		{"POST", "/channels/1/messages", `{"content":"` + strings.Repeat("界", 2000) + `",` + mentions + `}`, ""},
		{"POST", "/channels/1/messages", `{"content":"` + strings.Repeat("界", 2001) + `",` + mentions + `}`, "2001 characters"},
		{"POST", "/channels/1/messages", `{"flags":32768,"components":[` + text(4000) + `],` + mentions + `}`, ""},
		{"POST", "/channels/1/messages", `{"flags":32768,"components":[{"type":17,"components":[` + text(2000) + `,` + text(2001) + `]}],` + mentions + `}`, "4001 characters"},
		{"POST", "/channels/1/messages", `{"flags":32768,"components":[` + many + `],` + mentions + `}`, "41 components"},
		{"POST", "/channels/1/messages", `{"flags":32768,"content":"a","components":[` + text(1) + `],` + mentions + `}`, "second version"},
		{"POST", "/channels/1/messages", `{"components":[{"type":1,"components":[{"type":2,"custom_id":"x"},{"type":2,"custom_id":"x"}]}],` + mentions + `}`, "the id x"},
		{"PATCH", "/channels/1/messages/2", `{"content":"a"}`, "mention"},
		{"PATCH", "/webhooks/1/token/messages/@original", `{"content":"a"}`, "mention"},
		{"POST", "/webhooks/1/token", `{"content":"a"}`, "mention"},
		{"POST", "/channels/1/messages/2/threads", `{"name":"a"}`, ""},
		{"GET", "/channels/1/messages", ``, ""},
		{"POST", "/interactions/" + id(0) + "/token/callback", `{"type":4,"data":{"content":"a",` + mentions + `}}`, ""},
		{"POST", "/interactions/" + id(0) + "/token/callback", `{"type":4,"data":{"content":"a"}}`, "mention"},
		{"POST", "/interactions/" + id(0) + "/token/callback", `{"type":7,"data":{"content":"a"}}`, "mention"},
		{"POST", "/interactions/" + id(0) + "/token/callback", `{"type":5,"data":{"flags":64}}`, ""},
		{"POST", "/interactions/" + id(0) + "/token/callback", `{"type":5,"data":{"flags":32832}}`, "defers"},
		{"POST", "/interactions/" + id(4*time.Second) + "/token/callback", `{"type":5}`, "after 4."},
		{"POST", "/interactions/" + id(2*time.Second) + "/token/callback", `{"type":5}`, ""},
	} {
		got := strings.Join(requestViolations(c.method, c.path, []byte(c.body), now), "; ")
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s %s %.80s: refused for %q, want %q", c.method, c.path, c.body, got, c.want)
		}
	}
}

func TestUnsigned(t *testing.T) {
	const agent = "DiscordBot (https://example.com, 1.0)"
	token := "Bot " + discordToken()
	for _, c := range []struct{ path, agent, token, want string }{
		{"/channels/1/messages", agent, token, ""},
		{"/channels/1/messages", "Go-http-client/1.1", token, "User-Agent"},
		{"/channels/1/messages", agent, discordToken(), "Authorization"},
		{"/channels/1/messages", agent, "", "Authorization"},
		{"/interactions/1/token/callback", agent, "", ""},
		{"/webhooks/1/token", agent, "", ""},
	} {
		got := strings.Join(headerViolations(c.path, http.Header{"User-Agent": {c.agent}, "Authorization": {c.token}}), "; ")
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s by %q with %q: refused for %q, want %q", c.path, c.agent, c.token, got, c.want)
		}
	}
}
