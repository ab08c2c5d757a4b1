// Package formattest holds helpers for tests of the formats of banks.
package formattest

import (
	"os"
	"path/filepath"
	"testing"
)

// SomeRealBanks returns every third folder of ../shared/banks, or all of them if QUIZBOT_LONG is set.
func SomeRealBanks(t testing.TB) []string {
	t.Helper()
	all := RealBanks(t)
	if os.Getenv("QUIZBOT_LONG") != "" {
		return all
	}
	var some []string
	for i := 0; i < len(all); i += 3 {
		some = append(some, all[i])
	}
	return some
}

// RealBanks returns the folders of ../shared/banks.
func RealBanks(t testing.TB) []string {
	t.Helper()
	root := filepath.Join(moduleRoot(t), "..", "shared", "banks")
	if _, err := os.Stat(root); err != nil {
		if os.Getenv("QUIZBOT_REQUIRE_SHARED") == "1" {
			t.Fatalf("%s is not there, and QUIZBOT_REQUIRE_SHARED=1 asks for it", root)
		}
		t.Skipf("%s is not there", root)
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, e := range entries {
		if e.IsDir() {
			paths = append(paths, filepath.Join(root, e.Name()))
		}
	}
	return paths
}

// moduleRoot returns the folder of the module's go.mod, at or above the folder of the test.
func moduleRoot(t testing.TB) string {
	t.Helper()
	for dir := "."; len(dir) < 100; dir = filepath.Join(dir, "..") {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatal("there is no go.mod above the test")
	return ""
}
