package prose

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestToLower(t *testing.T) {
	for _, text := range []string{"", "ÀB的Z龥\u4dff\ua000", "İKſǅ", "\xff\xe4\xb8A", "ＡＢ𐐀"} {
		if got, want := ToLower(text), strings.ToLower(text); got != want {
			t.Errorf("ToLower(%q) = %q, want %q", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if got, want := ToLower(text), strings.ToLower(text); got != want {
			t.Errorf("ToLower(%q) = %q, want %q", text, got, want)
		}
	})
}
