package transfer

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"quizbot/store/bolt"
	"quizbot/store/memory"
	"quizbot/store/storetest"

	"pgregory.net/rapid"
)

// An export that is imported into the other kind of store, and back, is the same to the last byte.
func TestExportIsComplete(t *testing.T) {
	t.Parallel()
	ctx, n := context.Background(), 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		s := memory.New()
		storetest.WriteRandomRecords(r, s)
		want, lines := dumpAll(r, s), exportLines(r, s)

		path := filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", n))
		if err := ImportFile(ctx, strings.NewReader(lines), path); err != nil {
			r.Fatalf("%v\n%s", err, lines)
		}
		b, err := bolt.Open(path)
		if err != nil {
			r.Fatal(err)
		}
		defer b.Close() //nolint:errcheck // the test is about its content
		back := memory.New()
		if err := Import(ctx, back, strings.NewReader(exportLines(r, b))); err != nil {
			r.Fatal(err)
		}
		for name, s := range map[string]checkedSource{"the file": b, "memory again": back} {
			if got := exportLines(r, s); got != lines {
				r.Errorf("%s exports\n%s\nwant\n%s", name, got, lines)
			}
			if got := dumpAll(r, s); !maps.Equal(got, want) {
				r.Errorf("%s holds\n%q\nwant\n%q", name, got, want)
			}
			if err := s.Check(); err != nil {
				r.Errorf("%s: %v", name, err)
			}
		}
	})
}
