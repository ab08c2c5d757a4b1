package daemon

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func noEnvironment(string) string { return "" }

// write writes a file.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// tempFile writes a text into a Markdown file of its own.
func tempFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bank.md")
	write(t, path, text)
	return path
}

// safeBuffer is a buffer for several goroutines. Its zero value is empty.
type safeBuffer struct {
	mu      sync.Mutex
	b       bytes.Buffer
	written chan struct{} // closed at the next write; nil if nobody waits
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.written != nil {
		close(s.written)
		s.written = nil
	}
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// nextWrite returns the text, and a channel that is closed at the next write.
func (s *safeBuffer) nextWrite() (string, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.written == nil {
		s.written = make(chan struct{})
	}
	return s.b.String(), s.written
}

// await waits for a text in the buffer.
func (s *safeBuffer) await(t *testing.T, text string) {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		all, written := s.nextWrite()
		if strings.Contains(all, text) {
			return
		}
		select {
		case <-written:
		case <-deadline:
			t.Fatalf("%q does not appear in\n%s", text, all)
		}
	}
}
