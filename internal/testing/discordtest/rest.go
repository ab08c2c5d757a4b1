package discordtest

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"time"

	"quizbot/internal/testing/discordtest/limits"
	"quizbot/internal/testing/discordtest/payload"
)

// version is what every path begins with.
const version = "/api/v10"

// request is one request of the bot, read.
type request struct {
	method, path string
	args         []string // what the wildcards of the route stand for
	query        url.Values
	raw          []byte         // the body's JSON
	body         payload.Object // the body where it is an object
	auth         string
	at           time.Time // when it came, in real time
}

// reply is what it is answered with. No body is a status of 204.
type reply struct {
	status int
	body   any
}

func okReply(body any) reply { return reply{http.StatusOK, body} }

func noContent() reply { return reply{http.StatusNoContent, nil} }

// errorReply is an error as Discord writes it.
func errorReply(status, code int, message string) reply {
	return reply{status, payload.Object{"code": code, "message": message}}
}

// Errors that Discord answers with.
// https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
func unknownChannel() reply     { return errorReply(http.StatusNotFound, 10003, "Unknown Channel") }
func unknownGuild() reply       { return errorReply(http.StatusNotFound, 10004, "Unknown Guild") }
func unknownMember() reply      { return errorReply(http.StatusNotFound, 10007, "Unknown Member") }
func unknownMessage() reply     { return errorReply(http.StatusNotFound, 10008, "Unknown Message") }
func unknownUser() reply        { return errorReply(http.StatusNotFound, 10013, "Unknown User") }
func unknownWebhook() reply     { return errorReply(http.StatusNotFound, 10015, "Unknown Webhook") }
func unknownInteraction() reply { return errorReply(http.StatusNotFound, 10062, "Unknown interaction") }
func missingAccess() reply      { return errorReply(http.StatusForbidden, 50001, "Missing Access") }

// invalidForm refuses a body that breaks a limit.
func invalidForm(wrong []string) reply {
	return reply{http.StatusBadRequest, payload.Object{
		"code": 50035, "message": "Invalid Form Body",
		"errors": payload.Object{"_errors": []payload.Object{{"code": "INVALID", "message": strings.Join(wrong, "; ")}}},
	}}
}

// route is what a method and path do. A segment in braces matches any one.
type route struct {
	method, pattern string
	do              func(*Server, *request) reply
	open            bool // needs no token of the bot
}

func routes() []route {
	return []route{
		{"GET", "/gateway", (*Server).getGateway, true},
		{"GET", "/gateway/bot", (*Server).getGateway, false},
		{"GET", "/applications/@me", (*Server).getApplication, false},
		{"GET", "/oauth2/applications/@me", (*Server).getApplication, false},
		{"GET", "/users/@me", (*Server).getMe, false},
		{"GET", "/users/{u}", (*Server).getUser, false},
		{"POST", "/users/@me/channels", (*Server).postDirect, false},
		{"GET", "/applications/{a}/commands", (*Server).getCommands, false},
		{"PUT", "/applications/{a}/commands", (*Server).putCommands, false},
		{"GET", "/applications/{a}/guilds/{g}/commands", (*Server).getCommands, false},
		{"PUT", "/applications/{a}/guilds/{g}/commands", (*Server).putCommands, false},
		{"GET", "/guilds/{g}", (*Server).getGuild, false},
		{"GET", "/guilds/{g}/members/{u}", (*Server).getMember, false},
		{"GET", "/guilds/{g}/roles", (*Server).getRoles, false},
		{"GET", "/channels/{c}", (*Server).getChannel, false},
		{"GET", "/channels/{c}/messages", (*Server).getMessages, false},
		{"POST", "/channels/{c}/messages", (*Server).postMessage, false},
		{"GET", "/channels/{c}/messages/{m}", (*Server).getMessage, false},
		{"PATCH", "/channels/{c}/messages/{m}", (*Server).patchMessage, false},
		{"DELETE", "/channels/{c}/messages/{m}", (*Server).deleteMessage, false},
		{"POST", "/channels/{c}/messages/{m}/threads", (*Server).postThread, false},
		{"PUT", "/channels/{c}/messages/{m}/reactions/{e}/@me", (*Server).putReaction, false},
		{"DELETE", "/channels/{c}/messages/{m}/reactions/{e}/@me", (*Server).deleteReaction, false},
		{"POST", "/interactions/{i}/{t}/callback", (*Server).postCallback, true},
		{"POST", "/webhooks/{a}/{t}", (*Server).postFollowUp, true},
		{"GET", "/webhooks/{a}/{t}/messages/{m}", (*Server).getResponse, true},
		{"PATCH", "/webhooks/{a}/{t}/messages/{m}", (*Server).patchResponse, true},
		{"DELETE", "/webhooks/{a}/{t}/messages/{m}", (*Server).deleteResponse, true},
	}
}

