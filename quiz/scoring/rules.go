package scoring

// Rules are the points of a round. They are frozen in it when it closes, so that a plan that changes
// later leaves its grades alone.
type Rules struct {
	Points Points `json:"points"`
	// StreakBonus is the greatest bonus for a streak, 0 if there is none.
	StreakBonus int `json:"streak_bonus,omitempty"`
}

// BonusFrom is the first round of a streak with a bonus.
const BonusFrom = 5

// Bonus returns the points that an answer earns for its streak besides its own. streak is the length
// of the streak with the answer, 0 if it is unknown. The bonus is never more than the answer earned.
func (r Rules) Bonus(streak, earned int) int {
	if streak < BonusFrom {
		return 0
	}
	return max(0, min(r.StreakBonus, earned))
}
