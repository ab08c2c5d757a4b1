package discordspec

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Right requests are right, and what is wrong with others is said.
func TestCheck(t *testing.T) {
	requireDescription(t)
	for group, requests := range every() {
		t.Run(group, func(t *testing.T) {
			for _, r := range requests {
				path, rawQuery, _ := strings.Cut(r.path, "?")
				query, err := url.ParseQuery(rawQuery)
				if err != nil {
					t.Fatal(err)
				}
				kind := ""
				if r.body != "" {
					kind = kindJSON
				}
				got := Check(t, r.method, path, query, kind, []byte(r.body))
				if r.wrong == "" && len(got) > 0 {
					t.Errorf("%s: got %q, want nothing wrong", r.name, got)
				}
				if r.wrong != "" && !strings.Contains(strings.Join(got, "\n"), r.wrong) {
					t.Errorf("%s: got %q, want %q in it", r.name, got, r.wrong)
				}
			}
		})
	}
}

// All that is wrong is said, not only the first of it.
func TestCheckSaysAll(t *testing.T) {
	requireDescription(t)
	body := `{"flags":"x","components":[{"type":10,"content":""},{"type":1,"components":[{"type":2}]}]}`
	got := Check(t, "POST", "/channels/x/messages", url.Values{"wait": {"true"}}, kindJSON, []byte(body))
	for _, want := range []string{"path parameter channel_id", "no query parameter wait", "body/flags", "body/components/0/content", "body/components/1/components/0/style"} {
		if n := strings.Count(strings.Join(got, "\n"), want); n != 1 {
			t.Errorf("%s is said %d times, want once, in %q", want, n, got)
		}
	}
	if len(got) != 5 {
		t.Errorf("got %d things, want 5: %q", len(got), got)
	}
}

// A body must be of a type that the description has there.
func TestContentType(t *testing.T) {
	requireDescription(t)
	for contentType, want := range map[string]string{
		"application/json":                  "",
		"application/json; charset=utf-8":   "",
		"":                                  "the body is of \"\"",
		"text/plain":                        "the body is of \"text/plain\"",
		"application/x-www-form-urlencoded": "is not held",
		"application/json; charset":         "the body is of",
	} {
		got := strings.Join(Check(t, "POST", "/channels/1/messages", nil, contentType, []byte(message)), "\n")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q", contentType, got, want)
		}
	}
	if got := Check(t, "POST", "/channels/1/messages/2/threads", nil, `multipart/form-data; boundary=x`, []byte("--x--")); len(got) != 1 {
		t.Errorf("a thread in parts: got %q, want one thing wrong", got)
	}
}

// The payload of a multipart body is held as JSON would be, and its other parts are files.
func TestMultipart(t *testing.T) {
	requireDescription(t)
	part := func(name, content string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"x\"\r\n\r\n" + content + "\r\n"
	}
	for name, c := range map[string]struct{ body, want string }{
		"a message and a file":  {part("payload_json", message) + part("files[0]", "x") + "--b--", ""},
		"files alone":           {part("files[0]", "x") + part("files[9]", "x") + "--b--", ""},
		"an eleventh file":      {part("payload_json", message) + part("files[10]", "x") + "--b--", `no part "files[10]"`},
		"an unknown part":       {part("payload_json", message) + part("fil", "x") + "--b--", `no part "fil"`},
		"a payload that's none": {part("payload_json", "{") + "--b--", "the body is no JSON"},
		"a wrong payload":       {part("payload_json", `{"flags":"x"}`) + "--b--", "body/flags"},
		"no parts":              {"x", "parts cannot be read"},
		"half a payload":        {"--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{", "payload_json cannot be read"},
	} {
		got := strings.Join(Check(t, "POST", "/channels/1/messages", nil, "multipart/form-data; boundary=b", []byte(c.body)), "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// Keywords Discord's description doesn't use today are checked all the same.
func TestCheckOthersDescription(t *testing.T) {
	file := filepath.Join(t.TempDir(), "spec.json")
	spec := `{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{"/x":{"post":{"responses":{},
		"parameters":[
			{"name":"must","in":"query","required":true,"schema":{"type":"string"}},
			{"name":"list","in":"query","schema":{"type":"array","items":{"type":"integer"},"maxItems":2}},
			{"name":"any","in":"query","schema":{"oneOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]}}],
		"requestBody":{"content":{"application/json":{"schema":{"oneOf":[{"type":"object"},{"type":"object","maxProperties":1}]}}}}}}}}`
	if err := os.WriteFile(file, []byte(spec), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := loadDescription(file)
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"must=x":                        "",
		"":                              "query parameter must is missing",
		"must=x&list=1":                 "",
		"must=x&list=1&list=2":          "",
		"must=x&list=1&list=y":          "query parameter list/1: value must be an integer",
		"must=x&list=1&list=2&list=3":   "query parameter list: maximum number of items is 2",
		"must=x&any=1":                  "",
		"must=x&any=1&any=2":            "",
		"must=x&must=y":                 "query parameter must: value must be a string",
		"must=x&list=1&list=2&other=30": "no query parameter other",
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(d.check("POST", "/x", values, "", nil), "\n")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
	must := url.Values{"must": {"x"}}
	if got := d.check("POST", "/x", must, kindJSON, []byte(`{"a":1,"b":2}`)); len(got) != 0 {
		t.Errorf("one shape of two: got %q, want nothing wrong", got)
	}
	got := d.check("POST", "/x", must, kindJSON, []byte(`{"long":"`+strings.Repeat("é", 200)+`"}`))
	want := `body: value matches more than one schema from "oneOf" (matches schemas at indices [0 1]), and it is {"long":"` + strings.Repeat("é", 71) + "…"
	if len(got) != 1 || got[0] != want {
		t.Errorf("both shapes: got %q, want %q", got, want)
	}
}

// requireDescription skips a test without the description and logs why.
func requireDescription(t *testing.T) *description {
	t.Helper()
	d := published().consult(t)
	if d == nil {
		t.Skip("the description is absent")
	}
	return d
}

// A message is held against the description in well under a millisecond.
func BenchmarkCheck(b *testing.B) {
	d := published().consult(b)
	if d == nil {
		b.Skip("the description is absent")
	}
	for name, r := range map[string]request{
		"message":     {method: "POST", path: "/channels/1/messages", body: message},
		"interaction": {method: "POST", path: "/interactions/1/x/callback", body: `{"type":4,"data":` + message + `}`},
		"wrong":       {method: "POST", path: "/channels/1/messages", body: row(`{"type":2,"label":"x"}`)},
	} {
		if !json.Valid([]byte(r.body)) {
			b.Fatal(name)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				d.check(r.method, r.path, nil, kindJSON, []byte(r.body))
			}
		})
	}
}
