package term

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
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

// safeBuffer is a buffer for two goroutines.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// The line appears after a while, and is removed at the end. It never appears without a terminal,
// or for short work.
func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out safeBuffer
		p := &Progress{}
		p.startDrawing(&out, time.Second)
		p.Report(1, 2)
		time.Sleep(time.Second)
		if synctest.Wait(); !strings.Contains(out.String(), " 50%") {
			t.Errorf("after its time it shows %q", out.String())
		}
		p.Stop()
		if !strings.HasSuffix(out.String(), "\r\x1b[K") {
			t.Errorf("it stays: %q", out.String())
		}
		var quick safeBuffer
		p = &Progress{}
		p.startDrawing(&quick, time.Hour)
		p.Stop()
		if quick.String() != "" {
			t.Errorf("it was shown at once: %q", quick.String())
		}
	})
	var file bytes.Buffer
	p := StartProgress(&file, "reading")
	p.Report(1, 2)
	p.Stop()
	if file.Len() > 0 {
		t.Errorf("a file holds the bar: %q", file.String())
	}
}
