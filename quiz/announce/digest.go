package announce

import (
	"cmp"
	"errors"
	"slices"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// DigestRecords are the records that a digest is built from.
type DigestRecords interface {
	quiz.Replies
	quiz.Votes
	quiz.Members
	quiz.Ledger
}

// rankSeason fills in the season's standings and the moves since the last digest.
func rankSeason(tx DigestRecords, room *quiz.Room, news *quiz.DigestNews, rounds []quiz.Round) error {
	gained, err := pointsGained(tx, news.Season, rounds)
	if err != nil {
		return err
	}
	var tallies []ledger.Tally
	for tally, err := range records.Readable(tx.Standings(room.ID, news.Season)) {
		if err != nil {
			return err
		}
		tallies = append(tallies, tally)
	}
	news.Members = len(tallies)
	news.Sharing = countSharing(tallies, digestTop)
	before := pointsBefore(tallies, gained)
	for i, tally := range tallies[:min(len(tallies), digestTop)] {
		line := quiz.DigestStanding{Rank: i + 1, Points: tally.Points, Gained: gained[tally.Member].Points}
		if i > 0 && tallies[i-1].Points == tally.Points {
			line.Rank = news.Standings[i-1].Rank
		}
		if had, ok := tallyBefore(tally, gained); ok {
			line.Before = 1 + countAbove(before, had.Points)
		}
		m, err := records.IfReadable(tx.Member(tally.Member))
		if err != nil {
			return err
		}
		if m != nil {
			line.Name = m.Name
		}
		news.Standings = append(news.Standings, line)
	}
	return nil
}

// countSharing counts tallies after the first n with as many points as the n-th.
func countSharing(tallies []ledger.Tally, n int) (more int) {
	for i := n; i < len(tallies) && tallies[i].Points == tallies[n-1].Points; i++ {
		more++
	}
	return more
}

// tallyBefore subtracts the gains from a tally. ok is false without an answer before them.
func tallyBefore(t ledger.Tally, gained map[quiz.MemberNo]ledger.Tally) (ledger.Tally, bool) {
	g := gained[t.Member]
	t.Points -= g.Points
	t.Answered -= g.Answered
	return t, t.Answered > 0
}

// pointsBefore returns the points of members before the gains, ascending.
func pointsBefore(tallies []ledger.Tally, gained map[quiz.MemberNo]ledger.Tally) []int {
	var before []int
	for _, t := range tallies {
		if had, ok := tallyBefore(t, gained); ok {
			before = append(before, had.Points)
		}
	}
	slices.Sort(before)
	return before
}

// countAbove counts the numbers greater than n in an ascending list.
func countAbove(sorted []int, n int) int {
	i, _ := slices.BinarySearch(sorted, n+1)
	return len(sorted) - i
}

// pointsGained returns the gains of members from the given rounds in a season.
func pointsGained(tx DigestRecords, season scoring.Season, rounds []quiz.Round) (map[quiz.MemberNo]ledger.Tally, error) {
	sums := map[quiz.MemberNo]ledger.Tally{}
	for _, round := range rounds {
		if digestSpan.Season(round.Date) != season {
			continue
		}
		replies, err := records.SubmittedReplies(tx, round.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range replies {
			points, err := records.EarnedPoints(tx, &round, r.Member)
			if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
				return nil, err
			}
			sum := sums[r.Member]
			sums[r.Member] = ledger.Tally{Member: r.Member, Points: sum.Points + points, Answered: sum.Answered + 1}
		}
	}
	return sums, nil
}

// milestoneCheers returns the streaks that reached a milestone within the last rounds.
func milestoneCheers(tx DigestRecords, room *quiz.Room, present map[quiz.MemberNo]bool, rounds int) ([]quiz.Cheer, error) {
	var list []quiz.Cheer
	for no := range present {
		run, err := tx.Streak(room.ID, no)
		if errors.Is(err, quiz.ErrUnreadable) {
			continue
		}
		if err != nil {
			return nil, err
		}
		m, err := records.IfReadable(tx.Member(no))
		if err != nil {
			return nil, err
		}
		if n := lastMilestone(run.Current(room.Rounds), rounds); n > 0 && m != nil {
			list = append(list, quiz.Cheer{Name: m.Name, Streak: n})
		}
	}
	slices.SortFunc(list, func(a, b quiz.Cheer) int {
		return cmp.Or(cmp.Compare(b.Streak, a.Streak), cmp.Compare(a.Name, b.Name))
	})
	return list, nil
}

// lastMilestone returns the greatest milestone of a streak within its last rounds, 0 if there is
// none.
func lastMilestone(streak, rounds int) int {
	for n := streak; n > max(0, streak-rounds); n-- {
		if scoring.IsMilestone(n) {
			return n
		}
	}
	return 0
}

// mostVoted returns the candidates with most votes, ordered by number, and the count of their
// votes.
func mostVoted(votes map[quiz.MemberNo]quiz.MemberNo) (best []quiz.MemberNo, most int) {
	count := map[quiz.MemberNo]int{}
	for _, candidate := range votes {
		count[candidate]++
		most = max(most, count[candidate])
	}
	for candidate, n := range count {
		if n == most {
			best = append(best, candidate)
		}
	}
	slices.Sort(best)
	return best, most
}

// digestSpan is the span of the standings in a digest.
const digestSpan = scoring.Month

// digestTop is how many rows of the standings a digest shows.
const digestTop = 5

// FreezeDigest returns the content of a digest about revealed rounds.
func FreezeDigest(tx DigestRecords, room *quiz.Room, date schedule.Date, rounds []quiz.Round) (*quiz.DigestNews, error) {
	news := &quiz.DigestNews{Date: date, Span: digestSpan, Season: digestSpan.Season(rounds[len(rounds)-1].Date)}
	present := map[quiz.MemberNo]bool{}
	for _, round := range rounds {
		summary, err := summarizeRound(tx, round, present)
		if err != nil {
			return nil, err
		}
		news.Rounds = append(news.Rounds, summary)
	}
	if err := rankSeason(tx, room, news, rounds); err != nil {
		return nil, err
	}
	var err error
	news.Cheers, err = milestoneCheers(tx, room, present, len(rounds))
	return news, err
}

// Undigested returns the revealed rounds since the last digest.
func Undigested(tx quiz.Rounds, room *quiz.Room) ([]quiz.Round, error) {
	var rounds []quiz.Round
	for round, err := range records.Readable(tx.RoundsAfter(room.ID, room.DigestedThrough)) {
		if err != nil {
			return nil, err
		}
		if round.Phase == quiz.Revealed {
			rounds = append(rounds, round)
		}
	}
	return rounds, nil
}

// summarizeRound summarizes a round and adds its repliers to present.
func summarizeRound(tx DigestRecords, round quiz.Round, present map[quiz.MemberNo]bool) (quiz.DigestRound, error) {
	replies, err := records.SubmittedReplies(tx, round.ID)
	if err != nil {
		return quiz.DigestRound{}, err
	}
	for _, r := range replies {
		present[r.Member] = true
	}
	summary := quiz.DigestRound{Round: round.ID, Question: round.Question, Answered: len(replies), Bands: countBands(replies), SelfGraded: countSelfGraded(replies)}
	summary.RevealLink = round.RevealLink()
	if len(round.QuestionMessages) > 0 {
		summary.Link = round.QuestionMessages[0].Link
	}
	votes, err := tx.Votes(round.ID)
	if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
		return summary, err
	}
	best, most := mostVoted(votes)
	summary.Votes = most
	for _, no := range best {
		name, err := records.ShownName(tx, no)
		if err != nil {
			return summary, err
		}
		summary.Voted = append(summary.Voted, name)
	}
	return summary, nil
}
