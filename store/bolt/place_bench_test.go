package bolt

import (
	"path/filepath"
	"testing"
)

// BenchmarkCheckPlace looks at the file's place, as each commit does.
func BenchmarkCheckPlace(b *testing.B) {
	s, err := Open(filepath.Join(b.TempDir(), "quiz.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for b.Loop() {
		if err := s.ensureInPlace(); err != nil {
			b.Fatal(err)
		}
	}
}
