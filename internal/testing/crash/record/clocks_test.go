package record

import (
	"testing"
	"time"
)

func TestWrongClocks(t *testing.T) {
	noon := time.Date(2027, 3, 26, 12, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	w := WrongClocks{{at(0), at(10), 30 * time.Minute}, {at(20), at(30), -time.Hour}, {at(40), at(50), 72 * time.Hour}}
	for _, c := range []struct{ at, want int }{{-1, -1}, {0, 30}, {5, 35}, {15, 40}, {39, 40}, {41, 41}, {45, 45}} {
		if got := w.LatestShown(at(c.at)); !got.Equal(at(c.want)) {
			t.Errorf("until %s it showed %s, want %s", at(c.at), got, at(c.want))
		}
	}
	for _, c := range []struct{ shown, earliest, latest int }{{-5, -5, -5}, {35, 5, 35}, {41, 41, 41}, {-35, -35, 25}} {
		earliest, latest := w.TrueTimes(at(c.shown))
		if !earliest.Equal(at(c.earliest)) || !latest.Equal(at(c.latest)) {
			t.Errorf("%s was shown between %s and %s, want %s and %s", at(c.shown), earliest, latest, at(c.earliest), at(c.latest))
		}
	}
}