// findRoute finds the route of a request.
func findRoute(method, path string) (route, []string, bool) {
	for _, r := range routes() {
		if args, is := payload.MatchPath(r.pattern, path); is && r.method == method {
			return r, args, true
		}
	}
	return route{}, nil, false
}

// serveREST answers the REST API.
func (s *Server) serveREST(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, version)
	s.mu.Lock()
	s.calls = append(s.calls, call{r.Method, path})
	s.inFlight++
	fault, after := s.faults.fault, s.faults.after
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.inFlight--
		s.lastCall = time.Now()
	}()
	if r.Header.Get(markHeader) == "" {
		s.errorf("%s %s did not go through the server's Transport", r.Method, r.URL.Path)
	}
	if fault != nil && fault(w, r) {
		return
	}
	answer := httptest.NewRecorder()
	s.answerRequest(answer, r, path)
	if after != nil && after(r) {
		panic(http.ErrAbortHandler)
	}
	for key, values := range answer.Header() {
		w.Header()[key] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()) // whoever asked may have gone
}

// answerRequest carries a request out.
func (s *Server) answerRequest(w http.ResponseWriter, r *http.Request, path string) {
	req := &request{method: r.Method, path: path, query: r.URL.Query(), auth: r.Header.Get("Authorization"), at: time.Now()}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if req.raw, err = requestJSON(r.Header.Get("Content-Type"), data); err != nil {
		s.errorf("%s %s: %v", r.Method, path, err)
	}
	_ = json.Unmarshal(req.raw, &req.body) // a list is none
	way, args, known := findRoute(r.Method, path)
	if !known || !strings.HasPrefix(r.URL.Path, version+"/") {
		s.errorf("the bot calls %s %s, which this server does not know", r.Method, r.URL.Path)
		writeReply(w, reply{http.StatusNotFound, payload.Object{"message": "404: Not Found", "code": 0}})
		return
	}
	req.args = args
	writeReply(w, s.handleRequest(w, way, req))
}

// handleRequest carries a request out, or refuses it.
func (s *Server) handleRequest(w http.ResponseWriter, way route, req *request) reply {
	wrong := limits.CheckLimits(req.method, req.path, req.raw)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !way.open && (req.auth != "Bot "+Token || s.faults.revoked) {
		return reply{http.StatusUnauthorized, payload.Object{"message": "401: Unauthorized", "code": 0}}
	}
	if no, limited := s.applyRateLimit(w, way, req); limited {
		return no
	}
	if no, is := s.forbiddenReply(req); is {
		return no
	}
	if len(wrong) > 0 {
		return invalidForm(wrong)
	}
	return way.do(s, req)
}

func writeReply(w http.ResponseWriter, r reply) {
	if r.body == nil {
		w.WriteHeader(r.status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.status)
	_ = json.NewEncoder(w).Encode(r.body) // into memory
}

// requestJSON is the JSON of a body: the whole of it, or its part payload_json.
func requestJSON(contentType string, data []byte) ([]byte, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" {
		return data, nil
	}
	form, err := multipart.NewReader(bytes.NewReader(data), params["boundary"]).ReadForm(25 << 20)
	if err != nil {
		return nil, err
	}
	defer func() { _ = form.RemoveAll() }()
	if part := form.Value["payload_json"]; len(part) == 1 {
		return []byte(part[0]), nil
	}
	return nil, nil
}

// bucketHeaders says how many requests are left, as Discord does with every answer.
// https://discord.com/developers/docs/topics/rate-limits#header-format
func bucketHeaders(w http.ResponseWriter, name string, limit, left int, reset time.Time) {
	h := w.Header()
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(name)) // a hash takes everything
	after := max(time.Until(reset).Seconds(), 0)
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(reset.UnixMilli())/1000, 'f', 3, 64))
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(after, 'f', 3, 64))
	h.Set("X-RateLimit-Bucket", strconv.FormatUint(hash.Sum64(), 16))
}
