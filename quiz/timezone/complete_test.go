package timezone

import (
	"slices"
	"strings"
	"testing"
)

func TestComplete(t *testing.T) {
	for typed, want := range map[string][]string{
		"berl":          {"Europe/Berlin"},
		"Berlin":        {"Europe/Berlin"},
		"europe/be":     {"Europe/Belfast", "Europe/Belgrade", "Europe/Berlin"},
		"new y":         {"America/New_York"},
		"America/new_y": {"America/New_York"},
		" são  paulo ":  {"America/Sao_Paulo"},
		"hong":          {"Asia/Hong_Kong", "Hongkong"},
		"york":          {"America/New_York"},
		"beij":          {"Asia/Shanghai"},
		"pst":           {"America/Los_Angeles"},
		"北":             {"Asia/Shanghai"},
		"Calcuta":       {"Asia/Kolkata", "Asia/Calcutta"},
		"utc+8":         {"Asia/Shanghai", "Asia/Singapore", "Asia/Hong_Kong"},
		"+08:00":        {"Asia/Shanghai", "Asia/Singapore", "Asia/Hong_Kong"},
		"+8":            {"Asia/Shanghai", "Asia/Singapore", "Asia/Hong_Kong"},
		"utc":           {"UTC"},
		"mars":          nil,
		"///":           nil,
	} {
		got := Complete(typed, 25)
		if len(got) > len(want) && len(want) > 0 {
			got = got[:len(want)] // those behind are less likely
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q first", typed, got, want)
		}
	}
	if got := Complete("a", 3); len(got) != 3 {
		t.Errorf("of at most 3 zones there are %q", got)
	}
	if got := Complete("gmt", 25); slices.ContainsFunc(got, func(zone string) bool { return strings.HasPrefix(zone, "Etc/") }) {
		t.Errorf("zones whose signs are the other way round are offered: %q", got)
	}
}

func TestWellKnownZones(t *testing.T) {
	got := Complete("  ", 25)
	if len(got) < 20 || len(got) > 25 {
		t.Errorf("%d zones are well known", len(got))
	}
	for _, zone := range got {
		if _, err := Parse(zone); err != nil {
			t.Error(err)
		}
	}
}

func FuzzComplete(f *testing.F) {
	for _, typed := range []string{"", "berl", "Calcuta", "UTC+99:99", "///", "\x00", "北京", "İ", "+", "etc/gmt"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got := Complete(typed, 25)
		if len(got) > 25 {
			t.Errorf("%q: %d zones", typed, len(got))
		}
		for i, zone := range got {
			if known, err := Parse(zone); err != nil || known != zone || slices.Contains(got[:i], zone) {
				t.Errorf("%q: %q is offered, %v", typed, zone, err)
			}
		}
	})
}
