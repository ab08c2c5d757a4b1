package discord

import (
	"flag"
	"os"
	"testing"
)

// TestMain has more tests run side by side than there are processors: most of them wait for a
// connection or a timer.
func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.parallel").Value.String() == flag.Lookup("test.parallel").DefValue {
		_ = flag.Set("test.parallel", "24")
	}
	os.Exit(m.Run())
}
