package control

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"quizbot/quiz"
	"quizbot/store/bolt"
)

// No request harms the database, or the files beside it and elsewhere in its folder.
func FuzzHandler(f *testing.F) {
	folder := f.TempDir()
	data, other := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "other.txt")
	if err := os.WriteFile(other, []byte("precious"), 0o600); err != nil {
		f.Fatal(err)
	}
	db, err := bolt.Open(data)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := db.Close(); err != nil {
			f.Error(err)
		}
	})
	regrade := func(context.Context, string, bool, io.Writer) error { return errors.New("no such room") }
	forget := func(context.Context, string, bool, io.Writer) error { return errors.New("no such workspace") }
	handler := newHandler(data, db, Commands{Regrade: regrade, Forget: forget}, slog.New(slog.DiscardHandler))
	for _, target := range []string{"/backup?path=/copy.db", "/backup?path=/quiz.db&force=true", "/backup?path=/other.txt", "/backup?path=relative", "/check", "/export", "/regrade?room=a/b/c&apply=true", "/forget?workspace=slack/T1&apply=true"} {
		f.Add(http.MethodPost, target)
		f.Add(http.MethodGet, target)
	}
	f.Fuzz(func(t *testing.T, method, target string) {
		address, err := url.ParseRequestURI(target)
		if err != nil {
			return
		}
		form := address.Query()
		if path := form.Get("path"); filepath.IsAbs(path) {
			form.Set("path", filepath.Join(folder, path)) // the rest of the machine is left alone
		}
		if filepath.Base(form.Get("path")) == filepath.Base(other) {
			form.Del("force")
		}
		request, err := http.NewRequestWithContext(t.Context(), method, "http://service"+address.EscapedPath()+"?"+form.Encode(), nil)
		if err != nil {
			return
		}
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		if text, err := os.ReadFile(other); err != nil || string(text) != "precious" {
			t.Errorf("the other file holds %q, %v", text, err)
		}
		if err := db.Update(t.Context(), func(quiz.Tx) error { return nil }); err != nil {
			t.Error(err)
		}
	})
}
