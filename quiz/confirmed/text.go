package confirmed

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode/utf8"

	"quizbot/quiz/input"
	"quizbot/quiz/keypoints"
)

// MaxLength is the greatest length of a point in characters. A longer one is a paragraph that an
// answer hardly ever meets as a whole.
const MaxLength = 400

// MaxText is the greatest length of all points in characters, with their line ends.
const MaxText = keypoints.Most * (MaxLength + 1)

// Flaw is what is wrong with points that a person typed.
type Flaw string

// The flaws, each with the fields of [Mistake] that it fills.
const (
	NoPoints      Flaw = "none"
	TooManyPoints Flaw = "many"   // N
	TooLongPoint  Flaw = "long"   // N characters, Point
	SamePoints    Flaw = "same"   // Point, Other
	SeveralClaims Flaw = "claims" // N claims, Point
)

// Mistake is a flaw with the points that have it.
type Mistake struct {
	Flaw
	N            int
	Point, Other string
}

// ParsePoints reads points as people type them: one in each line, with or without a mark in front.
func ParsePoints(text string) []string {
	var points []string
	for line := range strings.SplitSeq(input.CleanText(text), "\n") {
		line = strings.TrimSpace(itemMark.ReplaceAllString(strings.TrimSpace(line), ""))
		if line = input.CleanText(line); line != "" {
			points = append(points, strings.Join(strings.Fields(line), " "))
		}
	}
	return points
}

// itemMark is the mark of a list's item.
var itemMark = regexp.MustCompile(`^(?:[-*+](?:[ \t]+|$)|[•·‣▪]\s*|\d{1,2}(?:[.)](?:[ \t]+|$)|[、．）]\s*)|[（(]\d{1,2}[)）]\s*)`)

// CheckPoints returns the mistakes for which points can't be confirmed, none if they can.
func CheckPoints(points []string) []Mistake {
	switch {
	case len(points) == 0:
		return []Mistake{{Flaw: NoPoints}}
	case len(points) > keypoints.Most:
		return []Mistake{{Flaw: TooManyPoints, N: len(points)}}
	}
	var mistakes []Mistake
	for i, point := range points {
		if n := utf8.RuneCountInString(point); n > MaxLength {
			mistakes = append(mistakes, Mistake{Flaw: TooLongPoint, N: n, Point: point})
		}
		for _, earlier := range points[:i] {
			if earlier == point || keypoints.SayTheSame(earlier, point) {
				mistakes = append(mistakes, Mistake{Flaw: SamePoints, Point: point, Other: earlier})
				break
			}
		}
	}
	return mistakes
}

// WarnOfClaims returns the points that make several claims. They can be confirmed, and answers with
// some of the claims neither meet nor miss them.
func WarnOfClaims(points []string) []Mistake {
	var warnings []Mistake
	for _, point := range points {
		if claims := keypoints.Claims(point); len(claims) > 1 {
			warnings = append(warnings, Mistake{Flaw: SeveralClaims, N: len(claims), Point: point})
		}
	}
	return warnings
}

// JoinLines returns points with a line each. Points of a bank may have several.
func JoinLines(points []string) []string {
	joined := make([]string, len(points))
	for i, point := range points {
		joined[i] = strings.Join(strings.Fields(point), " ")
	}
	return joined
}

// Fingerprint is a short text that differs for other points.
func Fingerprint(points []string) string {
	sum := sha256.Sum256([]byte(strings.Join(points, "\n")))
	return hex.EncodeToString(sum[:6])
}
