package scoring

// Band is how good an answer is, in words that hold across questions.
type Band string

// The bands from worst to best; an unsure answer waits for a person to grade it.
const (
	Unsure  Band = "unsure"
	Wrong   Band = "wrong"
	Partial Band = "partial"
	Mostly  Band = "mostly"
	Full    Band = "full"
)

// Bands returns the bands that a person can give, best first.
func Bands() []Band { return []Band{Full, Mostly, Partial, Wrong} }

// ParseBand reads a band that a person can give.
func ParseBand(s string) (Band, bool) {
	for _, b := range Bands() {
		if string(b) == s {
			return b, true
		}
	}
	return "", false
}

// Score is the middle of what a band stands for, from 0 to 1.
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

// Shown reports whether everybody may see the band; the lower ones are for their author alone.
func (b Band) Shown() bool { return b == Full || b == Mostly }
