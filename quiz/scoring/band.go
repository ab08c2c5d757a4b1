package scoring

// Band is the quality of an answer, comparable across questions.
type Band string

// The bands from worst to best. An unsure answer waits for a person's grade.
const (
	Unsure  Band = "unsure"
	Wrong   Band = "wrong"
	Partial Band = "partial"
	Mostly  Band = "mostly"
	Full    Band = "full"
)

// Bands returns the bands for people to give, best first.
func Bands() []Band { return []Band{Full, Mostly, Partial, Wrong} }

// ParseBand parses a band for people to give.
func ParseBand(s string) (Band, bool) {
	for _, b := range Bands() {
		if string(b) == s {
			return b, true
		}
	}
	return "", false
}

// Score returns the middle of the band's range, from 0 to 1.
func (b Band) Score() float64 {
	switch b {
	case Full:
		return 1
	case Mostly:
		return 0.75
	case Partial:
		return 0.4
	default:
		return 0
	}
}

// BandOf returns the band of a score from 0 to 1.
func BandOf(score float64) Band {
	switch {
	case score >= 0.85:
		return Full
	case score >= 0.6:
		return Mostly
	case score >= 0.3:
		return Partial
	default:
		return Wrong
	}
}

// IsPublic reports whether the band is public. Lower bands are for the author alone.
func (b Band) IsPublic() bool { return b == Full || b == Mostly }
