package scoring

import (
	"slices"
	"strings"
)

// Difficulty is how hard a question is. The empty one is unknown.
type Difficulty string

// The difficulties that change points.
const (
	Easy   Difficulty = "easy"
	Medium Difficulty = "medium"
	Hard   Difficulty = "hard"
)

// ParseDifficulty returns the difficulty that a bank's word means.
func ParseDifficulty(word string) Difficulty {
	word = strings.ToLower(strings.TrimSpace(word))
	for d, words := range map[Difficulty][]string{
		Easy:   {"easy", "beginner", "basic", "junior", "简单", "容易", "初级"},
		Medium: {"medium", "intermediate", "normal", "中等", "中级"},
		Hard:   {"hard", "difficult", "advanced", "expert", "senior", "困难", "难", "高级"},
	} {
		if slices.Contains(words, word) {
			return d
		}
	}
	return ""
}

// ScaledBy returns the points of a question of a difficulty: half as many again if it is of medium
// difficulty, twice as many if it is hard, rounded up. Points for trying stay as they are. An unknown
// difficulty changes nothing.
func (p Points) ScaledBy(d Difficulty) Points {
	halves := map[Difficulty]int{Medium: 3, Hard: 4}[d]
	if halves == 0 {
		return p
	}
	scale := func(points int) int { return (points*halves + 1) / 2 }
	return Points{Full: scale(p.Full), Mostly: scale(p.Mostly), Partial: scale(p.Partial), Tried: p.Tried}
}
