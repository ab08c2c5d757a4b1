package term

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestDrawBar(t *testing.T) {
	for want, c := range map[string][2]int64{"  0%": {0, 10}, " 50%": {5, 10}, "100%": {10, 10}} {
		got := drawBar(c[0], c[1])
		if !strings.HasSuffix(got, want) || strings.Count(got, "█") != int(30*c[0]/c[1]) || strings.Count(got, "█")+strings.Count(got, "░") != 30 {
			t.Errorf("%d of %d: got %q", c[0], c[1], got)
		}
	}
	if got := drawBar(7, 0); !strings.HasSuffix(got, "0%") {
		t.Errorf("of nothing: got %q", got)
	}
}

// safe is a buffer for two goroutines.
type safe struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safe) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safe) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// The bar shows up when one has waited, and is taken away at the end. Where there is no terminal, or nothing to
// wait for, nobody sees it.
func TestProgress(t *testing.T) {
	var out safe
	p := &Progress{}
	p.startDrawing(&out, time.Millisecond)
	p.Report(1, 2)
	for !strings.Contains(out.String(), " 50%") {
		time.Sleep(time.Millisecond)
	}
	p.Stop()
	if !strings.HasSuffix(out.String(), "\r\x1b[K") {
		t.Errorf("it stays: %q", out.String())
	}
	var quick safe
	p = &Progress{}
	p.startDrawing(&quick, time.Hour)
	p.Stop()
	if quick.String() != "" {
		t.Errorf("it was shown at once: %q", quick.String())
	}
	var file bytes.Buffer
	p = StartProgress(&file, "reading")
	p.Report(1, 2)
	p.Stop()
	if file.Len() > 0 {
		t.Errorf("a file holds the bar: %q", file.String())
	}
}
