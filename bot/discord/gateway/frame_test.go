package gateway

import (
	"strings"
	"testing"
)

// The opcode of a frame is read from its first bytes, whatever its size.
func TestBeginning(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]string{10: `{"op":2,`, 200: `{"op":2,`, 70_000: `{"op":2,`} {
		text := []byte(`{"op":2,` + strings.Repeat(" ", size) + `"d":{}}`)
		frame := []byte{0x81}
		switch n := len(text); {
		case n < 126:
			frame = append(frame, 0x80|byte(n))
		case n < 1<<16:
			frame = append(frame, 0x80|126, byte(n>>8), byte(n))
		default:
			frame = append(frame, 0x80|127, 0, 0, 0, 0, 0, byte(n>>16), byte(n>>8), byte(n))
		}
		mask := []byte{1, 2, 3, 4}
		frame = append(frame, mask...)
		for i, b := range text {
			frame = append(frame, b^mask[i%4])
		}
		if got := frameStart(frame); got != want {
			t.Errorf("a text of %d bytes begins with %q", len(text), got)
		}
	}
	for _, other := range [][]byte{{0x81, 0x80}, {0x82, 0x88, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, {0x81, 0x81, 1, 2, 3, 4, 5}} {
		if got := frameStart(other); got != "" {
			t.Errorf("%x begins with %q", other, got)
		}
	}
}
